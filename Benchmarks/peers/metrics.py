"""Metrics and what they stand on, as their users call them: on the masks p > 1/2 and g, of one class.

MONAI and scikit-image count elements of surfaces, as the program does; surface-distance measures the
area of surfaces that run between elements, so that its numbers are near the others and not equal.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Call = Callable[[], object]

TOLERANCE = 2.0


def monai(data, identifier: str) -> Call:
    from monai.metrics import HausdorffDistanceMetric, SurfaceDiceMetric, SurfaceDistanceMetric

    metric = {
        "hausdorff-95": lambda: HausdorffDistanceMetric(include_background=True, percentile=95),
        "assd": lambda: SurfaceDistanceMetric(include_background=True, symmetric=True),
        "surface-dice": lambda: SurfaceDiceMetric([TOLERANCE], include_background=True),
    }[identifier]()
    p, g = data.batch
    predicted = (p > 0.5).float()

    def call():
        # What a metric keeps for a mean over batches is no part of one value.
        metric.reset()
        return metric(predicted, g).mean()

    return call


def surface_distance(data, identifier: str) -> Call:
    from surface_distance import (
        compute_average_surface_distance,
        compute_robust_hausdorff,
        compute_surface_dice_at_tolerance,
        compute_surface_distances,
    )

    summary = {
        "hausdorff-95": lambda distances: compute_robust_hausdorff(distances, 95),
        "assd": lambda distances: np.mean(compute_average_surface_distance(distances)),
        "surface-dice": lambda distances: compute_surface_dice_at_tolerance(distances, TOLERANCE),
    }[identifier]
    g, p, spacing = data.mask, data.p > 0.5, (1,) * data.p.ndim
    return lambda: np.float64(summary(compute_surface_distances(g, p, spacing)))


def components_difference(label: Callable[[np.ndarray], int]) -> Callable[[object, str], Call]:
    def prepare(data, identifier: str) -> Call:
        p, g = data.p > 0.5, data.mask
        return lambda: np.float64(abs(label(p) - label(g)))

    return prepare


def count_by_scikit_image(mask: np.ndarray) -> int:
    from skimage.measure import label

    return label(mask, return_num=True, connectivity=mask.ndim)[1]


def count_by_scipy(mask: np.ndarray) -> int:
    from scipy.ndimage import generate_binary_structure, label

    return label(mask, generate_binary_structure(mask.ndim, mask.ndim))[1]


def centreline_dice(data, identifier: str) -> Call:
    from skimage.morphology import skeletonize

    p, g = data.p > 0.5, data.mask

    def share(mask, other):
        skeleton = skeletonize(mask) > 0
        return (skeleton & other).sum() / skeleton.sum()

    def call():
        precision, sensitivity = share(p, g), share(g, p)
        return 2 * precision * sensitivity / (precision + sensitivity)

    return call


def scikit_image(data, identifier: str) -> Call:
    if identifier == "cl-dice":
        return centreline_dice(data, identifier)
    return components_difference(count_by_scikit_image)(data, identifier)


CONTESTANTS = {
    ("monai", "metric"): monai,
    ("surface-distance", "metric"): surface_distance,
    ("scikit-image", "metric"): scikit_image,
    ("scipy", "metric"): components_difference(count_by_scipy),
}
