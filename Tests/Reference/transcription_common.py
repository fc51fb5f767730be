"""Sums, clamps and distances that several losses share, in float64 PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from scipy.ndimage import distance_transform_edt

from inputs import Input

EPSILON = 1e-7


def truth_of(sample: Input) -> torch.Tensor:
    return torch.tensor(sample.truth, dtype=torch.float64)


def clamped(p: torch.Tensor) -> torch.Tensor:
    """p in [ε, 1 − ε]; the gradient passes at equality and is 0 strictly outside."""
    return torch.clamp(p, EPSILON, 1 - EPSILON)


def power_base(p: torch.Tensor, exponent: float) -> torch.Tensor:
    """p itself, but clamped where the slope of p^exponent would be infinite at 0 or 1."""
    return clamped(p) if 0 < exponent < 1 else p


def weighted_logarithms(p, g, foreground_weight=1.0, background_weight=1.0) -> torch.Tensor:
    """−(a g ln p + b (1 − g) ln(1 − p)) per element."""
    q = clamped(p)
    return -(
        foreground_weight * g * torch.log(q) + background_weight * (1 - g) * torch.log(1 - q)
    )


def overlap_sums(p, g) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """TP, FP, FN."""
    return (p * g).sum(), (p * (1 - g)).sum(), ((1 - p) * g).sum()


def distance_inside(mask: np.ndarray, spacing: list[float]) -> np.ndarray:
    """Distance of each element of the mask to the nearest element outside it; 0 outside."""
    return distance_transform_edt(mask, sampling=spacing)


def distance_field(mask: np.ndarray, spacing: list[float]) -> np.ndarray:
    """Distance of each element to the other side; 0 everywhere when there is no other side."""
    if not mask.any() or mask.all():
        return np.zeros(mask.shape)
    return distance_inside(mask, spacing) + distance_inside(~mask, spacing)
