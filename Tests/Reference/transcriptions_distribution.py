"""Formulas of the cross-entropy family."""

from __future__ import annotations

import math

import numpy as np
import torch
from scipy.ndimage import uniform_filter

from transcription_common import (
    clamped,
    distance_inside,
    power_base,
    truth_of,
    weighted_logarithms,
)


def cross_entropy(p, sample, parameters):
    return weighted_logarithms(p, truth_of(sample)).mean()


def weighted_cross_entropy(p, sample, parameters):
    return weighted_logarithms(p, truth_of(sample), parameters["foreground-weight"]).mean()


def balanced_cross_entropy(p, sample, parameters):
    g = truth_of(sample)
    beta = 1 - g.mean()
    return weighted_logarithms(p, g, beta, 1 - beta).mean()


def focal(p, sample, parameters):
    g = truth_of(sample)
    alpha, gamma = parameters["alpha"], parameters["gamma"]
    q, base = clamped(p), power_base(p, gamma)
    foreground = alpha * g * (1 - base) ** gamma * torch.log(q)
    background = (1 - alpha) * (1 - g) * base**gamma * torch.log(1 - q)
    return -(foreground + background).mean()


def top_k_cross_entropy(p, sample, parameters):
    terms = weighted_logarithms(p, truth_of(sample)).flatten()
    count = max(1, math.floor(parameters["fraction"] * terms.numel()))
    # Stable: of equal cross-entropies the one with the lowest index comes first.
    order = torch.sort(terms.detach(), descending=True, stable=True).indices
    return terms[order[:count]].mean()


def distance_penalised_cross_entropy(p, sample, parameters):
    terms = weighted_logarithms(p, truth_of(sample))
    return ((1 + torch.tensor(penalty(sample))) * terms).mean()


def penalty(sample) -> np.ndarray:
    """Φ = (max d − d) / max d on each side of the object; 0 when there is only one side."""
    result = np.zeros(sample.truth.shape)
    if sample.has_boundary:
        mask = sample.truth > 0.5
        for side in (mask, ~mask):
            distance = distance_inside(side, sample.spacing)[side]
            result[side] = (distance.max() - distance) / distance.max()
    return result


def generalised_cross_entropy(p, sample, parameters):
    g, q = truth_of(sample), parameters["q"]
    base = clamped(p) if q < 1 else p

    def deficit(x):
        # (1 - x^q) / q; the difference alone would lose the digits for a small q.
        return -torch.expm1(q * torch.log(x)) / q if q < 1 else 1 - x

    return (g * deficit(base) + (1 - g) * deficit(1 - base)).mean()


def symmetric_cross_entropy(p, sample, parameters):
    g = truth_of(sample)
    floor = parameters["logarithm-of-zero"]
    foreground = torch.clamp(torch.log(g), min=floor)
    background = torch.clamp(torch.log(1 - g), min=floor)
    reverse = -(p * foreground + (1 - p) * background)
    return (
        parameters["alpha"] * weighted_logarithms(p, g) + parameters["beta"] * reverse
    ).mean()


def poly_cross_entropy(p, sample, parameters):
    g = truth_of(sample)
    wrong = g * (1 - p) + (1 - g) * p
    return (weighted_logarithms(p, g) + parameters["epsilon"] * wrong).mean()


def asymmetric_loss(p, sample, parameters):
    g = truth_of(sample)
    positive, negative = parameters["positive-gamma"], parameters["negative-gamma"]
    shifted = torch.clamp(p - parameters["margin"], min=0)
    foreground = g * (1 - power_base(p, positive)) ** positive * torch.log(clamped(p))
    background = (1 - g) * power_base(shifted, negative) ** negative * torch.log(
        1 - clamped(shifted)
    )
    return -(foreground + background).mean()


def online_hard_example_cross_entropy(p, sample, parameters):
    terms = weighted_logarithms(p, truth_of(sample)).flatten()
    least = max(1, math.floor(parameters["least-fraction"] * terms.numel()))
    hard = terms[terms.detach() > -math.log(parameters["threshold"])]
    if hard.numel() >= least:
        return hard.mean()
    order = torch.sort(terms.detach(), descending=True, stable=True).indices
    return terms[order[:least]].mean()


def soft_calibration_error(p, sample, parameters):
    """Every bin is a column: a triangle around its centre, the outer ones open to their side."""
    count = int(parameters["bins"])
    p, g = p.flatten(), truth_of(sample).flatten()
    centres = (torch.arange(count) + 0.5) / count
    if count == 1:
        weights = torch.ones(p.numel(), 1) + 0 * p[:, None]
    else:
        inside = p.clamp(centres[0].item(), centres[-1].item())
        weights = torch.relu(1 - (inside[:, None] - centres[None]).abs() * count)
    totals = weights.sum(0)
    counts = totals.detach() >= 0.01
    errors = ((weights * p[:, None]).sum(0) - (weights * g[:, None]).sum(0)).abs()
    return (errors[counts] / totals[counts]).mean()


def neighbour_aware_calibration(p, sample, parameters):
    """Murugesan et al. (2023): the penalty of a logit that is not the share of foreground around it."""
    q = clamped(p)
    size = 2 * int(parameters["radius"]) + 1
    shares = uniform_filter(sample.truth, size, mode="constant")
    penalty = (torch.tensor(shares) - (torch.log(q) - torch.log(1 - q))).abs()
    return weighted_logarithms(p, truth_of(sample)).mean() + parameters["alpha"] * penalty.mean()
