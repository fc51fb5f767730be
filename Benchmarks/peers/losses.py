"""The losses as a good user of PyTorch writes them: vectorised, in float32, on probabilities.

Each takes the prediction p, the truth g and what the scene shares between steps (distance maps of
the truth, the image, the second prediction), and returns a tensor without dimensions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import distance_transform_edt

EPSILON = 1e-7


@dataclass
class Scene:
    """A truth and what losses derive from it once."""

    truth: np.ndarray
    image: torch.Tensor | None = None

    @cached_property
    def g(self) -> torch.Tensor:
        return torch.from_numpy(self.truth.astype(np.float32))

    @cached_property
    def to_background(self) -> np.ndarray:
        return distance_transform_edt(self.truth)

    @cached_property
    def to_foreground(self) -> np.ndarray:
        return distance_transform_edt(~self.truth)

    @cached_property
    def unsigned(self) -> torch.Tensor:
        return as_tensor(self.to_background + self.to_foreground)

    @cached_property
    def signed(self) -> torch.Tensor:
        inside = np.where(self.truth, -(self.to_background - 1), self.to_foreground)
        return as_tensor(inside)

    @cached_property
    def penalty(self) -> torch.Tensor:
        inside, outside = self.to_background, self.to_foreground
        deepest, farthest = inside.max(), outside.max()
        sides = ((deepest - inside) / deepest, (farthest - outside) / farthest)
        return as_tensor(1 + np.where(self.truth, *sides))


def as_tensor(array: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(array.astype(np.float32))


def unsigned_distance(mask: np.ndarray) -> torch.Tensor:
    if not mask.any() or mask.all():
        return torch.zeros(mask.shape)
    return as_tensor(distance_transform_edt(mask) + distance_transform_edt(~mask))


# Distribution


def cross_entropies(p, g, foreground=1.0, background=1.0):
    q = p.clamp(EPSILON, 1 - EPSILON)
    return -(foreground * g * torch.log(q) + background * (1 - g) * torch.log1p(-q))


def cross_entropy(p, g, scene):
    return F.binary_cross_entropy(p, g)


def weighted_cross_entropy(p, g, scene):
    return cross_entropies(p, g, 10).mean()


def balanced_cross_entropy(p, g, scene):
    share = g.mean()
    return cross_entropies(p, g, 1 - share, share).mean()


def focal(p, g, scene, alpha=0.25):
    q = p.clamp(EPSILON, 1 - EPSILON)
    foreground = alpha * g * (1 - p) ** 2 * torch.log(q)
    background = (1 - alpha) * (1 - g) * p**2 * torch.log1p(-q)
    return -(foreground + background).mean()


def top_k_cross_entropy(p, g, scene):
    terms = F.binary_cross_entropy(p, g, reduction="none").flatten()
    return terms.topk(max(1, math.floor(0.1 * terms.numel())), sorted=False).values.mean()


def distance_penalised_cross_entropy(p, g, scene):
    return (scene.penalty * cross_entropies(p, g)).mean()


# Overlap


def dice(p, g, scene):
    return 1 - (2 * (p * g).sum() + 1) / (p.sum() + g.sum() + 1)


def squared_dice(p, g, scene):
    return 1 - (2 * (p * g).sum() + 1) / ((p * p).sum() + (g * g).sum() + 1)


def jaccard(p, g, scene):
    tp = (p * g).sum()
    return 1 - (tp + 1) / (p.sum() + g.sum() - tp + 1)


def generalised_dice(p, g, scene):
    count, size, prediction, tp = g.numel(), g.sum(), p.sum(), (p * g).sum()
    foreground, background = 1 / size**2, 1 / (count - size) ** 2
    tn = count - prediction - size + tp
    numerator = 2 * (foreground * tp + background * tn) + EPSILON
    volume = foreground * (prediction + size) + background * (2 * count - prediction - size)
    return 1 - numerator / (volume + EPSILON)


def tversky(p, g, scene):
    tp, fp, fn = (p * g).sum(), (p * (1 - g)).sum(), ((1 - p) * g).sum()
    return 1 - (tp + 1) / (tp + 0.3 * fp + 0.7 * fn + 1)


def focal_tversky(p, g, scene):
    return tversky(p, g, scene).clamp(min=0) ** 0.75


def asymmetric_similarity(p, g, scene, square=2.25):
    tp, fp, fn = (p * g).sum(), (p * (1 - g)).sum(), ((1 - p) * g).sum()
    return 1 - ((1 + square) * tp + 1) / ((1 + square) * tp + square * fn + fp + 1)


def sensitivity_specificity(p, g, scene, share=0.05):
    squares = (g - p) ** 2
    sensitivity = (squares * g).sum() / (g.sum() + EPSILON)
    specificity = (squares * (1 - g)).sum() / ((1 - g).sum() + EPSILON)
    return share * sensitivity + (1 - share) * specificity


def lovasz(p, g, scene):
    """Berman et al. (2018), algorithm 1, as in the authors' code."""
    flat = g.flatten()
    errors, order = torch.sort((flat - p.flatten()).abs(), descending=True)
    truth = flat[order]
    intersection = truth.sum() - truth.cumsum(0)
    union = truth.sum() + (1 - truth).cumsum(0)
    loss = 1 - intersection / union
    return torch.dot(errors, torch.cat((loss[:1], loss.diff())))


