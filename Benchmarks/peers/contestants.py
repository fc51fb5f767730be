"""Who competes in which job, each a function that prepares one call outside of the timing.

A job is `distance`, `value ID`, `gradient ID`, `metric ID` or `file NAME`; a contestant takes the input and returns a function
without arguments whose result is a number (of a field: its sum). Packages are imported where they
are used, so that one that is missing takes only its own jobs with it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import files
import metrics
import numpy as np

THREADS = 2

Call = Callable[[], object]


class Input:
    """The arrays of one size, as every contestant gets them."""

    def __init__(self, folder: str, name: str):
        self.folder, self.name = folder, name
        self.p = np.load(f"{folder}/{name}-prediction.npy")
        self.mask = np.load(f"{folder}/{name}-truth.npy").astype(bool)

    @cached_property
    def tensors(self):
        import torch

        return torch.from_numpy(self.p), torch.from_numpy(self.mask.astype(np.float32))

    @cached_property
    def batch(self):
        """As MONAI and kornia want them: N, C, then the axes."""
        p, g = self.tensors
        return p[None, None], g[None, None]

    @cached_property
    def scene(self):
        from losses import Scene

        return Scene(self.mask)


def distance_by_edt(data: Input, identifier: str) -> Call:
    import edt

    return lambda: edt.edt(data.mask, parallel=THREADS)


def distance_by_scipy(data: Input, identifier: str) -> Call:
    from scipy.ndimage import distance_transform_edt

    return lambda: distance_transform_edt(data.mask)


def torch_value(data: Input, identifier: str) -> Call:
    import torch
    from losses import BY_ID

    (p, g), loss = data.tensors, BY_ID[identifier]

    def call():
        with torch.no_grad():
            return loss(p, g, data.scene)

    return call


def torch_gradient(data: Input, identifier: str) -> Call:
    from losses import BY_ID

    (p, g), loss = data.tensors, BY_ID[identifier]
    return forward_and_backward(p, lambda q: loss(q, g, data.scene))


def monai_loss(identifier: str):
    """MONAI's loss, and whether it takes logits."""
    from monai import losses

    return {
        "dice": lambda: (losses.DiceLoss(smooth_nr=1, smooth_dr=1), False),
        "generalised-dice": lambda: (losses.GeneralizedDiceLoss(), False),
        "focal": lambda: (losses.FocalLoss(gamma=2, alpha=0.25), True),
        "dice-cross-entropy": lambda: (losses.DiceCELoss(sigmoid=True), True),
        "dice-focal": lambda: (losses.DiceFocalLoss(sigmoid=True, gamma=2), True),
        "hausdorff-distance-transform": lambda: (losses.HausdorffDTLoss(), False),
        "tversky": lambda: (losses.TverskyLoss(alpha=0.3, beta=0.7, smooth_nr=1, smooth_dr=1), False),
        "cl-dice": lambda: (losses.SoftclDiceLoss(iter_=3), False),
    }[identifier]()


def monai_value(data: Input, identifier: str) -> Call:
    import torch

    (p, g), (loss, takes_logits) = data.batch, monai_loss(identifier)
    if takes_logits:
        p = torch.logit(p)

    def call():
        with torch.no_grad():
            return loss(p, g)

    return call


def monai_gradient(data: Input, identifier: str) -> Call:
    import torch

    (p, g), (loss, takes_logits) = data.batch, monai_loss(identifier)
    if takes_logits:
        p = torch.logit(p)
    return forward_and_backward(p, lambda q: loss(q, g))


def forward_and_backward(p, loss) -> Call:
    leaf = p.clone().requires_grad_()

    def call():
        leaf.grad = None
        value = loss(leaf)
        value.backward()
        return value

    return call


def kornia_value(data: Input, identifier: str) -> Call:
    """kornia's loss takes two classes and gives their mean, which is that of either."""
    import torch
    from kornia.losses import HausdorffERLoss, HausdorffERLoss3D

    p, g = data.batch
    classes = torch.cat((1 - p, p), 1)
    loss = (HausdorffERLoss if data.p.ndim == 2 else HausdorffERLoss3D)(alpha=2, k=10)
    target = g.long()

    def call():
        with torch.no_grad():
            return loss(classes, target)

    return call


CONTESTANTS = {
    ("edt", "distance"): distance_by_edt,
    ("scipy", "distance"): distance_by_scipy,
    ("torch", "value"): torch_value,
    ("torch", "gradient"): torch_gradient,
    ("monai", "value"): monai_value,
    ("monai", "gradient"): monai_gradient,
    ("kornia", "value"): kornia_value,
} | metrics.CONTESTANTS | files.CONTESTANTS
