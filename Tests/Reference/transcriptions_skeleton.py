"""Formulas of losses that look at contours and skeletons."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import distance_transform_cdt, distance_transform_edt
from skimage.morphology import dilation, skeletonize

from transcription_common import EPSILON, truth_of


def max_pool(field, radius):
    """The largest value in a box of 2·radius + 1 elements an axis."""
    pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[field.ndim - 1]
    return pool(field[None, None], 2 * radius + 1, 1, radius)[0, 0]


def soft_surface_dice(p, sample, parameters):
    tolerance, s = int(parameters["tolerance"]), parameters["smoothing"]
    contours = [max_pool(u, 1) - u for u in (p, truth_of(sample))]
    near = [max_pool(contour, tolerance) for contour in contours]
    agreement = (contours[0] * near[1]).sum() + (contours[1] * near[0]).sum()
    return 1 - (agreement + s) / (contours[0].sum() + contours[1].sum() + s)


def boundary_f1(p, sample, parameters):
    contours, near = [], []
    for u in (p, truth_of(sample)):
        contour = max_pool(1 - u, int(parameters["contour-radius"])) - (1 - u)
        contours.append(contour)
        near.append(max_pool(contour, int(parameters["tolerance"])))
    precision = (contours[0] * near[1]).sum() / (contours[0].sum() + EPSILON)
    recall = (contours[1] * near[0]).sum() / (contours[1].sum() + EPSILON)
    return 1 - 2 * precision * recall / (precision + recall + EPSILON)


def cl_dice(p, sample, parameters):
    count = erosions(sample, parameters)
    return harmonic(p, truth_of(sample), lambda u: soft_skeleton(u, count), parameters)


def harmonic(p, g, skeleton, parameters):
    s = parameters["smoothing"]
    of_p, of_g = skeleton(p), skeleton(g)
    precision = ((of_p * g).sum() + s) / (of_p.sum() + s)
    sensitivity = ((of_g * p).sum() + s) / (of_g.sum() + s)
    return 1 - 2 * precision * sensitivity / (precision + sensitivity)


def erosions(sample, parameters):
    """As given, or as many as leave nothing of truth and prediction."""
    if parameters["erosions"] > 0:
        return int(parameters["erosions"])
    return max(1, *(depth(field > 0.5) for field in (sample.truth, sample.prediction)))


def depth(mask):
    """Steps along axes from the deepest element to the background; 0 without background."""
    if mask.all() or not mask.any():
        return 0
    return int(distance_transform_cdt(mask, metric="taxicab").max())


def soft_skeleton(field, count):
    def erode(u):
        smallest = None
        for axis in range(u.ndim):
            pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[u.ndim - 1]
            size = [3 if a == axis else 1 for a in range(u.ndim)]
            lowest = -pool(-u[None, None], size, 1, [n // 2 for n in size])[0, 0]
            smallest = lowest if smallest is None else torch.minimum(smallest, lowest)
        return smallest

    skeleton = None
    for _ in range(count + 1):
        eroded = erode(field)
        residue = torch.relu(field - max_pool(eroded, 1))
        if skeleton is None:
            skeleton = residue
        else:
            skeleton = skeleton + torch.relu(residue - skeleton * residue)
        field = eroded
    return skeleton


def centerline_boundary_dice(p, sample, parameters):
    g = (truth_of(sample) > 0.5).double()
    count, s = erosions(sample, parameters), parameters["smoothing"]
    inside_g, radius_g, thin_g = radius_weights(g, count)
    inside_p, radius_p, thin_p = (
        weight * p for weight in radius_weights((p.detach() > 0.5).double(), count)
    )
    precision = ((thin_p * inside_g).sum() + s) / (
        either(radius_g, radius_p, thin_p).sum() + s
    )
    sensitivity = ((thin_g * inside_p).sum() + s) / (
        either(radius_p, radius_g, thin_g).sum() + s
    )
    return 1 - 2 * precision * sensitivity / (precision + sensitivity)


def either(first, second, weight):
    """The first radius, or the second where that is 0, times a weight."""
    return torch.where(first != 0, first, second) * weight


def radius_weights(mask, count):
    """Inside, on the skeleton, and larger where the object is thinner."""
    skeleton = (soft_skeleton(mask, count) > 0.5).double()
    depths = np.zeros(mask.shape)
    if not mask.bool().all():
        depths = distance_transform_edt(mask.numpy())
    depths = torch.tensor(depths)
    largest = torch.clamp((depths * skeleton).max(), min=1)
    thinness = ((largest - depths + 1) / largest) ** (mask.ndim - 1) * skeleton
    return torch.clamp(depths, max=largest) / largest, depths * skeleton / largest, thinness


def skeleton_recall(p, sample, parameters):
    mask, s = sample.truth > 0.5, parameters["smoothing"]
    skeleton = mask if mask.ndim == 1 else skeletonize(mask)
    tube = torch.tensor((dilation(dilation(skeleton)) & mask).astype(float))
    return 1 - ((p * tube).sum() + s) / (tube.sum() + s)
