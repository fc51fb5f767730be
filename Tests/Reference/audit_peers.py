"""Losses of MONAI, kornia and segmentation_models_pytorch, served to the audit.

``python3 audit_peers.py NAME`` computes one for ``reproduce-figure audit --external``; without a name it
lists them. A loss is given logits, as networks put them out, where it takes a sigmoid or a softmax itself,
and probabilities where it does not. One with a softmax is given one class as two exclusive ones, and several
exclusive classes as they are; one with a sigmoid is given each of several classes against the rest. All have
the defaults of their packages but for what says so.
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


LOGITS = {"takes": "logits"}
PROBABILITIES = {"takes": "probabilities"}
# Two exclusive classes and no more.
TWO = {"takes": "logits", "channels": 2}
# As many exclusive classes as there are, with the truth as one-hot arrays or as labels.
CLASSES = TWO | {"classes": ("exclusive",)}
# Labels where elements can be ignored: theirs is -100 then.
LABELS = CLASSES | {"labels": True}


def of_numbers(loss):
    """A loss whose truth is labels, none of which it can ignore."""
    return lambda scores, truth: loss(scores, truth.argmax(1))


def of_classes(make):
    """A loss that is made for a number of classes."""
    made = functools.cache(make)
    return lambda scores, truth: made(scores.shape[1])(scores, truth)


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


def with_softmax(name, option="softmax"):
    return lambda: (getattr(monai, name)(**{option: True}), CLASSES)


def with_sigmoid(name, **options):
    return lambda: (getattr(monai, name)(sigmoid=True, **options), LOGITS)


def nacl(classes):
    return monai.NACLLoss(classes=classes, dim=2)


def generalized_wasserstein(classes):
    """All classes are as far from each other."""
    return monai.GeneralizedWassersteinDiceLoss(1 - torch.eye(classes, dtype=torch.float64))


MONAI = {
    "dice": with_sigmoid("DiceLoss"),
    "dice-softmax": with_softmax("DiceLoss"),
    "dice-squared": with_sigmoid("DiceLoss", squared_pred=True),
    "dice-ce": with_sigmoid("DiceCELoss"),
    "dice-ce-softmax": with_softmax("DiceCELoss"),
    "dice-focal": with_sigmoid("DiceFocalLoss"),
    "dice-focal-softmax": with_softmax("DiceFocalLoss"),
    "generalized-dice": with_sigmoid("GeneralizedDiceLoss"),
    "generalized-dice-softmax": with_softmax("GeneralizedDiceLoss"),
    "generalized-dice-focal": with_sigmoid("GeneralizedDiceFocalLoss"),
    "generalized-dice-focal-softmax": with_softmax("GeneralizedDiceFocalLoss"),
    "generalized-wasserstein-dice": lambda: (of_numbers(of_classes(generalized_wasserstein)), CLASSES),
    "focal": lambda: (monai.FocalLoss(), LOGITS),
    "focal-softmax": with_softmax("FocalLoss", "use_softmax"),
    "tversky": with_sigmoid("TverskyLoss"),
    "tversky-softmax": with_softmax("TverskyLoss"),
    # Its documentation says that it is given logits; it takes no sigmoid of them.
    "asymmetric-unified-focal": lambda: (monai.AsymmetricUnifiedFocalLoss(), LOGITS),
    "asymmetric-unified-focal-probabilities": lambda: (monai.AsymmetricUnifiedFocalLoss(), PROBABILITIES),
    "nacl": lambda: (of_numbers(of_classes(nacl)), CLASSES),
    "boundary": with_sigmoid("BoundaryLoss"),
    "boundary-softmax": with_softmax("BoundaryLoss"),
    "hausdorff-dt": with_sigmoid("HausdorffDTLoss"),
    "hausdorff-dt-softmax": with_softmax("HausdorffDTLoss"),
    "log-hausdorff-dt": with_sigmoid("LogHausdorffDTLoss"),
    "log-hausdorff-dt-softmax": with_softmax("LogHausdorffDTLoss"),
    "soft-cldice": with_sigmoid("SoftclDiceLoss"),
    "soft-cldice-softmax": with_softmax("SoftclDiceLoss"),
    "soft-dice-cldice": with_sigmoid("SoftDiceclDiceLoss"),
    "soft-dice-cldice-softmax": with_softmax("SoftDiceclDiceLoss"),
    "mcc": with_sigmoid("MCCLoss"),
    "mcc-softmax": with_softmax("MCCLoss"),
}

KORNIA = {
    "binary-focal": lambda: (kornia.BinaryFocalLossWithLogits(alpha=0.25, reduction="mean"), LOGITS),
    "lovasz-hinge": lambda: (one_channel(kornia.LovaszHingeLoss()), LOGITS),
    "dice": lambda: (kornia.DiceLoss(), LABELS),
    "tversky": lambda: (kornia.TverskyLoss(alpha=0.3, beta=0.7), LABELS),
    "focal": lambda: (kornia.FocalLoss(alpha=0.25, reduction="mean"), LABELS),
    "lovasz-softmax": lambda: (of_numbers(kornia.LovaszSoftmaxLoss()), CLASSES),
    "hausdorff-er": lambda: (kornia_hausdorff(), CLASSES),
    # A map is a volume of one slice.
    "hausdorff-er-3d": lambda: (kornia_hausdorff_of_volumes(), CLASSES),
}

SMP = {
    "dice": lambda: (smp.DiceLoss("binary"), LOGITS),
    "dice-softmax": lambda: (smp.DiceLoss("multiclass", ignore_index=-100), LABELS),
    "jaccard": lambda: (smp.JaccardLoss("binary"), LOGITS),
    "jaccard-softmax": lambda: (smp.JaccardLoss("multiclass", ignore_index=-100), LABELS),
    "tversky": lambda: (smp.TverskyLoss("binary"), LOGITS),
    "tversky-softmax": lambda: (smp.TverskyLoss("multiclass", ignore_index=-100), LABELS),
    "focal": lambda: (smp.FocalLoss("binary"), LOGITS),
    "focal-classes": lambda: (smp.FocalLoss("multiclass", ignore_index=-100), LABELS),
    "lovasz": lambda: (smp.LovaszLoss("binary"), LOGITS),
    "lovasz-softmax": lambda: (smp.LovaszLoss("multiclass", ignore_index=-100), LABELS),
    "mcc": lambda: (smp.MCCLoss(), PROBABILITIES),
    "soft-bce": lambda: (smp.SoftBCEWithLogitsLoss(), LOGITS),
    "soft-ce": lambda: (smp.SoftCrossEntropyLoss(smooth_factor=0.0), LABELS),
}

FAULTS = {
    "softmax-against-labels": lambda: (softmax_against_labels, TWO),
    "detached-dice": lambda: (detached_dice, PROBABILITIES),
    "combo-2019-10": lambda: (combo_of_october_2019, PROBABILITIES),
}

PEERS = {"monai": MONAI, "kornia": KORNIA, "smp": SMP, "fault": FAULTS}
NAMES = [f"{package}-{name}" for package, losses in PEERS.items() for name in losses]


def kornia_hausdorff():
    loss = kornia.HausdorffERLoss()
    return lambda scores, truth: loss(torch.softmax(scores, 1), truth.argmax(1, keepdim=True))


def kornia_hausdorff_of_volumes():
    loss = kornia.HausdorffERLoss3D()
    return lambda scores, truth: loss(
        torch.softmax(scores, 1).unsqueeze(2), truth.argmax(1, keepdim=True).unsqueeze(2))


def make(name: str) -> rf.Loss:
    package, _, loss = name.partition("-")
    function, options = PEERS[package][loss]()
    return rf.Loss(function, backend="torch", name=name, **options)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print("\n".join(NAMES))
    else:
        torch.set_num_threads(1)
        rf.serve(make(sys.argv[1]))
