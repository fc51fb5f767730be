"""References, defaults and settings of the compound and regularised family."""

from __future__ import annotations

import peers_compound
import transcriptions_compound as compound
from cases import Loss
from inputs import WITH_SHAPES

SOFT_AND_SINGLE = ("soft-truth-2d", "single-element-truth-2d", "random-1d")

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
        "unified-focal", {"lambda": 0.5, "delta": 0.6, "gamma": 0.5, "symmetric": 0.0},
        compound.unified_focal,
        [{"lambda": 0.2, "delta": 0.7, "gamma": 0.75}, {"lambda": 0.9, "gamma": 0.1},
         {"symmetric": 1.0}, {"lambda": 0.3, "delta": 0.8, "gamma": 0.75, "symmetric": 1.0}],
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
    Loss(
        "generalised-dice-focal", {"lambda": 1.0, "alpha": 0.25, "gamma": 2.0},
        compound.generalised_dice_focal, [{"lambda": 0.3, "alpha": 0.7, "gamma": 1.0}],
        tuned_on=("random-2d",), without=WITH_SHAPES,
        peers=(peers_compound.MONAI_GENERALISED_DICE_FOCAL,),
        note="generalised Dice as in generalised-dice",
    ),
    Loss(
        "region-size", {"lambda": 1.0}, compound.region_size, [{"lambda": 0.2}],
        tuned_on=("random-2d",), without=WITH_SHAPES,
        note="the slope of |P - G| is 0 at P = G",
    ),
    Loss(
        "combo-code-2019-06", {"alpha": 0.5, "w": 0.5, "smoothing": 1.0}, compound.combo_code_2019_06,
        [{"alpha": 0.8, "w": 0.3, "smoothing": 0.1}], tuned_on=("random-2d",),
        without=WITH_SHAPES + SOFT_AND_SINGLE,
        note="as the authors' code stood",
    ),
    Loss(
        "combo-code-2019-10", {"alpha": 0.5, "w": 0.5, "smoothing": 1.0}, compound.combo_code_2019_10,
        [{"alpha": 0.8, "w": 0.3, "smoothing": 0.1}], tuned_on=("random-2d",),
        without=WITH_SHAPES + SOFT_AND_SINGLE,
        note="as the authors' code stood",
    ),
    Loss(
        "combo-code-2020-08", {"alpha": 0.5, "w": 0.5, "smoothing": 1.0}, compound.combo_code_2020_08,
        [{"alpha": 0.8, "w": 0.3, "smoothing": 0.1}], tuned_on=("random-2d",),
        without=WITH_SHAPES + SOFT_AND_SINGLE,
        note="as the authors' code stood",
    ),
    Loss(
        "dice-cl-dice", {"alpha": 0.5, "erosions": 0.0, "smoothing": 1.0}, compound.dice_cl_dice,
        [{"alpha": 0.9, "erosions": 2.0, "smoothing": 0.1}], tuned_on=("blob-2d",),
        without=WITH_SHAPES, note="clDice as in cl-dice",
    ),
    Loss(
        "region-mutual-information", {"lambda": 0.5}, compound.region_mutual_information,
        [{"lambda": 0.0}], tuned_on=("random-2d", "blob-2d"),
        without=("anisotropic-2d", "anisotropic-3d", "straight-edges-3d", "blob-anisotropic-2d"),
        note="3 elements an axis without downsampling; sums of products, 5e-4 on both diagonals",
    ),
    Loss(
        "blob", {"whole-weight": 2.0, "smoothing": 1.0}, compound.blob,
        [{"whole-weight": 0.0, "smoothing": 0.1}], tuned_on=("random-2d", "random-3d"),
        without=WITH_SHAPES,
        note="components by scipy.ndimage.label with full connectivity",
    ),
    Loss(
        "component-dice-cross-entropy", {"smoothing": 1.0},
        compound.component_dice_cross_entropy,
        [{"smoothing": 1e-5}], tuned_on=("random-2d", "random-3d"),
        without=("straight-edges-2d", "straight-edges-3d", "blob-2d", "blob-3d"),
        note="components by scipy.ndimage.label with full connectivity, distances by "
        "distance_transform_edt; of equally near components the first",
    ),
]
