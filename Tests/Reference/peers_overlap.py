"""Published implementations of the overlap family."""

from __future__ import annotations

import numpy as np
import torch
from kornia.losses import lovasz_softmax_loss
from monai.losses import (
    DiceLoss,
    GeneralizedDiceLoss,
    GeneralizedWassersteinDiceLoss,
    MCCLoss,
    TverskyLoss,
)

from cases import Peer, package
from peer_common import always, channels, logit, on_hard_interior, on_interior
from transcription_common import truth_of


def monai_dice(p, g, smoothing, **options):
    loss = DiceLoss(smooth_nr=smoothing, smooth_dr=smoothing, **options)
    return loss(channels(p), channels(g))


def monai_unit_dice(p, sample):
    return monai_dice(p, truth_of(sample), 1)


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


def monai_matthews_correlation(p, sample, parameters):
    loss = MCCLoss(smooth_dr=parameters["smoothing"])
    return loss(channels(p), channels(truth_of(sample)))


def monai_penalty_generalised_dice(p, sample, parameters):
    loss = monai_generalised_dice(p, sample, parameters)
    return loss / (1 + parameters["penalty"] * (1 - loss))


def monai_jaccard_metric(p, sample, parameters):
    # Numerator and denominator are twice ours.
    return monai_dice(
        p, truth_of(sample), 2 * parameters["smoothing"], jaccard=True, soft_label=True
    )


def monai_dice_semimetric(p, sample, parameters):
    return monai_dice(p, truth_of(sample), parameters["smoothing"], soft_label=True)


def away_from_zero(sample, parameters):
    """Where the base of a power below 1 is not 0."""
    return bool((sample.prediction != sample.truth).any())


def monai_generalised_wasserstein_dice(p, sample, parameters):
    s = parameters["smoothing"]
    loss = GeneralizedWassersteinDiceLoss(1 - np.eye(2), smooth_nr=s, smooth_dr=s)
    loss.m = loss.m.double()
    single = torch.Tensor.float
    torch.Tensor.float = torch.Tensor.double
    try:
        return loss(channels(torch.zeros_like(p), logit(p)), channels(truth_of(sample)).long())
    finally:
        torch.Tensor.float = single


MONAI_DICE = Peer(package("monai") + " DiceLoss", monai_dice_loss, always)
MONAI_SQUARED_DICE = Peer(
    package("monai") + " DiceLoss(squared_pred)",
    monai_squared_dice,
    # Its vector norm has no derivative at 0.
    on_interior,
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
MONAI_MATTHEWS_CORRELATION = Peer(
    package("monai") + " MCCLoss", monai_matthews_correlation, always
)
MONAI_PENALTY_GENERALISED_DICE = Peer(
    package("monai") + " GeneralizedDiceLoss under L/(1 + k(1 - L))",
    monai_penalty_generalised_dice,
    on_exact_weights,
)
# Its norm has the slope of the absolute value only where that is not 0.
MONAI_JACCARD_METRIC = Peer(
    package("monai") + " DiceLoss(jaccard, soft_label)", monai_jaccard_metric, on_interior
)
MONAI_DICE_SEMIMETRIC = Peer(
    package("monai") + " DiceLoss(soft_label)", monai_dice_semimetric, on_interior
)
MONAI_GENERALISED_WASSERSTEIN_DICE = Peer(
    package("monai") + " GeneralizedWassersteinDiceLoss",
    monai_generalised_wasserstein_dice,
    on_hard_interior,
)
