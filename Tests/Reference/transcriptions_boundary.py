"""Formulas of the boundary and shape family."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import binary_erosion, generate_binary_structure

from transcription_common import (
    EPSILON,
    distance_field,
    distance_inside,
    truth_of,
)
from transcriptions_compound import unit_dice
from transcriptions_distribution import cross_entropy, weighted_cross_entropy


def boundary(p, sample, parameters):
    phi = np.zeros(sample.truth.shape)
    if sample.has_boundary:
        mask = sample.truth > 0.5
        inside = distance_inside(mask, sample.spacing) - min(sample.spacing)
        phi = np.where(mask, -inside, distance_inside(~mask, sample.spacing))
    return (p * torch.tensor(phi)).mean()


def hausdorff_one_sided(p, sample, parameters):
    return hausdorff(p, sample, parameters, [sample.truth > 0.5])


def hausdorff_distance_transform(p, sample, parameters):
    return hausdorff(p, sample, parameters, [sample.truth > 0.5, sample.prediction > 0.5])


def hausdorff(p, sample, parameters, masks):
    """The distances are constant, also those of the prediction's mask."""
    weight = sum(
        distance_field(mask, sample.spacing) ** parameters["alpha"] for mask in masks
    )
    squares = (truth_of(sample) - p) ** 2
    return (squares * torch.tensor(weight)).mean() + parameters["lambda"] * unit_dice(p, sample)


def hausdorff_erosion(p, sample, parameters):
    field = (truth_of(sample) - p) ** 2
    total = torch.zeros_like(field)
    for step in range(1, int(parameters["erosions"]) + 1):
        field = rescaled(torch.relu(cross_mean(field) - 0.5))
        total = total + step ** parameters["alpha"] * field
    return total.mean() + parameters["lambda"] * unit_dice(p, sample)


def cross_mean(field):
    """Mean of each element and its 2·rank neighbours, which are 0 beyond the border."""
    padded = F.pad(field, (1, 1) * field.ndim)
    centre = [slice(1, -1)] * field.ndim
    total = field
    for axis in range(field.ndim):
        for neighbour in (slice(0, -2), slice(2, None)):
            total = total + padded[tuple(centre[:axis] + [neighbour] + centre[axis + 1 :])]
    return total / (2 * field.ndim + 1)


def rescaled(field):
    """To [0, 1] by minimum and maximum, which pass the gradient, shared equally among ties."""
    lowest, highest = field.min(), field.max()
    return (field - lowest) / (highest - lowest) if highest > lowest else field


def hausdorff_convolution(p, sample, parameters):
    g = truth_of(sample)
    squares = (g - p) ** 2
    false_foreground, missed_foreground = squares * p, squares * g
    step, largest = int(parameters["radius-step"]), int(parameters["maximum-radius"])
    total = torch.zeros_like(p)
    for radius in range(step, largest + 1, step):
        terms = (
            soft_threshold(ball_mean(1 - g, radius)) * false_foreground
            + soft_threshold(ball_mean(g, radius)) * missed_foreground
            + soft_threshold(ball_mean(1 - p, radius)) * missed_foreground
            + soft_threshold(ball_mean(p, radius)) * false_foreground
        )
        total = total + radius ** parameters["alpha"] * terms
    return total.mean() + parameters["lambda"] * unit_dice(p, sample)


def soft_threshold(x):
    return torch.relu(2 * x - 1)


def ball_mean(field, radius):
    """Convolution with the ball of indices at most `radius` away; 0 beyond the border."""
    axes = [torch.arange(-radius, radius + 1)] * field.ndim
    offsets = torch.meshgrid(*axes, indexing="ij")
    ball = (sum(offset**2 for offset in offsets) <= radius**2).double()
    convolve = (F.conv1d, F.conv2d, F.conv3d)[field.ndim - 1]
    return convolve(field[None, None], (ball / ball.sum())[None, None], padding=radius)[0, 0]


def mean_length(p, spacing):
    """Mean of |∇p| by forward differences, which are 0 at the last element of each axis."""
    squares = torch.zeros_like(p)
    for axis, step in enumerate(spacing):
        last = p.narrow(axis, p.shape[axis] - 1, 1)
        squares = squares + (torch.diff(p, dim=axis, append=last) / step) ** 2
    return torch.sqrt(squares + EPSILON).mean()


def active_contour(p, sample, parameters):
    g = truth_of(sample)
    # The region terms are never negative, so that their absolute values are themselves.
    region = (p * (1 - g) ** 2).mean() + ((1 - p) * g**2).mean()
    return (
        parameters["mu"] * mean_length(p, sample.spacing)
        + region
        + parameters["cross-entropy-weight"] * weighted_cross_entropy(p, sample, parameters)
    )


def level_set(p, sample, parameters):
    x = torch.tensor(sample.image)
    total = parameters["nu"] * cross_entropy(p, sample, parameters)
    for y in (p, 1 - p):
        mean_intensity = ((x * y).sum() / (y.sum() + EPSILON)).detach()
        total = total + ((x - mean_intensity) ** 2 * y).mean()
        total = total + parameters["mu"] * mean_length(y, sample.spacing)
    return total


def log_hausdorff_distance_transform(p, sample, parameters):
    return torch.log(1 + hausdorff_distance_transform(p, sample, parameters))


def generalised_surface(p, sample, parameters):
    squares = torch.tensor(distance_field(sample.truth > 0.5, sample.spacing) ** 2)
    if not squares.any():
        return 0 * p.sum()
    return 1 - (squares * (1 - truth_of(sample) - p) ** 2).sum() / squares.sum()


def boundary_difference_over_union(p, sample, parameters):
    g, s = truth_of(sample), parameters["smoothing"]
    mask = np.pad(sample.truth > 0.5, 1)
    surrounded = binary_erosion(mask, generate_binary_structure(mask.ndim, 1))
    area = mask.sum()
    contour = area - surrounded.sum()
    share = min(1 - 2 * (contour + 1e-5) / (area + 1e-5), 0.8)
    squares, tp = (p * p).sum() + (g * g).sum(), (p * g).sum()
    return (squares - 2 * tp + s) / (squares - (1 + share) * tp + s)
