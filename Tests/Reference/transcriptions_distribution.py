"""Formulas of the cross-entropy family."""

from __future__ import annotations

import math

import numpy as np
import torch

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
