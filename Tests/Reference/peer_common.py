"""What published implementations need to be called in float64 on probabilities.

Packages that take logits are given ln p − ln(1 − p), and the gradient goes through it. They are
used only on predictions away from 0 and 1, where that is exact.
"""

from __future__ import annotations

import torch


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
