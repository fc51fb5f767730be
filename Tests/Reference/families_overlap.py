"""References, defaults and settings of the overlap family."""

from __future__ import annotations

import peers_overlap
import transcriptions_overlap as overlap
from cases import Loss
from inputs import WITH_SHAPES

SMOOTHINGS = [{"smoothing": 1e-5}, {"smoothing": 25.0}]

OVERLAP = [
    Loss("dice", {"smoothing": 1.0}, overlap.dice, SMOOTHINGS, peers=(peers_overlap.MONAI_DICE,)),
    Loss(
        "squared-dice", {"smoothing": 1.0}, overlap.squared_dice, SMOOTHINGS,
        peers=(peers_overlap.MONAI_SQUARED_DICE,),
    ),
    Loss(
        "jaccard", {"smoothing": 1.0}, overlap.jaccard, SMOOTHINGS,
        peers=(peers_overlap.MONAI_JACCARD,),
        note="MONAI's smoothing counts half of ours",
    ),
    Loss(
        "generalised-dice", {}, overlap.generalised_dice, [],
        peers=(peers_overlap.MONAI_GENERALISED_DICE,),
        note="1e-7 is added to 2 sum(w TP) and to sum(w (P + G)); a class that the truth lacks "
        "takes the weight of the other; MONAI computes the weights in single precision",
    ),
    Loss(
        "tversky", {"alpha": 0.3, "beta": 0.7, "smoothing": 1.0}, overlap.tversky,
        [{"alpha": 0.9, "beta": 0.1}, {"alpha": 1.0, "beta": 1.0, "smoothing": 0.01}],
        peers=(peers_overlap.MONAI_TVERSKY,),
    ),
    Loss(
        "focal-tversky", {"alpha": 0.3, "beta": 0.7, "gamma": 4 / 3, "smoothing": 1.0},
        overlap.focal_tversky,
        [{"gamma": 2.0}, {"gamma": 0.75, "alpha": 0.6, "beta": 0.4, "smoothing": 0.1}],
        peers=(peers_overlap.MONAI_FOCAL_TVERSKY,),
        note="value and gradient are 0 where 1/gamma < 1 and tversky <= 1e-12",
    ),
    Loss(
        "asymmetric-similarity", {"beta": 1.5, "smoothing": 1.0}, overlap.asymmetric_similarity,
        [{"beta": 1.0}, {"beta": 0.4, "smoothing": 0.01}],
        peers=(peers_overlap.MONAI_ASYMMETRIC_SIMILARITY,),
    ),
    Loss(
        "sensitivity-specificity", {"sensitivity-weight": 0.05},
        overlap.sensitivity_specificity,
        [{"sensitivity-weight": 0.5}, {"sensitivity-weight": 1.0}],
        note="1e-7 is added to both denominators",
    ),
    Loss(
        "lovasz", {}, overlap.lovasz, [],
        peers=(peers_overlap.KORNIA_LOVASZ,),
        note="truth over 0.5; stable descending sort of |g - p|; its slope is 0 at p = g",
    ),
    Loss(
        "log-cosh-dice", {"smoothing": 1.0}, overlap.log_cosh_dice, SMOOTHINGS,
        peers=(peers_overlap.MONAI_LOG_COSH_DICE,),
    ),
    Loss(
        "matthews-correlation", {"smoothing": 1e-5}, overlap.matthews_correlation, SMOOTHINGS,
        tuned_on=("random-2d", "random-3d"), without=WITH_SHAPES,
        peers=(peers_overlap.MONAI_MATTHEWS_CORRELATION,),
        note="S under the root; value and gradient 0 where FP = FN = 0",
    ),
    Loss(
        "dice-plus-plus", {"gamma": 2.0, "smoothing": 1.0}, overlap.dice_plus_plus,
        [{"gamma": 1.0}, {"gamma": 3.5, "smoothing": 0.1}],
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
    ),
    Loss(
        "noise-robust-dice", {"gamma": 1.5, "epsilon": 1e-5}, overlap.noise_robust_dice,
        [{"gamma": 1.0}, {"gamma": 2.0, "epsilon": 1.0}],
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
        note="the slope of |p - g| is 0 at p = g",
    ),
    Loss(
        "penalty-generalised-dice", {"penalty": 2.5}, overlap.penalty_generalised_dice,
        [{"penalty": 0.0}], tuned_on=("random-2d",), without=WITH_SHAPES,
        peers=(peers_overlap.MONAI_PENALTY_GENERALISED_DICE,),
        note="generalised Dice as in generalised-dice",
    ),
    Loss(
        "jaccard-metric", {"smoothing": 1.0}, overlap.jaccard_metric, SMOOTHINGS,
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
        peers=(peers_overlap.MONAI_JACCARD_METRIC,),
        note="the slope of |p - g| is 0 at p = g; MONAI's smoothing counts half of ours",
    ),
    Loss(
        "dice-semimetric", {"smoothing": 1.0}, overlap.dice_semimetric, SMOOTHINGS,
        tuned_on=("random-2d", "soft-truth-2d"), without=WITH_SHAPES,
        peers=(peers_overlap.MONAI_DICE_SEMIMETRIC,),
        note="the slope of |p - g| is 0 at p = g",
    ),
    Loss(
        "generalised-wasserstein-dice", {"smoothing": 1e-5}, overlap.generalised_wasserstein_dice,
        SMOOTHINGS, tuned_on=("random-2d", "random-3d"), without=WITH_SHAPES + ("soft-truth-2d",),
        peers=(peers_overlap.MONAI_GENERALISED_WASSERSTEIN_DICE,),
        note="of labels, two of them, at distance 1",
    ),
]