def log_cosh_dice(p, g, scene):
    return torch.log(torch.cosh(dice(p, g, scene)))


# Boundary and shape


def boundary(p, g, scene):
    return (p * scene.signed).mean()


def hausdorff_distance_transform(p, g, scene):
    distances = unsigned_distance((p > 0.5).numpy()) ** 2 + scene.unsigned**2
    return ((g - p) ** 2 * distances).mean()


def hausdorff_one_sided(p, g, scene):
    return ((g - p) ** 2 * scene.unsigned**2).mean()


def convolve(field, kernel):
    """Convolution of a batch of fields with one kernel, zeros beyond the border."""
    operation = F.conv2d if kernel.ndim == 2 else F.conv3d
    return operation(field, kernel[None, None], padding=kernel.shape[0] // 2)


def cross(rank):
    axes = torch.meshgrid(*[torch.arange(-1, 2)] * rank, indexing="ij")
    kernel = (sum(axis.abs() for axis in axes) <= 1).float()
    return kernel / kernel.sum()


def ball(radius, rank):
    axes = torch.meshgrid(*[torch.arange(-radius, radius + 1)] * rank, indexing="ij")
    kernel = (sum(axis**2 for axis in axes) <= radius**2).float()
    return kernel / kernel.sum()


def hausdorff_erosion(p, g, scene, erosions=10):
    kernel = cross(p.ndim)
    field, total = ((g - p) ** 2)[None, None], 0
    for step in range(1, erosions + 1):
        field = F.relu(convolve(field, kernel) - 0.5)
        lowest, highest = field.aminmax()
        if highest > lowest:
            field = (field - lowest) / (highest - lowest)
        total = total + step**2 * field.mean()
    return total


def hausdorff_convolution(p, g, scene, radii=range(3, 19, 3)):
    squares = (g - p) ** 2
    false_foreground, missed_foreground = squares * p, squares * g
    fields = torch.stack((1 - g, p, g, 1 - p))[:, None]
    total = 0
    for radius in radii:
        around = F.relu(2 * convolve(fields, ball(radius, p.ndim)) - 1)[:, 0]
        terms = (around[0] + around[1]) * false_foreground
        terms = terms + (around[2] + around[3]) * missed_foreground
        total = total + radius**2 * terms.mean()
    return total


def mean_length(p):
    squares = torch.full_like(p, EPSILON)
    for axis in range(p.ndim):
        difference = p.diff(dim=axis)
        squares.narrow(axis, 0, difference.shape[axis]).add_(difference**2)
    return squares.sqrt().mean()


def active_contour(p, g, scene):
    region = (p * (1 - g) ** 2).mean().abs() + ((1 - p) * g**2).mean().abs()
    return mean_length(p) + region


def level_set(p, g, scene):
    x, total = scene.image, cross_entropies(p, g).mean()
    # 1 − p has the contour of p.
    total = total + 2e-3 * mean_length(p)
    for y in (p, 1 - p):
        level = ((x * y).sum() / (y.sum() + EPSILON)).detach()
        total = total + ((x - level) ** 2 * y).mean()
    return total


# Compound and regularised


def combo(p, g, scene):
    coefficient = 1 - dice(p, g, scene)
    return 0.5 * cross_entropies(p, g, 0.5, 0.5).mean() - 0.5 * coefficient


def exponential_logarithmic(p, g, scene):
    q = p.clamp(EPSILON, 1 - EPSILON)
    count, size = g.numel(), g.sum()
    coefficients = [1 - dice(p, g, scene), 1 - dice(1 - p, 1 - g, scene)]
    logs = [-torch.log(c.clamp(EPSILON, 1 - EPSILON)) for c in coefficients]
    overlap = (logs[0] ** 0.3 + logs[1] ** 0.3) / 2
    foreground = g * torch.sqrt(count / size) * (-torch.log(q)) ** 0.3
    background = (1 - g) * torch.sqrt(count / (count - size)) * (-torch.log1p(-q)) ** 0.3
    return 0.8 * overlap + 0.2 * (foreground + background).mean()


def dice_cross_entropy(p, g, scene):
    return dice(p, g, scene) + cross_entropies(p, g).mean()


def dice_focal(p, g, scene):
    return dice(p, g, scene) + focal(p, g, scene)


def dice_top_k(p, g, scene):
    return dice(p, g, scene) + top_k_cross_entropy(p, g, scene)


def unified_focal(p, g, scene, delta=0.6, gamma=0.5, balance=0.5):
    q = p.clamp(EPSILON, 1 - EPSILON)
    terms = -delta * g * torch.log(q) - (1 - delta) * (1 - g) * q**gamma * torch.log1p(-q)
    tp, fp, fn = (p * g).sum(), (p * (1 - g)).sum(), ((1 - p) * g).sum()
    tn = g.numel() - tp - fp - fn
    foreground = (tp + EPSILON) / (tp + delta * fn + (1 - delta) * fp + EPSILON)
    background = (tn + EPSILON) / (tn + delta * fp + (1 - delta) * fn + EPSILON)
    indices = (1 - background) + (1 - foreground).clamp(min=1e-12) ** (1 - gamma)
    return balance * terms.mean() + (1 - balance) * indices


def transformation_consistency(p, g, scene):
    """The perturbation that the program takes by default: noise on the logit."""
    q = p.clamp(EPSILON, 1 - EPSILON)
    second = torch.sigmoid(torch.logit(q) + 0.5 * torch.randn_like(q))
    return weighted_cross_entropy(p, g, scene) + ((p - second) ** 2).mean()


BY_ID = {
    function.__name__.replace("_", "-"): function
    for function in (
        cross_entropy,
        weighted_cross_entropy,
        balanced_cross_entropy,
        focal,
        top_k_cross_entropy,
        distance_penalised_cross_entropy,
        dice,
        squared_dice,
        jaccard,
        generalised_dice,
        tversky,
        focal_tversky,
        asymmetric_similarity,
        sensitivity_specificity,
        lovasz,
        log_cosh_dice,
        boundary,
        hausdorff_distance_transform,
        hausdorff_one_sided,
        hausdorff_erosion,
        hausdorff_convolution,
        active_contour,
        level_set,
        combo,
        exponential_logarithmic,
        dice_cross_entropy,
        dice_focal,
        dice_top_k,
        unified_focal,
        transformation_consistency,
    )
}
