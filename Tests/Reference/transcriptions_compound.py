"""Formulas of the compound and regularised family."""

from __future__ import annotations

import numpy as np
import torch
from scipy.ndimage import distance_transform_edt, generate_binary_structure, label

from transcription_common import (
    EPSILON,
    clamped,
    overlap_sums,
    power_base,
    truth_of,
    weighted_logarithms,
)
from transcriptions_distribution import (
    cross_entropy,
    focal,
    top_k_cross_entropy,
    weighted_cross_entropy,
)
from transcriptions_overlap import dice, dice_coefficient, generalised_dice
from transcriptions_skeleton import cl_dice


def unit_dice(p, sample):
    """The Dice loss with S = 1."""
    return 1 - dice_coefficient(p, truth_of(sample), 1)


def combo(p, sample, parameters):
    g = truth_of(sample)
    alpha, beta = parameters["alpha"], parameters["beta"]
    return alpha * weighted_logarithms(p, g, beta, 1 - beta).mean() - (
        1 - alpha
    ) * dice_coefficient(p, g, parameters["smoothing"])


def exponential_logarithmic(p, sample, parameters):
    g, q = truth_of(sample), clamped(p)
    dice_terms, cross_entropy_terms = 0, 0
    for share, probability, truth in ((p, q, g), (1 - p, 1 - q, 1 - g)):
        coefficient = clamped(dice_coefficient(share, truth, parameters["smoothing"]))
        dice_terms = dice_terms + (-torch.log(coefficient)) ** parameters["dice-gamma"]
        if truth.sum() >= EPSILON:
            weight = torch.sqrt(truth.numel() / truth.sum())
            powers = (-torch.log(probability)) ** parameters["cross-entropy-gamma"]
            cross_entropy_terms = cross_entropy_terms + truth * weight * powers
    return (
        parameters["dice-weight"] * dice_terms / 2
        + parameters["cross-entropy-weight"] * cross_entropy_terms.mean()
    )


def dice_cross_entropy(p, sample, parameters):
    return unit_dice(p, sample) + cross_entropy(p, sample, parameters)


def dice_focal(p, sample, parameters):
    return unit_dice(p, sample) + parameters["lambda"] * focal(p, sample, parameters)


def dice_top_k(p, sample, parameters):
    return unit_dice(p, sample) + top_k_cross_entropy(p, sample, parameters)


def unified_focal(p, sample, parameters):
    """Yeung et al. (2022), asymmetric unless told otherwise; foreground is the rare class."""
    g = truth_of(sample)
    delta, gamma, balance = parameters["delta"], parameters["gamma"], parameters["lambda"]
    q = clamped(p)
    base = power_base(p, gamma)
    if parameters["symmetric"]:
        entropy = -delta * g * (1 - base) ** gamma * torch.log(q) - (1 - delta) * (
            1 - g
        ) * base**gamma * torch.log(1 - q)
        roots = [
            root(1 - modified_tversky_index(*fields, delta), 1 - gamma)
            for fields in ((1 - p, 1 - g), (p, g))
        ]
        return balance * entropy.mean() + (1 - balance) * sum(roots)
    focal_terms = -delta * g * torch.log(q) - (1 - delta) * (1 - g) * power_base(
        p, gamma
    ) ** gamma * torch.log(1 - q)
    background = 1 - modified_tversky_index(1 - p, 1 - g, delta)
    foreground = root(1 - modified_tversky_index(p, g, delta), 1 - gamma)
    return balance * focal_terms.mean() + (1 - balance) * (background + foreground)


def modified_tversky_index(p, g, delta):
    """δ weighs what the class misses, 1 − δ what it claims wrongly."""
    tp, fp, fn = overlap_sums(p, g)
    return (tp + EPSILON) / (tp + delta * fn + (1 - delta) * fp + EPSILON)


def root(base, exponent):
    """base^exponent; value and gradient are 0 where the slope would be infinite."""
    if exponent < 1 and base.item() <= 1e-12:
        return torch.zeros((), dtype=torch.float64)
    return base**exponent


