"""Formulas of the overlap family."""

from __future__ import annotations

import torch

from transcription_common import EPSILON, overlap_sums, truth_of


def dice_coefficient(p, g, smoothing):
    return (2 * (p * g).sum() + smoothing) / (p.sum() + g.sum() + smoothing)


def dice(p, sample, parameters):
    return 1 - dice_coefficient(p, truth_of(sample), parameters["smoothing"])


def squared_dice(p, sample, parameters):
    g, s = truth_of(sample), parameters["smoothing"]
    return 1 - (2 * (p * g).sum() + s) / ((p * p).sum() + (g * g).sum() + s)


def jaccard(p, sample, parameters):
    g, s = truth_of(sample), parameters["smoothing"]
    tp = (p * g).sum()
    return 1 - (tp + s) / (p.sum() + g.sum() - tp + s)


def generalised_dice(p, sample, parameters):
    g = truth_of(sample)
    sizes = [g.sum(), (1 - g).sum()]
    largest = max(1 / size**2 for size in sizes if size >= EPSILON)
    numerator, denominator = 0, 0
    for q, h, size in zip((p, 1 - p), (g, 1 - g), sizes):
        # A class that the truth lacks takes the weight of the other.
        weight = 1 / size**2 if size >= EPSILON else largest
        numerator = numerator + 2 * weight * (q * h).sum()
        denominator = denominator + weight * (q.sum() + size)
    return 1 - (numerator + EPSILON) / (denominator + EPSILON)


def tversky_index(p, g, alpha, beta, smoothing):
    tp, fp, fn = overlap_sums(p, g)
    return (tp + smoothing) / (tp + alpha * fp + beta * fn + smoothing)


def tversky(p, sample, parameters):
    return 1 - tversky_index(
        p, truth_of(sample), parameters["alpha"], parameters["beta"], parameters["smoothing"]
    )


def focal_tversky(p, sample, parameters):
    base = torch.clamp(tversky(p, sample, parameters), min=0)
    exponent = 1 / parameters["gamma"]
    if exponent < 1 and base.item() <= 1e-12:
        # The slope is infinite at 0; value and gradient are taken as 0.
        return torch.zeros((), dtype=torch.float64)
    return base**exponent


def asymmetric_similarity(p, sample, parameters):
    tp, fp, fn = overlap_sums(p, truth_of(sample))
    b, s = parameters["beta"] ** 2, parameters["smoothing"]
    return 1 - ((1 + b) * tp + s) / ((1 + b) * tp + b * fn + fp + s)


def sensitivity_specificity(p, sample, parameters):
    g, r = truth_of(sample), parameters["sensitivity-weight"]
    squares = (g - p) ** 2
    sensitivity = (squares * g).sum() / (g.sum() + EPSILON)
    specificity = (squares * (1 - g)).sum() / ((1 - g).sum() + EPSILON)
    return r * sensitivity + (1 - r) * specificity


def lovasz(p, sample, parameters):
    """Berman et al. (2018), algorithm 1: the sorted order is constant."""
    g = (truth_of(sample) > 0.5).double().flatten()
    errors = (g - p.flatten()).abs()
    order = torch.sort(errors.detach(), descending=True, stable=True).indices
    sorted_truth = g[order]
    intersection = g.sum() - sorted_truth.cumsum(0)
    union = g.sum() + (1 - sorted_truth).cumsum(0)
    jaccard_loss = 1 - intersection / union
    steps = torch.diff(jaccard_loss, prepend=torch.zeros(1, dtype=torch.float64))
    return (errors[order] * steps).sum()


def log_cosh_dice(p, sample, parameters):
    return torch.log(torch.cosh(dice(p, sample, parameters)))


def matthews_correlation(p, sample, parameters):
    g = truth_of(sample)
    tp, fp, fn = overlap_sums(p, g)
    tn = ((1 - p) * (1 - g)).sum()
    if fp.item() == 0 and fn.item() == 0:
        return torch.zeros((), dtype=torch.float64)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return 1 - (tp * tn - fp * fn) / torch.sqrt(product + parameters["smoothing"])


def dice_plus_plus(p, sample, parameters):
    g, gamma, s = truth_of(sample), parameters["gamma"], parameters["smoothing"]
    tp = (p * g).sum()
    errors = ((g * (1 - p)) ** gamma + ((1 - g) * p) ** gamma).sum()
    return 1 - (2 * tp + s) / (2 * tp + errors + s)


def noise_robust_dice(p, sample, parameters):
    g = truth_of(sample)
    numerator = ((p - g).abs() ** parameters["gamma"]).sum()
    return numerator / ((p * p).sum() + (g * g).sum() + parameters["epsilon"])


def penalty_generalised_dice(p, sample, parameters):
    loss = generalised_dice(p, sample, parameters)
    return loss / (1 + parameters["penalty"] * (1 - loss))


def shared_sum(p, g):
    """Σ min(p, g), with slope ½ where they are equal."""
    return (p.sum() + g.sum() - (p - g).abs().sum()) / 2


def jaccard_metric(p, sample, parameters):
    g, s = truth_of(sample), parameters["smoothing"]
    shared = shared_sum(p, g)
    return 1 - (shared + s) / (p.sum() + g.sum() - shared + s)


def dice_semimetric(p, sample, parameters):
    g, s = truth_of(sample), parameters["smoothing"]
    return 1 - (2 * shared_sum(p, g) + s) / (p.sum() + g.sum() + s)


def generalised_wasserstein_dice(p, sample, parameters):
    """Fidon et al. (2017), eq. 6 to 9, of foreground and background at distance 1."""
    g, s = truth_of(sample), parameters["smoothing"]
    distance = g * (1 - p) + (1 - g) * p
    overlap = (g * (1 - distance)).sum()
    return 1 - (2 * overlap + s) / (2 * overlap + distance.sum() + s)
