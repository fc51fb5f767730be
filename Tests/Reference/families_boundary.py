"""References, defaults and settings of the boundary and shape family."""

from __future__ import annotations

import peers_boundary
import transcriptions_boundary as boundary
import transcriptions_skeleton as skeleton
from cases import Loss

SHAPES = ("random-2d", "blob-2d", "blob-3d", "blob-anisotropic-2d")

# Inputs that have nothing to show to a loss that counts in elements.
NO_SPACING = ("anisotropic-2d", "anisotropic-3d", "blob-anisotropic-2d", "straight-edges-3d")

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
    Loss(
        "log-hausdorff-distance-transform", {"alpha": 2.0, "lambda": 0.0},
        boundary.log_hausdorff_distance_transform,
        [{"alpha": 1.0, "lambda": 0.5}], tuned_on=("random-2d", "straight-edges-2d"),
        peers=(peers_boundary.MONAI_LOG_HAUSDORFF,),
        note="the distances of the prediction's mask are constant; dice has S = 1",
    ),
    Loss(
        "generalised-surface", {}, boundary.generalised_surface, [], without=("blob-3d",),
        note="distances as in hausdorff-one-sided; 0 for an empty or full truth",
    ),
    Loss(
        "boundary-difference-over-union", {"smoothing": 1e-5},
        boundary.boundary_difference_over_union, [{"smoothing": 1.0}],
        tuned_on=("blob-2d",), without=("anisotropic-2d", "anisotropic-3d", "straight-edges-3d"),
        note="elements of the truth at the border belong to its contour",
    ),
    Loss(
        "soft-surface-dice", {"tolerance": 1.0, "smoothing": 1.0}, skeleton.soft_surface_dice,
        [{"tolerance": 0.0}, {"tolerance": 3.0, "smoothing": 0.1}],
        tuned_on=("random-2d", "blob-2d"), without=NO_SPACING,
        note="of equal maxima the first in storage takes the gradient; the spacing plays no part",
    ),
    Loss(
        "boundary-f1", {"contour-radius": 1.0, "tolerance": 2.0}, skeleton.boundary_f1,
        [{"contour-radius": 2.0, "tolerance": 0.0}],
        tuned_on=("random-2d", "blob-2d"), without=NO_SPACING,
        note="of equal maxima the first in storage takes the gradient; the spacing plays no part",
    ),
    Loss(
        "cl-dice", {"erosions": 0.0, "smoothing": 1.0}, skeleton.cl_dice,
        [{"erosions": 2.0, "smoothing": 0.1}],
        tuned_on=("random-2d", "blob-2d", "random-1d"), without=NO_SPACING,
        peers=(peers_boundary.MONAI_CL_DICE,),
        note="0 erosions are as many as the deeper mask needs; ties as in PyTorch",
    ),
    Loss(
        "centerline-boundary-dice", {"erosions": 0.0, "smoothing": 1.0},
        skeleton.centerline_boundary_dice, [{"erosions": 1.0, "smoothing": 0.1}],
        tuned_on=("random-2d", "blob-2d", "blob-3d"), without=NO_SPACING,
        note="0 erosions are as many as the deeper mask needs; weights of authors' code, constant",
    ),
    Loss(
        "skeleton-recall", {"smoothing": 1.0}, skeleton.skeleton_recall, [{"smoothing": 0.1}],
        tuned_on=("random-2d", "blob-2d"), without=NO_SPACING,
        note="skeleton and dilation by scikit-image; in one dimension the mask itself",
    ),
]