def transformation_consistency(p, sample, parameters):
    second = torch.tensor(sample.second_prediction)
    return (
        weighted_cross_entropy(p, sample, parameters)
        + parameters["lambda"] * ((p - second) ** 2).mean()
    )


def generalised_dice_focal(p, sample, parameters):
    return generalised_dice(p, sample, parameters) + parameters["lambda"] * focal(
        p, sample, parameters
    )


def region_size(p, sample, parameters):
    difference = (p.sum() - truth_of(sample).sum()).abs() / p.numel()
    return cross_entropy(p, sample, parameters) + parameters["lambda"] * difference


def combo_code_2019_06(p, sample, parameters):
    g, q, w = truth_of(sample), clamped(p), parameters["w"]
    terms = -w * (g * torch.log(q) + (1 - w) * (1 - g) * torch.log(1 - q))
    return combo_code(p, g, terms, parameters)


def combo_code_2019_10(p, sample, parameters):
    g, alpha = truth_of(sample), parameters["alpha"]
    dice = dice_coefficient(p, g, parameters["smoothing"])
    terms = combo_code_terms(p, g, parameters["w"])
    return alpha * terms.mean() - (1 - alpha) * (1 - dice)


def combo_code_2020_08(p, sample, parameters):
    g = truth_of(sample)
    return combo_code(p, g, combo_code_terms(p, g, parameters["w"]), parameters)


def combo_code_terms(p, g, w):
    """With the sign that the code has since October 2019."""
    q = clamped(p)
    return -w * g * torch.log(q) + (1 - w) * (1 - g) * torch.log(1 - q)


def combo_code(p, g, terms, parameters):
    dice = dice_coefficient(p, g, parameters["smoothing"])
    return parameters["alpha"] * terms.mean() - (1 - parameters["alpha"]) * dice


def dice_cl_dice(p, sample, parameters):
    alpha = parameters["alpha"]
    return (1 - alpha) * dice(p, sample, parameters) + alpha * cl_dice(p, sample, parameters)


def region_mutual_information(p, sample, parameters):
    """By matrices of all patches; the paper's bound with sums in place of means."""
    x, y = patches(p), patches(truth_of(sample))
    ridge = 5e-4 * torch.eye(len(x))
    cross = y @ x.T
    posterior = y @ y.T - cross @ torch.linalg.solve(x @ x.T + ridge, cross.T) + ridge
    entropy = torch.logdet((posterior + posterior.T) / 2) / 2 / len(x)
    weight = parameters["lambda"]
    return weight * cross_entropy(p, sample, parameters) + (1 - weight) * entropy


def patches(field):
    """A column a patch of up to three elements an axis, less the mean of all."""
    for axis in range(field.ndim):
        field = field.unfold(axis, min(3, field.shape[axis]), 1)
    rank = field.ndim // 2
    columns = field.flatten(rank).flatten(0, rank - 1).T
    return columns - columns.mean(1, keepdim=True)


def components(sample):
    mask = sample.truth > 0.5
    return label(mask, generate_binary_structure(mask.ndim, mask.ndim))


def blob(p, sample, parameters):
    labels, count = components(sample)
    s = parameters["smoothing"]
    total = parameters["whole-weight"] * dice(p, sample, parameters)
    for number in range(1, count + 1):
        own = torch.tensor(labels == number)
        kept = p * (own | torch.tensor(labels == 0))
        total = total + (1 - dice_coefficient(kept, own.double(), s)) / count
    return total


def component_dice_cross_entropy(p, sample, parameters):
    labels, count = components(sample)
    g, s = truth_of(sample), parameters["smoothing"]
    if count == 0:
        cells = [torch.ones_like(p, dtype=torch.bool)]
    else:
        distances = np.stack([
            distance_transform_edt(labels != number, sampling=sample.spacing)
            for number in range(1, count + 1)
        ])
        nearest = distances.argmin(0)
        cells = [torch.tensor(nearest == number) for number in range(count)]
    losses = [
        1 - dice_coefficient(p[cell], g[cell], s) + weighted_logarithms(p[cell], g[cell]).mean()
        for cell in cells
    ]
    return torch.stack(losses).mean()
