"""The metrics of the contract in NumPy and SciPy, in double precision."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from skimage.morphology import skeletonize


def diagonal(shape, spacing) -> float:
    return float(np.linalg.norm(np.multiply(shape, spacing)))


def boundary(mask: np.ndarray) -> np.ndarray:
    """Elements with a face neighbour outside the mask or outside the grid."""
    return mask & ~ndimage.binary_erosion(mask)


def surface_distances(p, g, spacing) -> tuple[np.ndarray, np.ndarray]:
    edges_p, edges_g = boundary(p), boundary(g)
    to_g = ndimage.distance_transform_edt(~edges_g, sampling=spacing)
    to_p = ndimage.distance_transform_edt(~edges_p, sampling=spacing)
    return to_g[edges_p], to_p[edges_g]


def ratio(part, whole):
    return None if whole == 0 else float(part / whole)


def components(mask):
    return ndimage.label(mask, structure=np.ones((3,) * mask.ndim))


def component_ious(p, g) -> tuple[list[tuple[float, int, int]], int, int]:
    labels_p, count_p = components(p)
    labels_g, count_g = components(g)
    pairs = []
    for i in range(1, count_p + 1):
        for j in np.unique(labels_g[(labels_p == i) & (labels_g > 0)]):
            common = np.sum((labels_p == i) & (labels_g == j))
            pairs.append((float(common / np.sum((labels_p == i) | (labels_g == j))), i, int(j)))
    return sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])), count_p, count_g


def matches(pairs, is_match) -> list[float]:
    used_p, used_g, ious = set(), set(), []
    for iou, i, j in pairs:
        if is_match(iou) and i not in used_p and j not in used_g:
            used_p.add(i)
            used_g.add(j)
            ious.append(iou)
    return ious


def band(mask, width, spacing):
    distance = ndimage.distance_transform_edt(np.pad(mask, 1), sampling=spacing)
    inner = distance[(slice(1, -1),) * mask.ndim]
    return mask & (inner <= width * (1 + 1e-13))


def skeleton_share(mask, other):
    skeleton = mask if mask.ndim == 1 else skeletonize(mask)
    return ratio(np.sum(skeleton & other), np.sum(skeleton))


def center_line_dice(p, g):
    if p.any() != g.any():
        return 0.0
    precision, sensitivity = skeleton_share(p, g), skeleton_share(g, p)
    if precision is None or sensitivity is None:
        return None
    return ratio(2 * precision * sensitivity, precision + sensitivity) or 0.0


def calibration_error(probabilities, g, bins=10):
    number = np.minimum((probabilities * bins).astype(int), bins - 1)
    return float(
        sum(
            np.mean(number == b) * abs(probabilities[number == b].mean() - g[number == b].mean())
            for b in np.unique(number)
        )
    )


def surface_metrics(p, g, spacing, tolerance) -> dict:
    names = ["hausdorff", "hausdorff-95", "assd", "masd"]
    if not p.any() or not g.any():
        return dict.fromkeys(names) | {"surface-dice": 0.0 if p.any() or g.any() else None}
    pg, gp = surface_distances(p, g, spacing)
    limit = tolerance * (1 + 1e-13)
    return {
        "hausdorff": float(max(pg.max(), gp.max())),
        "hausdorff-95": float(max(np.percentile(pg, 95), np.percentile(gp, 95))),
        "assd": float((pg.sum() + gp.sum()) / (pg.size + gp.size)),
        "masd": float((pg.mean() + gp.mean()) / 2),
        "surface-dice": float((np.sum(pg <= limit) + np.sum(gp <= limit)) / (pg.size + gp.size)),
    }


def counted_metrics(p, g, beta) -> dict:
    tp, fp = float(np.sum(p & g)), float(np.sum(p & ~g))
    fn, tn = float(np.sum(~p & g)), float(np.sum(~p & ~g))
    hits = (1 + beta**2) * tp
    return {
        "dice-score": ratio(2 * tp, 2 * tp + fp + fn),
        "iou": ratio(tp, tp + fp + fn),
        "sensitivity": ratio(tp, tp + fn),
        "precision": ratio(tp, tp + fp),
        "specificity": ratio(tn, tn + fp),
        "f-beta": ratio(hits, hits + beta**2 * fn + fp),
        "mcc": ratio(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))),
        "volume-difference": ratio(fp - fn, tp + fn),
    }


def all_metrics(probabilities, g, spacing, parameters) -> dict:
    """Every metric; None where its formula has no value."""
    p = probabilities > 0.5
    pairs, count_p, count_g = component_ious(p, g)
    tolerance = parameters["surface-dice.tolerance"] or 2 * max(spacing)
    width = max(parameters["boundary-iou.width"] * diagonal(p.shape, spacing), max(spacing))
    least = parameters["component-f1.iou"]
    band_p, band_g = band(p, width, spacing), band(g, width, spacing)
    return (
        counted_metrics(p, g, parameters["f-beta.beta"])
        | surface_metrics(p, g, spacing, tolerance)
        | {
            "boundary-iou": ratio(np.sum(band_p & band_g), np.sum(band_p | band_g)),
            "cl-dice": center_line_dice(p, g),
            "components-difference": float(abs(count_p - count_g)),
            "component-f1": ratio(2 * len(matches(pairs, lambda x: x >= least)), count_p + count_g),
            "panoptic-quality": ratio(
                2 * sum(matches(pairs, lambda x: x > 0.5)), count_p + count_g
            ),
            "brier": float(np.mean((probabilities - g) ** 2)),
            "calibration-error": calibration_error(
                probabilities, g, parameters["calibration-error.bins"]
            ),
        }
    )


DISTANCES = ["hausdorff", "hausdorff-95", "assd", "masd"]


def penalised(metric: str, value, p, g, spacing) -> float:
    """What stands for a value that the formula does not have."""
    if value is not None:
        return value
    if metric in DISTANCES:
        return 0.0 if np.array_equal(p, g) else diagonal(p.shape, spacing)
    if metric == "volume-difference":
        return 0.0 if np.array_equal(p, g) else 1.0
    return 1.0 if np.array_equal(p, g) else 0.0
