"""Which references, defaults and other settings each loss is evaluated with."""

from __future__ import annotations

import peers
import transcriptions_distribution as distribution
import transcriptions_overlap as overlap
from cases import Loss

SMOOTHINGS = [{"smoothing": 1e-5}, {"smoothing": 25.0}]

DISTRIBUTION = [
    Loss(
        "cross-entropy", {}, distribution.cross_entropy, [],
        peers=(peers.TORCH_CROSS_ENTROPY,),
        note="PyTorch clamps the logarithm at -100 instead of p",
    ),
    Loss(
        "weighted-cross-entropy", {"foreground-weight": 10.0},
        distribution.weighted_cross_entropy,
        [{"foreground-weight": 1.0}, {"foreground-weight": 0.3}],
        peers=(peers.TORCH_WEIGHTED_CROSS_ENTROPY,),
    ),
    Loss(
        "balanced-cross-entropy", {}, distribution.balanced_cross_entropy, [],
        peers=(peers.TORCH_BALANCED_CROSS_ENTROPY,),
        note="beta = 1 - mean of the truth, soft truths included",
    ),
    Loss(
        "focal", {"alpha": 0.25, "gamma": 2.0}, distribution.focal,
        [{"alpha": 0.8, "gamma": 0.0}, {"gamma": 0.5}, {"alpha": 0.6, "gamma": 3.5}],
        tuned_on=("random-2d", "random-3d", "blob-2d", "extreme-2d"),
        peers=(peers.MONAI_FOCAL, peers.KORNIA_FOCAL),
        note="the power takes p unclamped, but clamped where 0 < gamma < 1; "
        "MONAI and kornia take logits and clamp nothing",
    ),
    Loss(
        "top-k-cross-entropy", {"fraction": 0.1}, distribution.top_k_cross_entropy,
        [{"fraction": 1.0}, {"fraction": 0.001}, {"fraction": 0.37}],
        peers=(peers.TORCH_TOP_K,),
        note="of equal cross-entropies those with the lowest index take the gradient",
    ),
    Loss(
        "distance-penalised-cross-entropy", {}, distribution.distance_penalised_cross_entropy, [],
        note="distances by SciPy distance_transform_edt with the spacing; "
        "penalty 0 for an empty or full truth",
    ),
]

OVERLAP = [
    Loss("dice", {"smoothing": 1.0}, overlap.dice, SMOOTHINGS, peers=(peers.MONAI_DICE,)),
    Loss(
        "squared-dice", {"smoothing": 1.0}, overlap.squared_dice, SMOOTHINGS,
        peers=(peers.MONAI_SQUARED_DICE,),
    ),
    Loss(
        "jaccard", {"smoothing": 1.0}, overlap.jaccard, SMOOTHINGS,
        peers=(peers.MONAI_JACCARD,),
        note="MONAI's smoothing counts half of ours",
    ),
    Loss(
        "generalised-dice", {}, overlap.generalised_dice, [],
        peers=(peers.MONAI_GENERALISED_DICE,),
        note="1e-7 is added to 2 sum(w TP) and to sum(w (P + G)); a class that the truth lacks "
        "takes the weight of the other; MONAI computes the weights in single precision",
    ),
    Loss(
        "tversky", {"alpha": 0.3, "beta": 0.7, "smoothing": 1.0}, overlap.tversky,
        [{"alpha": 0.9, "beta": 0.1}, {"alpha": 1.0, "beta": 1.0, "smoothing": 0.01}],
        peers=(peers.MONAI_TVERSKY,),
    ),
    Loss(
        "focal-tversky", {"alpha": 0.3, "beta": 0.7, "gamma": 4 / 3, "smoothing": 1.0},
        overlap.focal_tversky,
        [{"gamma": 2.0}, {"gamma": 0.75, "alpha": 0.6, "beta": 0.4, "smoothing": 0.1}],
        peers=(peers.MONAI_FOCAL_TVERSKY,),
        note="value and gradient are 0 where 1/gamma < 1 and tversky <= 1e-12",
    ),
    Loss(
        "asymmetric-similarity", {"beta": 1.5, "smoothing": 1.0}, overlap.asymmetric_similarity,
        [{"beta": 1.0}, {"beta": 0.4, "smoothing": 0.01}],
        peers=(peers.MONAI_ASYMMETRIC_SIMILARITY,),
    ),
    Loss(
        "sensitivity-specificity", {"sensitivity-weight": 0.05},
        overlap.sensitivity_specificity,
        [{"sensitivity-weight": 0.5}, {"sensitivity-weight": 1.0}],
        note="1e-7 is added to both denominators",
    ),
    Loss(
        "lovasz", {}, overlap.lovasz, [],
        peers=(peers.KORNIA_LOVASZ,),
        note="truth over 0.5; stable descending sort of |g - p|; its slope is 0 at p = g",
    ),
    Loss(
        "log-cosh-dice", {"smoothing": 1.0}, overlap.log_cosh_dice, SMOOTHINGS,
        peers=(peers.MONAI_LOG_COSH_DICE,),
    ),
]
