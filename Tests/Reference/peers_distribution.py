"""Published implementations of the cross-entropy family."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from kornia.losses import binary_focal_loss_with_logits
from monai.losses.focal_loss import sigmoid_focal_loss

from cases import Peer, package
from peer_common import channels, logit, nacl_loss, on_hard_interior, on_interior
from transcription_common import truth_of


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


def monai_neighbour_aware_calibration(p, sample, parameters):
    g = truth_of(sample)
    size = 2 * int(parameters["radius"]) + 1
    loss = nacl_loss(2, g.dim(), size, parameters["alpha"])
    shares = loss.svls_layer(channels(g))
    penalty = (shares - channels(logit(p))).abs().mean()
    return F.binary_cross_entropy_with_logits(logit(p), g) + loss.alpha * penalty


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
MONAI_NEIGHBOUR_AWARE_CALIBRATION = Peer(
    package("monai") + " NACLLoss, its filter under the formula",
    monai_neighbour_aware_calibration,
    lambda sample, parameters: on_hard_interior(sample, parameters) and sample.truth.ndim > 1,
    "NACLLoss itself takes at least two classes",
)
