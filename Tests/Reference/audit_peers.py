"""Losses of MONAI, kornia and segmentation_models_pytorch, served to the audit.

``python3 audit_peers.py NAME`` computes one for ``reproduce-figure audit --external``; without a name it
lists them. A loss is given logits of one class, as networks put them out, where it takes a sigmoid itself,
and probabilities where it does not. All have the defaults of their packages but for what says so.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import pathlib
import sys
import types

import torch

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Python" / "src"))
import reproduce_figure as rf  # noqa: E402


def load_segmentation_models():
    """The losses alone: the package itself wants timm and its encoders."""
    name = "segmentation_models_pytorch"
    package = types.ModuleType(name)
    package.__path__ = importlib.util.find_spec(name).submodule_search_locations
    sys.modules[name] = package
    return importlib.import_module(f"{name}.losses")


class Lazy:
    """A module that is loaded when something of it is used first: each takes seconds."""

    def __init__(self, load):
        self.load = functools.cache(load)

    def __getattr__(self, name):
        return getattr(self.load(), name)


smp = Lazy(load_segmentation_models)
kornia = Lazy(lambda: importlib.import_module("kornia.losses"))
monai = Lazy(lambda: importlib.import_module("monai.losses"))


def of_numbers(loss):
    """A loss of two exclusive classes whose truth is labels."""
    return lambda scores, truth: loss(scores, truth.argmax(1))


def one_channel(loss):
    """A loss whose truth has no axis of classes."""
    return lambda scores, truth: loss(scores, truth[:, 0])


def softmax_against_labels(scores, truth):
    """What is published with labels that were not made one-hot."""
    return ((torch.softmax(scores, 1) - truth[:, 1:]) ** 2).mean()


def detached_dice(p, truth):
    """A hard threshold, from which no gradient comes back."""
    hard = (p.detach() > 0.5).to(p.dtype)
    soft = p.detach()
    return 1 - (2 * (soft * truth).sum() + 1) / (soft.sum() + truth.sum() + 1) + 0 * hard.sum()


def combo_of_october_2019(p, truth, alpha=0.5, weight=0.5):
    """The formula of docs/combo-code.md."""
    p = p.clamp(1e-7, 1 - 1e-7)
    entropy = (-weight * truth * p.log() + (1 - weight) * (1 - truth) * (1 - p).log()).mean()
    dice = (2 * (p * truth).sum() + 1) / (p.sum() + truth.sum() + 1)
    return alpha * entropy - (1 - alpha) * (1 - dice)


def sigmoid(name, **options):
    return getattr(monai, name)(sigmoid=True, **options)


MONAI = {
    "dice": lambda: (sigmoid("DiceLoss"), "logits"),
    "dice-squared": lambda: (sigmoid("DiceLoss", squared_pred=True), "logits"),
    "dice-ce": lambda: (sigmoid("DiceCELoss"), "logits"),
    "dice-focal": lambda: (sigmoid("DiceFocalLoss"), "logits"),
    "generalized-dice": lambda: (sigmoid("GeneralizedDiceLoss"), "logits"),
    "generalized-dice-focal": lambda: (sigmoid("GeneralizedDiceFocalLoss"), "logits"),
    "focal": lambda: (monai.FocalLoss(), "logits"),
    "tversky": lambda: (sigmoid("TverskyLoss"), "logits"),
    "hausdorff-dt": lambda: (sigmoid("HausdorffDTLoss"), "logits"),
    "log-hausdorff-dt": lambda: (sigmoid("LogHausdorffDTLoss"), "logits"),
    "soft-cldice": lambda: (sigmoid("SoftclDiceLoss"), "logits"),
    "soft-dice-cldice": lambda: (sigmoid("SoftDiceclDiceLoss"), "logits"),
    "mcc": lambda: (sigmoid("MCCLoss"), "logits"),
}

KORNIA = {
    "binary-focal": lambda: (kornia.BinaryFocalLossWithLogits(alpha=0.25, reduction="mean"), "logits"),
    "lovasz-hinge": lambda: (one_channel(kornia.LovaszHingeLoss()), "logits"),
    "dice": lambda: (of_numbers(kornia.DiceLoss()), "exclusive"),
    "tversky": lambda: (of_numbers(kornia.TverskyLoss(alpha=0.3, beta=0.7)), "exclusive"),
    "focal": lambda: (of_numbers(kornia.FocalLoss(alpha=0.25, reduction="mean")), "exclusive"),
    "lovasz-softmax": lambda: (of_numbers(kornia.LovaszSoftmaxLoss()), "exclusive"),
    "hausdorff-er": lambda: (kornia_hausdorff(), "exclusive"),
}

SMP = {
    "dice": lambda: (smp.DiceLoss("binary"), "logits"),
    "jaccard": lambda: (smp.JaccardLoss("binary"), "logits"),
    "tversky": lambda: (smp.TverskyLoss("binary"), "logits"),
    "focal": lambda: (smp.FocalLoss("binary"), "logits"),
    "lovasz": lambda: (smp.LovaszLoss("binary"), "logits"),
    "mcc": lambda: (smp.MCCLoss(), "probabilities"),
    "soft-bce": lambda: (smp.SoftBCEWithLogitsLoss(), "logits"),
    "soft-ce": lambda: (of_numbers(smp.SoftCrossEntropyLoss(smooth_factor=0.0)), "exclusive"),
}

FAULTS = {
    "softmax-against-labels": lambda: (softmax_against_labels, "exclusive"),
    "detached-dice": lambda: (detached_dice, "probabilities"),
    "combo-2019-10": lambda: (combo_of_october_2019, "probabilities"),
}

PEERS = {"monai": MONAI, "kornia": KORNIA, "smp": SMP, "fault": FAULTS}
NAMES = [f"{package}-{name}" for package, losses in PEERS.items() for name in losses]


def kornia_hausdorff():
    loss = kornia.HausdorffERLoss()
    return lambda scores, truth: loss(torch.softmax(scores, 1), truth.argmax(1, keepdim=True))


def make(name: str) -> rf.Loss:
    package, _, loss = name.partition("-")
    function, takes = PEERS[package][loss]()
    return rf.Loss(
        function,
        backend="torch",
        takes="logits" if takes == "exclusive" else takes,
        channels=2 if takes == "exclusive" else 1,
        name=name,
    )


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print("\n".join(NAMES))
    else:
        torch.set_num_threads(1)
        rf.serve(make(sys.argv[1]))
