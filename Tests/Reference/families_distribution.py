"""References, defaults and settings of the cross-entropy family."""

from __future__ import annotations

import peers_distribution
import transcriptions_distribution as distribution
from cases import Loss
from inputs import WITH_SHAPES

DISTRIBUTION = [
    Loss(
        "cross-entropy", {}, distribution.cross_entropy, [],
        peers=(peers_distribution.TORCH_CROSS_ENTROPY,),
        note="PyTorch clamps the logarithm at -100 instead of p",
    ),
    Loss(
        "weighted-cross-entropy", {"foreground-weight": 10.0},
        distribution.weighted_cross_entropy,
        [{"foreground-weight": 1.0}, {"foreground-weight": 0.3}],
        peers=(peers_distribution.TORCH_WEIGHTED_CROSS_ENTROPY,),
    ),
    Loss(
        "balanced-cross-entropy", {}, distribution.balanced_cross_entropy, [],
        peers=(peers_distribution.TORCH_BALANCED_CROSS_ENTROPY,),
        note="beta = 1 - mean of the truth, soft truths included",
    ),
    Loss(
        "focal", {"alpha": 0.25, "gamma": 2.0}, distribution.focal,
        [{"alpha": 0.8, "gamma": 0.0}, {"gamma": 0.5}, {"alpha": 0.6, "gamma": 3.5}],
        tuned_on=("random-2d", "random-3d", "blob-2d", "extreme-2d"),
        peers=(peers_distribution.MONAI_FOCAL, peers_distribution.KORNIA_FOCAL),
        note="the power takes p unclamped, but clamped where 0 < gamma < 1; "
        "MONAI and kornia take logits and clamp nothing",
    ),
    Loss(
        "top-k-cross-entropy", {"fraction": 0.1}, distribution.top_k_cross_entropy,
        [{"fraction": 1.0}, {"fraction": 0.001}, {"fraction": 0.37}],
        peers=(peers_distribution.TORCH_TOP_K,),
        note="of equal cross-entropies those with the lowest index take the gradient",
    ),
    Loss(
        "distance-penalised-cross-entropy", {}, distribution.distance_penalised_cross_entropy, [],
        note="distances by SciPy distance_transform_edt with the spacing; "
        "penalty 0 for an empty or full truth",
    ),
    Loss(
        "generalised-cross-entropy", {"q": 0.7}, distribution.generalised_cross_entropy,
        [{"q": 1.0}, {"q": 1e-6}], tuned_on=("random-2d", "extreme-2d"), without=WITH_SHAPES,
        note="the power takes p clamped for q < 1",
    ),
    Loss(
        "symmetric-cross-entropy", {"alpha": 0.1, "beta": 1.0, "logarithm-of-zero": -4.0},
        distribution.symmetric_cross_entropy,
        [{"alpha": 1.0, "beta": 0.3, "logarithm-of-zero": -1.0}],
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
        note="the logarithm of a soft truth, too, is at least A",
    ),
    Loss(
        "poly-cross-entropy", {"epsilon": 1.0}, distribution.poly_cross_entropy,
        [{"epsilon": -0.7}], tuned_on=("random-2d", "random-3d"), without=WITH_SHAPES,
    ),
    Loss(
        "asymmetric-loss", {"positive-gamma": 0.0, "negative-gamma": 4.0, "margin": 0.05},
        distribution.asymmetric_loss,
        [{"positive-gamma": 1.0, "negative-gamma": 0.5, "margin": 0.2},
         {"positive-gamma": 0.5, "negative-gamma": 0.0, "margin": 0.0}],
        tuned_on=("random-2d", "extreme-2d"), without=WITH_SHAPES,
        note="mean over elements where the authors' code sums; powers pass the gradient and take "
        "p clamped where they are between 0 and 1",
    ),
    Loss(
        "online-hard-example-cross-entropy", {"threshold": 0.7, "least-fraction": 1 / 16},
        distribution.online_hard_example_cross_entropy,
        [{"threshold": 0.1, "least-fraction": 0.3}, {"threshold": 1.0, "least-fraction": 0.0}],
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
        note="of equal cross-entropies those with the lowest index take the gradient",
    ),
    Loss(
        "soft-calibration-error", {"bins": 20.0}, distribution.soft_calibration_error,
        [{"bins": 1.0}, {"bins": 7.0}],
        tuned_on=("random-2d", "random-3d"), without=WITH_SHAPES,
        note="bins with a weight under 0.01 are left out; an empty truth counts",
    ),
    Loss(
        "neighbour-aware-calibration", {"alpha": 0.1, "radius": 1.0},
        distribution.neighbour_aware_calibration, [{"alpha": 2.0, "radius": 2.0}],
        tuned_on=("random-2d", "random-3d", "soft-truth-2d"),
        without=("anisotropic-2d", "anisotropic-3d", "blob-anisotropic-2d"),
        peers=(peers_distribution.MONAI_NEIGHBOUR_AWARE_CALIBRATION,),
        note="of one class the logit is that of p clamped",
    ),
]
