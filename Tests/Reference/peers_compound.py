"""Published implementations of the compound family."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from monai.losses import AsymmetricUnifiedFocalLoss, DiceCELoss, DiceLoss

from cases import Peer, package
from peer_common import channels, logit, on_hard_interior, on_interior
from peers_distribution import (
    kornia_focal,
    torch_class_weighted_cross_entropy,
    torch_top_k_cross_entropy,
    torch_weighted_cross_entropy,
)
from peers_overlap import (
    monai_dice_loss,
    monai_generalised_dice,
    monai_unit_dice,
    on_exact_weights,
)
from transcription_common import truth_of


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


def monai_generalised_dice_focal(p, sample, parameters):
    return monai_generalised_dice(p, sample, parameters) + parameters["lambda"] * kornia_focal(
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
    lambda sample, parameters: on_interior(sample, parameters) and not parameters["symmetric"],
    "MONAI takes the mean over the two classes, the paper the sum",
)
TORCH_TRANSFORMATION_CONSISTENCY = Peer(
    package("torch") + " binary_cross_entropy_with_logits(pos_weight), mse_loss",
    torch_transformation_consistency,
    on_interior,
)
MONAI_GENERALISED_DICE_FOCAL = Peer(
    package("monai", "kornia") + " GeneralizedDiceLoss, binary_focal_loss_with_logits",
    monai_generalised_dice_focal,
    lambda sample, parameters: sample.is_interior and on_exact_weights(sample, parameters),
    "MONAI GeneralizedDiceFocalLoss computes the focal term in single precision",
)
