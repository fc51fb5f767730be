"""Published implementations, called in float64 on probabilities.

Packages that take logits are given ln p − ln(1 − p), and the gradient goes through it. They are
used only on predictions away from 0 and 1, where that is exact.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from kornia.losses import (
    HausdorffERLoss,
    HausdorffERLoss3D,
    binary_focal_loss_with_logits,
    lovasz_softmax_loss,
)
from monai.losses import (
    AsymmetricUnifiedFocalLoss,
    BoundaryLoss,
    DiceCELoss,
    DiceLoss,
    GeneralizedDiceLoss,
    HausdorffDTLoss,
    TverskyLoss,
)
from monai.losses.focal_loss import sigmoid_focal_loss

from cases import Peer, package
from transcription_common import distance_field, truth_of


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


# Distribution


def torch_cross_entropy(p, sample, parameters):
    return F.binary_cross_entropy(p, truth_of(sample))


def torch_weighted_cross_entropy(p, sample, parameters):
    weight = torch.tensor(parameters["foreground-weight"], dtype=torch.float64)
    return F.binary_cross_entropy_with_logits(logit(p), truth_of(sample), pos_weight=weight)


def torch_class_weighted_cross_entropy(p, g, foreground, background):
    weight = foreground * g + background * (1 - g)
    return F.binary_cross_entropy(p, g, weight=weight)


def torch_balanced_cross_entropy(p, sample, parameters):
    g = truth_of(sample)
    return torch_class_weighted_cross_entropy(p, g, 1 - g.mean(), g.mean())


def monai_focal(p, sample, parameters):
    # FocalLoss itself casts to float32; the function under it does not.
    return sigmoid_focal_loss(
        channels(logit(p)), channels(truth_of(sample)), parameters["gamma"], parameters["alpha"]
    ).mean()


def kornia_focal(p, sample, parameters):
    return binary_focal_loss_with_logits(
        channels(logit(p)), channels(truth_of(sample)), alpha=parameters["alpha"],
        gamma=parameters["gamma"], reduction="mean",
    )


def torch_top_k_cross_entropy(p, sample, parameters):
    terms = F.binary_cross_entropy(p, truth_of(sample), reduction="none").flatten()
    return torch.topk(terms, max(1, int(parameters["fraction"] * terms.numel()))).values.mean()


TORCH_CROSS_ENTROPY = Peer(
    package("torch") + " binary_cross_entropy", torch_cross_entropy, on_interior
)
TORCH_WEIGHTED_CROSS_ENTROPY = Peer(
    package("torch") + " binary_cross_entropy_with_logits(pos_weight)",
    torch_weighted_cross_entropy,
    on_interior,
)
TORCH_BALANCED_CROSS_ENTROPY = Peer(
    package("torch") + " binary_cross_entropy(weight)",
    torch_balanced_cross_entropy,
    on_hard_interior,
)
MONAI_FOCAL = Peer(package("monai") + " sigmoid_focal_loss", monai_focal, on_hard_interior)
KORNIA_FOCAL = Peer(
    package("kornia") + " binary_focal_loss_with_logits", kornia_focal, on_interior
)
TORCH_TOP_K = Peer(
    package("torch") + " binary_cross_entropy and topk", torch_top_k_cross_entropy, on_interior
)


# Overlap


def monai_dice(p, g, smoothing, **options):
    loss = DiceLoss(smooth_nr=smoothing, smooth_dr=smoothing, **options)
    return loss(channels(p), channels(g))


def monai_dice_loss(p, sample, parameters):
    return monai_dice(p, truth_of(sample), parameters["smoothing"])


def monai_squared_dice(p, sample, parameters):
    return monai_dice(p, truth_of(sample), parameters["smoothing"], squared_pred=True)


def monai_jaccard(p, sample, parameters):
    # Numerator and denominator are twice ours.
    return monai_dice(p, truth_of(sample), 2 * parameters["smoothing"], jaccard=True)


def monai_generalised_dice(p, sample, parameters):
    g = truth_of(sample)
    loss = GeneralizedDiceLoss(smooth_nr=1e-7, smooth_dr=1e-7)
    return loss(channels(1 - p, p), channels(1 - g, g))


def on_exact_weights(sample, parameters):
    """Where single-precision weights do no harm: exact ones, or one for both classes."""
    counts = (sample.truth.sum(), (1 - sample.truth).sum())
    return sample.is_hard and (0 in counts or counts == (8, 64))


def monai_tversky(p, g, alpha, beta, smoothing):
    loss = TverskyLoss(alpha=alpha, beta=beta, smooth_nr=smoothing, smooth_dr=smoothing)
    return loss(channels(p), channels(g))


def monai_tversky_loss(p, sample, parameters):
    return monai_tversky(
        p, truth_of(sample), parameters["alpha"], parameters["beta"], parameters["smoothing"]
    )


def monai_focal_tversky(p, sample, parameters):
    return monai_tversky_loss(p, sample, parameters) ** (1 / parameters["gamma"])


def monai_asymmetric_similarity(p, sample, parameters):
    square = parameters["beta"] ** 2
    scale = 1 + square
    return monai_tversky(
        p, truth_of(sample), 1 / scale, square / scale, parameters["smoothing"] / scale
    )


def kornia_lovasz(p, sample, parameters):
    # Softmax of (0, logit) is (1 − p, p). The mean over two classes with weights 0 and 2 is the
    # foreground alone. The loss does not look at neighbours, so any shape may be one row.
    scores = torch.stack([torch.zeros_like(p), logit(p)]).reshape(1, 2, 1, -1)
    labels = (truth_of(sample) > 0.5).long().reshape(1, 1, -1)
    return lovasz_softmax_loss(scores, labels, weight=torch.tensor([0.0, 2.0]).double())


def monai_log_cosh_dice(p, sample, parameters):
    return torch.log(torch.cosh(monai_dice_loss(p, sample, parameters)))


def away_from_zero(sample, parameters):
    """Where the base of a power below 1 is not 0."""
    return bool((sample.prediction != sample.truth).any())


MONAI_DICE = Peer(package("monai") + " DiceLoss", monai_dice_loss, always)
MONAI_SQUARED_DICE = Peer(
    package("monai") + " DiceLoss(squared_pred)",
    monai_squared_dice,
    # Its vector norm has no derivative at 0.
    lambda sample, parameters: sample.is_interior,
)
MONAI_JACCARD = Peer(package("monai") + " DiceLoss(jaccard)", monai_jaccard, always)
MONAI_GENERALISED_DICE = Peer(
    package("monai") + " GeneralizedDiceLoss", monai_generalised_dice, on_exact_weights
)
MONAI_TVERSKY = Peer(package("monai") + " TverskyLoss", monai_tversky_loss, always)
MONAI_FOCAL_TVERSKY = Peer(
    package("monai") + " TverskyLoss to the power 1/gamma", monai_focal_tversky, away_from_zero
)
MONAI_ASYMMETRIC_SIMILARITY = Peer(
    package("monai") + " TverskyLoss with alpha 1/(1+beta²), beta beta²/(1+beta²)",
    monai_asymmetric_similarity,
    always,
)
KORNIA_LOVASZ = Peer(package("kornia") + " lovasz_softmax_loss", kornia_lovasz, on_interior)
MONAI_LOG_COSH_DICE = Peer(
    package("monai") + " DiceLoss under ln cosh", monai_log_cosh_dice, always
)


# Compound


def monai_unit_dice(p, sample):
    return monai_dice(p, truth_of(sample), 1)


def torch_combo(p, sample, parameters):
    g = truth_of(sample)
    alpha, beta = parameters["alpha"], parameters["beta"]
    cross_entropy = torch_class_weighted_cross_entropy(p, g, beta, 1 - beta)
    return alpha * cross_entropy - (1 - alpha) * (1 - monai_dice_loss(p, sample, parameters))


def torch_exponential_logarithmic(p, sample, parameters):
    g = truth_of(sample)
    smoothing = parameters["smoothing"]
    dice = DiceLoss(smooth_nr=smoothing, smooth_dr=smoothing, reduction="none")
    losses = dice(channels(1 - p, p), channels(1 - g, g))
    dice_term = ((-torch.log(1 - losses)) ** parameters["dice-gamma"]).mean()
    negative_logarithms = F.nll_loss(
        channels(torch.log(1 - p), torch.log(p)), g.long()[None], reduction="none"
    )[0]
    weights = torch.sqrt(torch.where(g > 0.5, 1 / g.mean(), 1 / (1 - g).mean()))
    powers = negative_logarithms ** parameters["cross-entropy-gamma"]
    return (
        parameters["dice-weight"] * dice_term
        + parameters["cross-entropy-weight"] * (weights * powers).mean()
    )


def monai_dice_cross_entropy(p, sample, parameters):
    loss = DiceCELoss(sigmoid=True, smooth_nr=1, smooth_dr=1)
    return loss(channels(logit(p)), channels(truth_of(sample)))


def monai_dice_focal(p, sample, parameters):
    return monai_unit_dice(p, sample) + parameters["lambda"] * kornia_focal(
        p, sample, parameters
    )


def monai_dice_top_k(p, sample, parameters):
    return monai_unit_dice(p, sample) + torch_top_k_cross_entropy(p, sample, parameters)


def monai_unified_focal(p, sample, parameters):
    # MONAI takes the mean over the two classes where the paper takes the sum.
    loss = AsymmetricUnifiedFocalLoss(
        weight=parameters["lambda"], gamma=parameters["gamma"], delta=parameters["delta"]
    )
    # It asks for two or three axes, but does not look at neighbours.
    return 2 * loss(p.reshape(1, 1, 1, -1), truth_of(sample).reshape(1, 1, 1, -1))


def torch_transformation_consistency(p, sample, parameters):
    consistency = F.mse_loss(p, torch.tensor(sample.second_prediction))
    return (
        torch_weighted_cross_entropy(p, sample, parameters)
        + parameters["lambda"] * consistency
    )


MONAI_COMBO = Peer(
    package("torch", "monai") + " binary_cross_entropy(weight), DiceLoss",
    torch_combo,
    on_hard_interior,
)
TORCH_EXPONENTIAL_LOGARITHMIC = Peer(
    package("torch", "monai") + " nll_loss, DiceLoss",
    torch_exponential_logarithmic,
    lambda sample, parameters: on_hard_interior(sample, parameters) and sample.has_boundary,
)
MONAI_DICE_CROSS_ENTROPY = Peer(
    package("monai") + " DiceCELoss", monai_dice_cross_entropy, on_interior
)
MONAI_DICE_FOCAL = Peer(
    package("monai", "kornia") + " DiceLoss, binary_focal_loss_with_logits",
    monai_dice_focal,
    on_interior,
    "MONAI DiceFocalLoss computes the focal term in single precision",
)
MONAI_DICE_TOP_K = Peer(
    package("monai", "torch") + " DiceLoss, binary_cross_entropy and topk",
    monai_dice_top_k,
    on_interior,
)
MONAI_UNIFIED_FOCAL = Peer(
    package("monai") + " AsymmetricUnifiedFocalLoss, doubled",
    monai_unified_focal,
    on_interior,
    "MONAI takes the mean over the two classes, the paper the sum",
)
TORCH_TRANSFORMATION_CONSISTENCY = Peer(
    package("torch") + " binary_cross_entropy_with_logits(pos_weight), mse_loss",
    torch_transformation_consistency,
    on_interior,
)


# Boundary


def on_unit_spacing(sample, parameters):
    """The packages know neither spacings nor lines."""
    return sample.truth.ndim > 1 and set(sample.spacing) == {1.0}


def on_whole_distances(sample, parameters):
    """MONAI casts distances to single precision; whole ones, and their whole powers, survive."""
    if parameters.get("alpha", 1) % 1 != 0:
        return False
    fields = (sample.truth > 0.5, sample.prediction > 0.5)
    distances = np.concatenate([distance_field(mask, sample.spacing) for mask in fields])
    return on_unit_spacing(sample, parameters) and bool((distances % 1 == 0).all())


def monai_boundary(p, sample, parameters):
    return BoundaryLoss()(channels(p), channels(truth_of(sample)))


def monai_hausdorff(p, sample, parameters):
    loss = HausdorffDTLoss(alpha=parameters["alpha"], include_background=True)
    return loss(channels(p), channels(truth_of(sample))) + parameters["lambda"] * monai_unit_dice(
        p, sample
    )


def monai_hausdorff_one_sided(p, sample, parameters):
    g = truth_of(sample)
    distances = HausdorffDTLoss().distance_field(channels(g))[0, 0]
    weighted = (g - p) ** 2 * distances ** parameters["alpha"]
    return weighted.mean() + parameters["lambda"] * monai_unit_dice(p, sample)


def kornia_hausdorff_erosion(p, sample, parameters):
    loss = {2: HausdorffERLoss, 3: HausdorffERLoss3D}[p.ndim](
        alpha=parameters["alpha"], k=int(parameters["erosions"])
    )
    # Both classes have the same squared error; their mean is either.
    value = loss(channels(1 - p, p), channels(truth_of(sample)).long())
    return value + parameters["lambda"] * monai_unit_dice(p, sample)


MONAI_BOUNDARY = Peer(
    package("monai") + " BoundaryLoss", monai_boundary, on_whole_distances,
    "MONAI casts distances to single precision",
)
MONAI_HAUSDORFF = Peer(
    package("monai") + " HausdorffDTLoss", monai_hausdorff, on_whole_distances,
    "MONAI casts distances to single precision",
)
MONAI_HAUSDORFF_ONE_SIDED = Peer(
    package("monai") + " HausdorffDTLoss.distance_field",
    monai_hausdorff_one_sided,
    on_unit_spacing,
)
KORNIA_HAUSDORFF_EROSION = Peer(
    package("kornia") + " HausdorffERLoss",
    kornia_hausdorff_erosion,
    lambda sample, parameters: sample.is_hard and sample.truth.ndim > 1,
    "with a kernel in double precision",
)
