"""Who competes in losses of several classes: from logits (B, K, ...) and labels (B, ...), in float32."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from contestants import Call, forward_and_backward


class ClassInput:
    """The arrays of a batch, as every contestant gets them."""

    def __init__(self, folder: str, name: str):
        self.logits = np.load(f"{folder}/{name}-logits.npy")
        self.labels = np.load(f"{folder}/{name}-labels.npy")

    @cached_property
    def tensors(self):
        import torch

        return torch.from_numpy(self.logits), torch.from_numpy(self.labels.astype(np.int64))


def torch_loss(data: ClassInput, identifier: str):
    """As a good user of PyTorch writes it."""
    import torch
    import torch.nn.functional as F

    logits, labels = data.tensors
    classes, space = logits.shape[1], tuple(range(2, logits.ndim))

    def sums(x):
        """Probabilities and labels of each item and class: overlap, prediction and truth."""
        p = x.softmax(1)
        truth = F.one_hot(labels, classes).movedim(-1, 1).to(p.dtype)
        return (p * truth).sum(space), p.sum(space), truth.sum(space)

    def dice_cross_entropy(x):
        overlap, prediction, truth = sums(x)
        dice = 1 - (2 * overlap + 1) / (prediction + truth + 1)
        return dice.mean() + F.cross_entropy(x, labels)

    def generalised_dice(x):
        overlap, prediction, truth = sums(x)
        weights = 1 / truth.clamp(min=1) ** 2
        numerator = 2 * (weights * overlap).sum(1) + 1e-7
        return (1 - numerator / ((weights * (prediction + truth)).sum(1) + 1e-7)).mean()

    def focal(x, alpha=0.25):
        surprise = F.cross_entropy(x, labels, reduction="none")
        weights = torch.where(labels == 0, 1 - alpha, alpha)
        return (weights * (1 - torch.exp(-surprise)) ** 2 * surprise).mean() / classes

    def lovasz(x):
        """Berman et al. (2018), algorithm 1, as in the authors' code: the classes that are present."""
        p, flat, losses = x.softmax(1).movedim(1, 0).flatten(1), labels.flatten(), []
        for number in range(classes):
            truth = (flat == number).float()
            if truth.sum() == 0:
                continue
            errors, order = torch.sort((truth - p[number]).abs(), descending=True)
            truth = truth[order]
            intersection = truth.sum() - truth.cumsum(0)
            loss = 1 - intersection / (truth.sum() + (1 - truth).cumsum(0))
            losses.append(torch.dot(errors, torch.cat((loss[:1], loss.diff()))))
        return torch.stack(losses).mean()

    return {
        "cross-entropy": lambda x: F.cross_entropy(x, labels),
        "dice-cross-entropy": dice_cross_entropy,
        "generalised-dice": generalised_dice,
        "focal": focal,
        "lovasz": lovasz,
    }[identifier]


def monai_loss(data: ClassInput, identifier: str):
    from monai.losses import DiceCELoss, FocalLoss, GeneralizedDiceLoss

    labels = data.tensors[1][:, None]
    softmax = {"softmax": True, "to_onehot_y": True}
    loss = {
        "dice-cross-entropy": lambda: DiceCELoss(smooth_nr=1, smooth_dr=1, **softmax),
        "generalised-dice": lambda: GeneralizedDiceLoss(smooth_nr=1e-7, smooth_dr=1e-7, **softmax),
        "focal": lambda: FocalLoss(gamma=2, alpha=0.25, use_softmax=True, to_onehot_y=True),
    }[identifier]()
    return lambda x: loss(x, labels)


def kornia_loss(data: ClassInput, identifier: str):
    from kornia.losses import FocalLoss, LovaszSoftmaxLoss

    labels = data.tensors[1]
    loss = {
        "focal": lambda: FocalLoss(gamma=2, alpha=0.25, reduction="mean"),
        # Of images, each by itself, with the classes that are absent.
        "lovasz by=item": LovaszSoftmaxLoss,
    }[identifier]()
    return lambda x: loss(x, labels)


def value(make_loss) -> Callable[[ClassInput, str], Call]:
    def prepare(data: ClassInput, identifier: str) -> Call:
        import torch

        loss, (logits, _) = make_loss(data, identifier), data.tensors

        def call():
            with torch.no_grad():
                return loss(logits)

        return call

    return prepare


def gradient(make_loss) -> Callable[[ClassInput, str], Call]:
    return lambda data, identifier: forward_and_backward(
        data.tensors[0], make_loss(data, identifier))


CONTESTANTS_OF_CLASSES = {
    (name, kind.__name__): kind(make_loss)
    for name, make_loss in {
        "torch": torch_loss, "monai": monai_loss, "kornia": kornia_loss,
    }.items()
    for kind in (value, gradient)
}
