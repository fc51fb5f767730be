"""Which references, defaults and other settings each loss is evaluated with."""

from __future__ import annotations

import peers_boundary
import peers_compound
import peers_distribution
import peers_overlap
import transcriptions_boundary as boundary
import transcriptions_compound as compound
import transcriptions_distribution as distribution
import transcriptions_overlap as overlap
from cases import Loss

SMOOTHINGS = [{"smoothing": 1e-5}, {"smoothing": 25.0}]

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
]

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
]

SHAPES = ("random-2d", "blob-2d", "blob-3d", "blob-anisotropic-2d")

BOUNDARY = [
    Loss(
        "boundary", {}, boundary.boundary, [],
        peers=(peers_boundary.MONAI_BOUNDARY,),
        note="-(d - smallest spacing) inside; 0 everywhere for an empty or full truth",
    ),
    Loss(
        "hausdorff-distance-transform", {"alpha": 2.0, "lambda": 0.0},
        boundary.hausdorff_distance_transform,
        [{"alpha": 1.0, "lambda": 0.5}, {"alpha": 2.7, "lambda": 2.0}],
        tuned_on=SHAPES + ("straight-edges-2d", "straight-edges-3d"),
        peers=(peers_boundary.MONAI_HAUSDORFF,),
        note="the distances of the prediction's mask are constant; dice has S = 1",
    ),
    Loss(
        "hausdorff-one-sided", {"alpha": 2.0, "lambda": 0.0}, boundary.hausdorff_one_sided,
        [{"alpha": 1.0, "lambda": 0.5}, {"alpha": 2.7, "lambda": 2.0}],
        tuned_on=SHAPES,
        peers=(peers_boundary.MONAI_HAUSDORFF_ONE_SIDED,),
        note="dice has S = 1",
    ),
    Loss(
        "hausdorff-erosion", {"alpha": 2.0, "erosions": 10.0, "lambda": 0.0},
        boundary.hausdorff_erosion,
        [{"alpha": 1.0, "erosions": 3.0}, {"alpha": 1.5, "erosions": 1.0, "lambda": 0.5}],
        tuned_on=SHAPES,
        peers=(peers_boundary.KORNIA_HAUSDORFF_EROSION,),
        # Their errors are 0 or 1 but for rounding, and rounding decides which is the largest.
        without_gradient=(
            "extreme-2d", "background-prediction-2d", "foreground-prediction-2d",
        ),
        # The contract has a kernel for two and three axes.
        without=("random-1d",),
        note="minimum and maximum pass the gradient, shared equally among ties; "
        "the grid's spacing plays no part; dice has S = 1",
    ),
    Loss(
        "hausdorff-convolution",
        {"alpha": 2.0, "lambda": 0.0, "radius-step": 3.0, "maximum-radius": 18.0},
        boundary.hausdorff_convolution,
        [
            {"alpha": 1.0, "radius-step": 1.0, "maximum-radius": 4.0},
            {"alpha": 1.5, "lambda": 0.5, "radius-step": 2.0, "maximum-radius": 7.0},
        ],
        tuned_on=SHAPES,
        note="everything that depends on p passes the gradient; "
        "the grid's spacing plays no part; dice has S = 1",
    ),
    Loss(
        "active-contour",
        {"mu": 1.0, "cross-entropy-weight": 0.0, "foreground-weight": 10.0},
        boundary.active_contour,
        [{"mu": 0.1}, {"mu": 2.0, "cross-entropy-weight": 0.5, "foreground-weight": 3.0}],
        tuned_on=SHAPES,
        note="differences divided by the spacing, 0 at the last element of each axis; "
        "the region terms are never negative, so that their absolute value is the identity",
    ),
    Loss(
        "level-set", {"mu": 1e-3, "nu": 1.0}, boundary.level_set,
        [{"nu": 0.0}, {"mu": 0.5, "nu": 0.3}],
        tuned_on=SHAPES,
        note="image of the input; c_n constant, with 1e-7 added to its denominator; "
        "length as in active-contour",
    ),
]

COMPOUND = [
    Loss(
        "combo", {"alpha": 0.5, "beta": 0.5, "smoothing": 1.0}, compound.combo,
        [{"alpha": 0.8, "beta": 0.3}, {"alpha": 0.0, "smoothing": 0.1}, {"alpha": 1.0}],
        peers=(peers_compound.MONAI_COMBO,),
    ),
    Loss(
        "exponential-logarithmic",
        {
            "dice-weight": 0.8, "cross-entropy-weight": 0.2, "dice-gamma": 0.3,
            "cross-entropy-gamma": 0.3, "smoothing": 1.0,
        },
        compound.exponential_logarithmic,
        [
            {"dice-gamma": 1.0, "cross-entropy-gamma": 1.0},
            {"dice-weight": 0.4, "cross-entropy-weight": 0.6, "dice-gamma": 2.0,
             "cross-entropy-gamma": 0.5, "smoothing": 0.1},
        ],
        peers=(peers_compound.TORCH_EXPONENTIAL_LOGARITHMIC,),
        note="p and the Dice coefficients are clamped to [1e-7, 1 - 1e-7] in the logarithms; "
        "the background's probability is 1 - clamped p; weight 0 for a class the truth lacks",
    ),
    Loss(
        "dice-cross-entropy", {}, compound.dice_cross_entropy, [],
        peers=(peers_compound.MONAI_DICE_CROSS_ENTROPY,), note="dice has S = 1",
    ),
    Loss(
        "dice-focal", {"lambda": 1.0, "alpha": 0.25, "gamma": 2.0}, compound.dice_focal,
        [{"lambda": 0.3, "gamma": 1.0}, {"lambda": 5.0, "alpha": 0.7}],
        peers=(peers_compound.MONAI_DICE_FOCAL,), note="dice has S = 1",
    ),
    Loss(
        "dice-top-k", {"fraction": 0.1}, compound.dice_top_k,
        [{"fraction": 0.5}, {"fraction": 0.001}],
        peers=(peers_compound.MONAI_DICE_TOP_K,),
        note="dice has S = 1; of equal cross-entropies those with the lowest index take the "
        "gradient",
    ),
    Loss(
        "unified-focal", {"lambda": 0.5, "delta": 0.6, "gamma": 0.5}, compound.unified_focal,
        [{"lambda": 0.2, "delta": 0.7, "gamma": 0.75}, {"lambda": 0.9, "gamma": 0.1}],
        tuned_on=("random-2d", "random-3d", "blob-2d", "extreme-2d"),
        peers=(peers_compound.MONAI_UNIFIED_FOCAL,),
        note="sum over classes; delta weighs false negatives; 1e-7 in the Tversky indices; the "
        "power of the cross-entropy takes p clamped where 0 < gamma < 1; value and gradient of "
        "the foreground's Tversky term are 0 where it is <= 1e-12 and its exponent under 1",
    ),
    Loss(
        "transformation-consistency", {"lambda": 1.0, "foreground-weight": 10.0},
        compound.transformation_consistency,
        [{"lambda": 0.2}, {"lambda": 4.0, "foreground-weight": 2.0}],
        peers=(peers_compound.TORCH_TRANSFORMATION_CONSISTENCY,),
        note="second prediction of the input, constant",
    ),
]

FAMILIES = {
    "distribution.json": DISTRIBUTION,
    "overlap.json": OVERLAP,
    "boundary.json": BOUNDARY,
    "compound.json": COMPOUND,
}
