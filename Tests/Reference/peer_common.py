"""What published implementations need to be called in float64 on probabilities.

Packages that take logits are given ln p − ln(1 − p), and the gradient goes through it. They are
used only on predictions away from 0 and 1, where that is exact.
"""

from __future__ import annotations

import numpy as np
import torch
from monai.losses import NACLLoss
from monai.networks.layers import separable_filtering
from scipy.special import erf


def channels(*fields: torch.Tensor) -> torch.Tensor:
    """Fields as the channels of a batch of one image."""
    return torch.stack(fields)[None]


def logit(p: torch.Tensor) -> torch.Tensor:
    return torch.log(p) - torch.log1p(-p)


def always(sample, parameters):
    return True


def on_hard(sample, parameters):
    return sample.is_hard


def on_interior(sample, parameters):
    return sample.is_interior


def on_hard_interior(sample, parameters):
    return sample.is_hard and sample.is_interior


def nacl_loss(
    classes: int, rank: int, size: int = 3, alpha: float = 0.1, sigma: float = 0, distance: str = "l1"
) -> NACLLoss:
    """MONAI's loss with its filter, which it makes in single precision, in double precision."""
    loss = NACLLoss(
        classes=classes, dim=rank, kernel_size=size, alpha=alpha, distance_type=distance)
    if sigma:
        x = np.arange(-int(4 * sigma + 0.5), int(4 * sigma + 0.5) + 1)
        edges = [erf((x + side) / (sigma * np.sqrt(2))) for side in (0.5, -0.5)]
        kernel = torch.tensor((edges[0] - edges[1]) / 2)
        loss.svls_layer = torch.nn.Module()
        loss.svls_layer.forward = lambda fields: separable_filtering(fields, [kernel] * rank)
    else:
        loss.svls_layer.filter = torch.full((size,) * rank, 1 / size**rank, dtype=torch.float64)
    return loss
