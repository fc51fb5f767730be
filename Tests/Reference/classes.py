"""Losses of several classes, batches and ignored elements by PyTorch and the packages built on it."""

from __future__ import annotations

import importlib.util
import sys
import types
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import kornia
import monai.losses
import numpy as np
import torch
from monai.losses.focal_loss import sigmoid_focal_loss, softmax_focal_loss

import families
from inputs import Input
from peer_common import nacl_loss

IGNORED = 255


def load_segmentation_models():
    """The losses alone: the package itself wants encoders and their weights."""
    found = importlib.util.find_spec("segmentation_models_pytorch")
    folder = Path(found.submodule_search_locations[0])
    package = types.ModuleType("segmentation_models_pytorch")
    package.__path__ = [str(folder)]
    sys.modules["segmentation_models_pytorch"] = package
    return importlib.import_module("segmentation_models_pytorch.losses")


smp = load_segmentation_models()


def load_nnunet():
    """The compound losses alone: the package itself wants a trainer and its data loaders."""
    found = importlib.util.find_spec("nnunetv2")
    folder = Path(found.submodule_search_locations[0])
    for name in ("nnunetv2", "nnunetv2.training", "nnunetv2.training.loss", "nnunetv2.utilities"):
        package = types.ModuleType(name)
        package.__path__ = [str(folder.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = package
    return importlib.import_module("nnunetv2.training.loss.compound_losses")


nnunet = load_nnunet()


def nnunet_loss(kind, smooth=1.0, batch=True, background=False, **options):
    """nnU-Net subtracts the Dice coefficient; ours is 1 less it."""
    def reference(batch_, scores):
        dice = {"batch_dice": batch, "do_bg": background, "smooth": smooth, "ddp": False}
        if batch_.exclusive:
            ignored = IGNORED if batch_.hides else None
            loss = kind(dice, options, ignore_label=ignored)
            return loss(scores, batch_.truth[:, None]) + 1
        return kind({}, dice)(scores, batch_.truth) + 1

    return reference


@dataclass
class Batch:
    """Logits (B, K, …) and labels (B, …), or a truth (B, K, …) of independent classes."""

    scores: torch.Tensor
    truth: torch.Tensor
    exclusive: bool = True
    # Whether the scores are probabilities.
    activated: bool = False
    # Intensities (B, …), for losses that look at the image.
    image: torch.Tensor | None = None

    @property
    def hides(self) -> bool:
        return self.exclusive and bool((self.truth == IGNORED).any())

    @property
    def one_hot(self) -> torch.Tensor:
        """Truth by class; none of the classes where ignored."""
        if not self.exclusive:
            return self.truth
        classes = self.scores.shape[1]
        kept = self.truth != IGNORED
        fields = torch.nn.functional.one_hot(self.truth * kept, classes) * kept[..., None]
        return fields.movedim(-1, 1).to(self.scores.dtype)

    def probabilities(self, scores) -> torch.Tensor:
        if self.activated:
            return scores
        return scores.softmax(1) if self.exclusive else scores.sigmoid()

    def as_json(self) -> dict:
        optional = {} if self.image is None else {"image": self.image.flatten().tolist()}
        return optional | ({"activation": "none"} if self.activated else {}) | {
            "shape": list(self.scores.shape[2:]),
            "items": self.scores.shape[0],
            "classes": self.scores.shape[1],
            "relation": "exclusive" if self.exclusive else "independent",
            "scores": self.scores.flatten().tolist(),
            "truth": self.truth.flatten().tolist(),
        }


def make_batches() -> dict[str, Batch]:
    generator = np.random.default_rng(20261126)

    def exclusive(items, classes, shape, ignored=0.0):
        labels = generator.integers(0, classes, (items, *shape))
        scores = generator.normal(0, 1.5, (items, classes, *shape))
        # Predictions that are better than chance.
        np.put_along_axis(
            scores, labels[:, None], np.take_along_axis(scores, labels[:, None], 1) + 1, 1)
        labels[generator.uniform(size=labels.shape) < ignored] = IGNORED
        return Batch(torch.tensor(scores.round(3)), torch.tensor(labels))

    batches = {
        "2-classes": exclusive(1, 2, (4, 5)),
        "3-classes": exclusive(3, 3, (4, 4)),
        "5-classes-volume": exclusive(1, 5, (2, 3, 4)),
        "3-classes-volumes": exclusive(3, 3, (2, 3, 3)),
        "absent": exclusive(3, 3, (4, 4)),
        "empty-item": exclusive(3, 3, (4, 4)),
        "ignored": exclusive(3, 3, (4, 4), ignored=0.3),
        "ignored-item": exclusive(2, 3, (4, 4), ignored=0.2),
    }
    batches["absent"].truth[batches["absent"].truth == 2] = 1
    batches["absent"].truth[0] = 0
    batches["empty-item"].truth[1] = 0
    batches["ignored-item"].truth[1] = IGNORED
    for name, classes in (("one-class", 1), ("regions", 3)):
        scores = torch.tensor(generator.normal(0, 1.5, (2, classes, 4, 4)).round(3))
        truth = torch.tensor((generator.uniform(size=scores.shape) < 0.4).astype(float))
        batches[name] = Batch(scores, truth, exclusive=False)
    for name in ("3-classes", "5-classes-volume", "regions"):
        batch = batches[name]
        shape = (len(batch.scores), *batch.scores.shape[2:])
        batch.image = torch.tensor(generator.normal(0, 1, shape).round(3))
    return batches


def make_probabilities() -> Batch:
    """Three classes whose probabilities are given, without logits."""
    generator = np.random.default_rng(20261127)
    labels = generator.integers(0, 3, (1, 5, 4))
    scores = torch.tensor(generator.normal(0, 1, (1, 3, 5, 4))).softmax(1)
    image = torch.tensor(generator.normal(0, 1, labels.shape).round(3))
    return Batch(scores, torch.tensor(labels), activated=True, image=image)


@dataclass
class Case:
    """A loss, how it is reduced, and what computes it from a batch and its scores."""

    form: dict
    peer: str
    reference: object
    reduction: dict
    accepts: object = lambda batch: True
    # Whether the reference takes a batch without logits.
    of_probabilities: bool = False


def monai_dice(kind=monai.losses.DiceLoss, **options):
    def reference(batch, scores):
        activation = {"softmax": True} if batch.exclusive else {"sigmoid": True}
        if batch.hides:
            # `ignore_index` of labels, which stand in a channel of their own.
            loss = kind(ignore_index=IGNORED, to_onehot_y=True, **activation, **options)
            return loss(scores, batch.truth[:, None])
        return kind(**activation, **options)(scores, batch.one_hot)

    return reference


def cross_entropy(**options):
    if "weight" in options:
        options["weight"] = torch.tensor(options["weight"])
    return lambda batch, scores: torch.nn.functional.cross_entropy(
        scores, batch.truth, ignore_index=IGNORED, **options)


def top_k(fraction):
    def reference(batch, scores):
        terms = torch.nn.functional.cross_entropy(
            scores, batch.truth, ignore_index=IGNORED, reduction="none")[batch.truth != IGNORED]
        return terms.topk(max(1, int(fraction * terms.numel()))).values.mean()

    return reference


def by_item(formula):
    """The mean over items of a formula transcribed for fields (K, N)."""
    def reference(batch, scores):
        p, g = scores.softmax(1).flatten(2), batch.one_hot.flatten(2)
        return torch.stack([formula(*item) for item in zip(p, g)]).mean()

    return reference


@by_item
def exponential_logarithmic(p, g):
    volumes = g.sum(1)
    dice = (2 * (p * g).sum(1) + 1) / (p.sum(1) + volumes + 1)
    weights = torch.where(volumes > 0, (p.shape[1] / volumes.clamp(min=1)).sqrt(), 0.0)
    entropy = (weights[:, None] * g * (-p.log()) ** 0.3).sum(0).mean()
    return 0.8 * ((-dice.log()) ** 0.3).mean() + 0.2 * entropy


@by_item
def symmetric_unified_focal(p, g, weight=0.5, delta=0.6, gamma=0.5):
    entropy = -g * p.log() * (1 - p) ** gamma
    focal = (1 - delta) * entropy[0] + delta * entropy[1:].sum(0)
    return weight * focal.mean() + (1 - weight) * ((1 - tversky_index(p, g, delta)) ** (1 - gamma)).sum()


def tversky_index(p, g, delta):
    overlap = (p * g).sum(1) + 1e-7
    return overlap / (
        overlap + delta * ((1 - p) * g).sum(1) + (1 - delta) * (p * (1 - g)).sum(1))


@by_item
def unified_focal(p, g, weight=0.5, delta=0.6, gamma=0.5):
    entropy = -g * p.log()
    focal = (1 - delta) * (1 - p[0]) ** gamma * entropy[0] + delta * entropy[1:].sum(0)
    index = tversky_index(p, g, delta)
    tversky = 1 - index[0] + ((1 - index[1:]) ** (1 - gamma)).sum()
    return weight * focal.mean() + (1 - weight) * tversky


def level_set(batch, scores, mu=1e-3, nu=1.0):
    """Kim and Ye (2019), eq. 12 and 14, over a softmax of N classes; c_n constant."""
    p, x = scores.softmax(1), batch.image[:, None]
    space = tuple(range(2, p.dim()))
    centres = ((x * p).sum(space, True) / (p.sum(space, True) + 1e-7)).detach()
    squares = 1e-7
    for axis in space:
        last = p.narrow(axis, p.shape[axis] - 1, 1)
        squares = squares + p.diff(dim=axis, append=last) ** 2
    region = ((x - centres) ** 2 * p).mean(space).sum(1)
    length = squares.sqrt().mean(space).sum(1)
    entropy = torch.nn.functional.cross_entropy(scores, batch.truth, reduction="none")
    return (region + mu * length + nu * entropy.flatten(1).mean(1)).mean()


def neighbour_aware_calibration(**options):
    return lambda batch, scores: nacl_loss(
        scores.shape[1], scores.dim() - 2, **options)(scores, batch.truth)


def center_line_dice(**options):
    """MONAI's, without what it adds to the denominator of the harmonic mean."""
    return lambda batch, scores: monai.losses.SoftclDiceLoss(
        iter_=2, smooth=1e-300, **options)(batch.probabilities(scores), batch.one_hot)


def ratio_function(function, weights, smoothings=(0.5, 2.0)):
    """A function of 1 − (a TP + S_n)/(a TP + b FP + c FN + S_d) of each class of each item."""
    def reference(batch, scores):
        p, g = batch.probabilities(scores).flatten(2), batch.one_hot.flatten(2)
        overlap, false_positives, false_negatives = (
            weight * sums.sum(2) for weight, sums in zip(weights, (p * g, p * (1 - g), (1 - p) * g)))
        ratio = (overlap + smoothings[0]) / (
            overlap + false_positives + false_negatives + smoothings[1])
        return function(1 - ratio).mean()

    return reference


def one_versus_rest(loss: families.Loss):
    """The mean over items and classes of a loss of one class, as it was transcribed."""
    def reference(batch, scores):
        values = []
        for item, fields in enumerate(batch.probabilities(scores)):
            for number, (p, g) in enumerate(zip(fields, batch.one_hot[item])):
                second = p.detach().numpy()
                if loss.id in RANDOM:
                    second = with_noise(second, item * len(fields) + number)
                sample = Input(
                    p.detach().numpy(), g.numpy(), [1.0] * g.dim(), batch.image[item].numpy(),
                    second)
                values.append(loss.transcription(p, sample, loss.defaults))
        return torch.stack(values).mean()

    return reference


# Losses with a form of their own over exclusive classes, or over all kinds of classes.
OWN_FORM = (
    "cross-entropy", "focal", "top-k-cross-entropy", "generalised-cross-entropy",
    "symmetric-cross-entropy", "poly-cross-entropy", "online-hard-example-cross-entropy",
    "neighbour-aware-calibration", "generalised-wasserstein-dice", "level-set",
    "exponential-logarithmic", "dice-cross-entropy", "dice-focal", "dice-top-k", "unified-focal",
)
OWN_FORM_ALWAYS = (
    "generalised-dice", "penalty-generalised-dice", "generalised-dice-focal",
    "log-hausdorff-distance-transform",
)
# It makes a second prediction of its own.
RANDOM = ("transformation-consistency",)


class SplitMix:
    """SplitMix64 (Steele, Lea and Flood 2014), with normal numbers by Box and Muller (1958)."""

    STEP = 0x9E3779B97F4A7C15
    BITS = (1 << 64) - 1

    def __init__(self, seed, stream):
        self.state = seed
        self.state = self.next() ^ (stream * self.STEP & self.BITS)
        self.state = self.next()

    def next(self):
        self.state = self.state + self.STEP & self.BITS
        bits = self.state
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & self.BITS
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & self.BITS
        return bits ^ bits >> 31

    def uniform(self):
        return (self.next() >> 11) * 2.0**-53

    def normal(self):
        radius = np.sqrt(-2 * np.log(1 - self.uniform()))
        return radius * np.cos(2 * np.pi * self.uniform())


def with_noise(probabilities, place, deviation=0.5):
    """Noise on the logits of a class, by the seed of its place among all items' classes."""
    random = SplitMix(place * SplitMix.STEP & SplitMix.BITS, 2)
    noise = np.array([random.normal() for _ in range(probabilities.size)])
    p = probabilities.clip(1e-7, 1 - 1e-7)
    logits = np.log(p / (1 - p)) + deviation * noise.reshape(p.shape)
    return 1 / (1 + np.exp(-logits))


def make_rows_of_one_versus_rest(batches: dict[str, Batch]) -> list[dict]:
    rows = []
    losses = {loss.id: loss for family in families.FAMILIES.values() for loss in family}
    hausdorff = one_versus_rest(losses["hausdorff-distance-transform"])
    case = Case({"loss": "log-hausdorff-distance-transform"}, "torch",
                lambda batch, scores: hausdorff(batch, scores).log1p(), {})
    rows += [evaluated(case, name, batches[name])
             for name in ("regions", "3-classes", "probabilities")]
    for loss in (loss for family in families.FAMILIES.values() for loss in family):
        if loss.id in OWN_FORM_ALWAYS:
            continue
        case = Case({"loss": loss.id}, "torch", one_versus_rest(loss), {})
        names = ("regions",) if loss.id in OWN_FORM else ("regions", "3-classes", "probabilities")
        rows += [evaluated(case, name, batches[name]) for name in names]
    return rows


def wasserstein(distances, mode):
    loss = monai.losses.GeneralizedWassersteinDiceLoss(
        np.array(distances), weighting_mode=mode, smooth_nr=1e-5, smooth_dr=1e-5)
    return lambda batch, scores: loss(scores, batch.truth[:, None])


@contextmanager
def double_precision():
    """Packages leave double precision by `float()`."""
    single = torch.Tensor.float
    torch.Tensor.float = torch.Tensor.double
    try:
        yield
    finally:
        torch.Tensor.float = single


def make_rows() -> list[dict]:
    batches = make_batches()
    others = batches | {"probabilities": make_probabilities()}
    rows = [{"input": name, **batch.as_json()} for name, batch in others.items()]
    rows += make_rows_of_one_versus_rest(others)
    for case in cases():
        for name, batch in others.items():
            if batch.activated <= case.of_probabilities and case.accepts(batch):
                rows.append(evaluated(case, name, batch))
    return rows


def evaluated(case: Case, name: str, batch: Batch) -> dict:
    scores = batch.scores.clone().requires_grad_()
    with double_precision():
        values = case.reference(batch, scores)
    if values.numel() == 1:
        values.sum().backward()
        gradient = scores.grad.flatten().tolist()
    else:
        gradient = []
    return {
        "input": name, "form": case.form, "reduction": case.reduction, "peer": case.peer,
        "values": values.detach().flatten().tolist(), "gradient": gradient,
    }


def exclusive(batch):
    return batch.exclusive


def clean(batch):
    return batch.exclusive and not batch.hides


def many(batch):
    return batch.scores.shape[1] > 1


def three(batch):
    return batch.exclusive and batch.scores.shape[1] == 3


def planes(batch):
    return clean(batch) and batch.scores.dim() == 4


def all_present(batch):
    return batch.exclusive and bool((batch.one_hot.flatten(2).sum((0, 2)) > 0).all())


def cases() -> list[Case]:
    """Every case; packages are named as they are known on the package index."""
    one = {"smooth_nr": 1.0, "smooth_dr": 1.0}
    weights = [0.5, 1.0, 2.5]
    pooled = {"pooling": "batch"}
    result = [
        Case({"loss": "cross-entropy"}, "torch", cross_entropy(), pooled, all_kept),
        Case({"loss": "cross-entropy"}, "torch", cross_entropy(weight=weights),
             pooled | {"weights": weights}, three),
        Case({"native": "softmax-cross-entropy", "smoothing": 0.1}, "torch",
             cross_entropy(label_smoothing=0.1), pooled, exclusive),
        Case({"native": "softmax-cross-entropy", "smoothing": 0.2}, "torch",
             cross_entropy(label_smoothing=0.2, weight=weights), pooled | {"weights": weights},
             three),
        Case({"loss": "top-k-cross-entropy", "parameters": {"fraction": 0.3}}, "torch", top_k(0.3),
             pooled, exclusive),
        Case({"loss": "dice"}, "monai", monai_dice(**one), {}),
        Case({"loss": "dice"}, "monai", monai_dice(include_background=False, **one),
             {"background": "exclude"}, many),
        Case({"loss": "dice"}, "monai", monai_dice(batch=True, **one), pooled),
        Case({"loss": "dice"}, "monai", monai_dice(reduction="sum", **one),
             {"classes": "sum", "batch": "sum"}),
        Case({"loss": "dice"}, "monai", monai_dice(reduction="none", **one),
             {"classes": "none", "batch": "none"}),
        Case({"loss": "dice"}, "monai", monai_dice(weight=weights, **one),
             {"classes": "weighted", "weights": weights}, three),
        Case({"loss": "jaccard"}, "monai",
             monai_dice(jaccard=True, smooth_nr=2.0, smooth_dr=2.0), {}),
        Case({"loss": "squared-dice"}, "monai", monai_dice(squared_pred=True, **one), {}),
        Case({"loss": "tversky"}, "monai", lambda batch, scores: monai.losses.TverskyLoss(
            softmax=batch.exclusive, sigmoid=not batch.exclusive, alpha=0.3, beta=0.7, **one
        )(scores, batch.one_hot), {}, unhidden),
        Case({"loss": "dice"}, "segmentation_models_pytorch", lambda batch, scores: smp.DiceLoss(
            "multiclass", smooth=0.5, ignore_index=IGNORED)(scores, batch.truth), pooled,
             all_present),
        Case({"loss": "lovasz"}, "segmentation_models_pytorch", lambda batch, scores:
             smp.LovaszLoss("multiclass", ignore_index=IGNORED)(scores, batch.truth),
             pooled | {"classes": "present"}, exclusive),
        Case({"loss": "lovasz"}, "kornia", lambda batch, scores:
             kornia.losses.lovasz_softmax_loss(scores, batch.truth), {}, planes),
        Case({"loss": "dice-cross-entropy"}, "monai", lambda batch, scores:
             monai.losses.DiceCELoss(softmax=True, to_onehot_y=True, batch=True, **one)(
                 scores, batch.truth[:, None]), pooled, clean),
        Case({"loss": "dice-cross-entropy"}, "monai", lambda batch, scores:
             monai.losses.DiceCELoss(
                 softmax=True, to_onehot_y=True, batch=True, include_background=False, **one)(
                 scores, batch.truth[:, None]), pooled | {"background": "exclude"}, clean),
        Case({"loss": "dice-cross-entropy"}, "monai", lambda batch, scores:
             monai.losses.DiceCELoss(
                 softmax=True, to_onehot_y=True, batch=True, weight=torch.tensor(weights), **one)(
                 scores, batch.truth[:, None]),
             pooled | {"classes": "weighted", "weights": weights},
             lambda batch: three(batch) and clean(batch)),
        Case({"loss": "focal"}, "kornia", lambda batch, scores: kornia.losses.focal_loss(
            scores, batch.truth, alpha=0.25, gamma=2.0, reduction="mean"), {}, clean),
        Case({"native": "softmax-focal", "weights": weights, "gamma": 1.5}, "monai",
             lambda batch, scores: softmax_focal_loss(
                 scores, batch.one_hot, 1.5, torch.tensor(weights)).mean(), {},
             lambda batch: three(batch) and clean(batch)),
        Case({"loss": "focal"}, "monai", lambda batch, scores: sigmoid_focal_loss(
            scores, batch.one_hot, 2.0, 0.25).mean(), {}, lambda batch: not batch.exclusive),
        Case({"loss": "cross-entropy"}, "torch", lambda batch, scores:
             torch.nn.functional.binary_cross_entropy_with_logits(scores, batch.truth), {},
             lambda batch: not batch.exclusive),
    ]
    result += [
        Case({"loss": "exponential-logarithmic"}, "torch", exponential_logarithmic, {}, clean),
        Case({"loss": "unified-focal"}, "torch", unified_focal, {}, clean),
        Case({"loss": "unified-focal", "parameters": {"symmetric": 1}}, "torch",
             symmetric_unified_focal, {}, clean),
        Case({"loss": "level-set"}, "torch", level_set, {},
             lambda batch: clean(batch) and batch.image is not None),
        Case({"loss": "neighbour-aware-calibration"}, "monai", neighbour_aware_calibration(), pooled,
             clean),
        Case({"loss": "neighbour-aware-calibration", "parameters": {"deviation": 0.6}}, "monai",
             neighbour_aware_calibration(sigma=0.6), pooled, clean),
        Case({"loss": "neighbour-aware-calibration",
              "parameters": {"alpha": 0.7, "deviation": 1.3, "exponent": 2}}, "monai",
             neighbour_aware_calibration(alpha=0.7, sigma=1.3, distance="l2"), pooled, clean),
        Case({"loss": "cl-dice", "parameters": {"erosions": 2}, "skeletons": "together"}, "monai",
             center_line_dice(), {}, unhidden),
        Case({"loss": "cl-dice", "parameters": {"erosions": 2, "smoothing": 0.5},
              "skeletons": "together"}, "monai",
             center_line_dice(smooth_nr=0.5, smooth_dr=0.5, include_background=False),
             {"background": "exclude"}, lambda batch: many(batch) and unhidden(batch)),
        Case({"loss": "focal-tversky", "written": {"numerator": 0.5, "denominator": 2.0}}, "torch",
             ratio_function(lambda loss: loss ** 0.75, (1, 0.3, 0.7)), {}, unhidden, True),
        Case({"loss": "log-cosh-dice", "written": {"numerator": 0.5, "denominator": 2.0}}, "torch",
             ratio_function(lambda loss: loss.cosh().log(), (2, 1, 1)), {}, unhidden, True),
        Case({"loss": "penalty-generalised-dice",
              "written": {"numerator": 0.5, "denominator": 2.0}}, "monai",
             lambda batch, scores: penalty_generalised_dice(
                 batch, scores, smooth_nr=0.5, smooth_dr=2.0), {},
             lambda batch: many(batch) and unhidden(batch), True),
        Case({"loss": "generalised-wasserstein-dice"}, "monai", lambda batch, scores: wasserstein(
            1 - np.eye(scores.shape[1]), "default")(batch, scores), {}, clean),
        Case({"loss": "penalty-generalised-dice"}, "monai", penalty_generalised_dice, {},
             lambda batch: many(batch) and unhidden(batch), True),
        Case({"loss": "generalised-dice"}, "monai", generalised_dice("square", smoothing=1e-7), {},
             lambda batch: many(batch) and unhidden(batch), True),
        Case({"loss": "generalised-dice-focal"}, "torch", generalised_dice_focal, {},
             lambda batch: many(batch) and clean(batch), True),
        Case({"loss": "generalised-dice-focal", "parameters": {"alpha": 0.5, "lambda": 2}},
             "monai", lambda batch, scores: monai.losses.GeneralizedDiceFocalLoss(
                 sigmoid=True, smooth_nr=1e-7, smooth_dr=1e-7)(scores, batch.truth), {},
             lambda batch: many(batch) and not batch.exclusive),
        Case({"loss": "tversky"}, "segmentation_models_pytorch", lambda batch, scores:
             smp.TverskyLoss("multiclass", smooth=1.0, ignore_index=IGNORED, alpha=0.3, beta=0.7)(
                 scores, batch.truth), pooled, lambda batch: all_present(batch) and clean(batch)),
        Case({"loss": "jaccard"}, "segmentation_models_pytorch", lambda batch, scores:
             smp.JaccardLoss("multiclass", smooth=1.0)(scores, batch.truth), pooled,
             lambda batch: all_present(batch) and clean(batch)),
    ]
    for background, excluded in ((False, {"background": "exclude"}), (True, {})):
        pooling = pooled | excluded
        result += [
            Case({"loss": "dice-cross-entropy"}, "nnunetv2", nnunet_loss(
                nnunet.DC_and_CE_loss, background=background), pooling, all_kept),
            Case({"loss": "dice-top-k", "parameters": {"fraction": 0.1}}, "nnunetv2", nnunet_loss(
                nnunet.DC_and_topk_loss, background=background, k=10), pooling, clean),
        ]
    # Regions have no background.
    result.append(Case(
        {"loss": "dice-cross-entropy"}, "nnunetv2",
        nnunet_loss(nnunet.DC_and_BCE_loss, background=True), pooled,
        lambda batch: not batch.exclusive and many(batch)))
    # Of grids that are equal the mean over all elements is that over items.
    result.append(Case(
        {"loss": "dice-cross-entropy"}, "nnunetv2",
        nnunet_loss(nnunet.DC_and_CE_loss, batch=False, background=True), {}, clean))
    unsmoothed = {"numerator": 0.0, "denominator": 1e-8}
    result += [
        Case({"loss": "dice", "written": unsmoothed}, "kornia", lambda batch, scores:
             kornia.losses.dice_loss(scores, batch.truth, average="macro"),
             {"classes": "present"}, planes),
        Case({"native": "generalised-dice", "weighting": "uniform", "written": unsmoothed}, "kornia",
             lambda batch, scores: kornia.losses.dice_loss(scores, batch.truth, average="micro"),
             {}, planes),
        Case({"loss": "tversky", "written": unsmoothed}, "kornia", lambda batch, scores:
             kornia.losses.tversky_loss(scores, batch.truth, alpha=0.3, beta=0.7, eps=1e-8),
             {"classes": "present"}, planes),
    ]
    for mode, accepts in (
        ("binary", lambda batch: not batch.exclusive and not many(batch)),
        ("multilabel", lambda batch: not batch.exclusive and many(batch)),
    ):
        result += [
            Case({"loss": "dice"}, "segmentation_models_pytorch", of_smp(
                smp.DiceLoss, mode, smooth=0.5), pooled, accepts),
            Case({"loss": "jaccard"}, "segmentation_models_pytorch", of_smp(
                smp.JaccardLoss, mode, smooth=1.0), pooled, accepts),
            Case({"loss": "tversky"}, "segmentation_models_pytorch", of_smp(
                smp.TverskyLoss, mode, smooth=1.0, alpha=0.3, beta=0.7), pooled, accepts),
            Case({"loss": "focal"}, "segmentation_models_pytorch", of_smp(
                smp.FocalLoss, mode, alpha=0.25, gamma=2.0), {}, accepts),
        ]
    for weighting, name in (
        ("inverse-square", "square"), ("inverse", "simple"), ("uniform", "uniform"),
    ):
        for options, reduction in (
            ({}, {}), ({"batch": True}, pooled),
            ({"include_background": False}, {"background": "exclude"}),
        ):
            form = {"native": "generalised-dice", "weighting": weighting, "smoothing": 1e-5}
            result.append(Case(form, "monai", generalised_dice(name, **options), reduction,
                               lambda batch: many(batch) and unhidden(batch)))
    distances = [[0.0, 1.0, 0.8], [1.0, 0.0, 0.4], [0.8, 0.4, 0.0]]
    for weighting, mode in (("foreground", "default"), ("inverse-volume", "GDL")):
        form = {
            "native": "generalised-wasserstein-dice", "distances": distances,
            "weighting": weighting,
        }
        result.append(Case(form, "monai", wasserstein(distances, mode), {},
                           lambda batch: three(batch) and clean(batch)))
    return result


def of_smp(kind, mode, **options):
    return lambda batch, scores: kind(mode, **options)(scores, batch.truth)


def penalty_generalised_dice(batch, scores, penalty=2.5, **smoothings):
    value = generalised_dice("square", 1e-7, reduction="none", **smoothings)(batch, scores)
    return (value / (1 + penalty * (1 - value))).mean()


def generalised_dice(weighting, smoothing=1e-5, **options):
    def reference(batch, scores):
        loss = monai.losses.GeneralizedDiceLoss(
            w_type=weighting, **({"smooth_nr": smoothing, "smooth_dr": smoothing} | options))
        return loss(batch.probabilities(scores), batch.one_hot)

    return reference


def generalised_dice_focal(batch, scores, alpha=0.25, gamma=2.0):
    """MONAI's generalised Dice and the focal loss of exclusive classes as kornia has it."""
    p, g = batch.probabilities(scores), batch.one_hot
    shares = torch.full((p.shape[1], *[1] * (p.dim() - 2)), alpha, dtype=p.dtype)
    shares[0] = 1 - alpha
    focal = -(shares * g * (1 - p) ** gamma * p.log()).mean()
    return generalised_dice("square", smoothing=1e-7)(batch, scores) + focal


def unhidden(batch):
    return not batch.hides


def all_kept(batch):
    """Some element of the batch counts, or PyTorch gives NaN."""
    return batch.exclusive and bool((batch.truth != IGNORED).any())


def make_rows_of_nothing() -> list[dict]:
    """What each peer gives where every element of a batch is ignored; None for NaN, or for no number."""
    batch = make_batches()["ignored"]
    truth = torch.full_like(batch.truth, IGNORED)
    with double_precision():
        dice = {"batch_dice": True, "do_bg": False, "smooth": 1e-5, "ddp": False}
        labelled = {"softmax": True, "to_onehot_y": True, "ignore_index": IGNORED}
        references = [
            ("cross-entropy", "torch", "cross_entropy",
             torch.nn.functional.cross_entropy(batch.scores, truth, ignore_index=IGNORED)),
            ("dice", "monai", "DiceLoss", monai.losses.DiceLoss(**labelled)(
                batch.scores, truth[:, None])),
            ("dice-cross-entropy", "nnunetv2", "DC_and_CE_loss", nnunet.DC_and_CE_loss(
                dice, {}, ignore_label=IGNORED)(batch.scores, truth[:, None])),
        ]
        for loss, kind in (
            ("dice", smp.DiceLoss), ("tversky", smp.TverskyLoss), ("lovasz", smp.LovaszLoss),
            ("focal", smp.FocalLoss),
        ):
            value = kind("multiclass", ignore_index=IGNORED)(batch.scores, truth)
            references.append((loss, "segmentation_models_pytorch", kind.__name__, value))
    return [
        {"loss": loss, "peer": peer, "name": name,
         "value": float(value) if value.numel() == 1 and value.isfinite() else None}
        for loss, peer, name, value in references]
