"""Skeletons by scikit-image and MONAI, components and their cells by SciPy, maxima by PyTorch."""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import torch
import torch.nn.functional as F
from monai.losses.cldice import soft_skel
from scipy import ndimage
from skimage import data
from skimage.morphology import skeletonize

SHAPES = [
    (17, 23),
    (1, 9),
    (9, 1),
    (2, 2),
    (24, 15),
    (5, 6, 7),
    (9, 8, 10),
    (1, 12, 11),
    (6, 1, 9),
    (1, 1, 1),
]
SHARES = [0.3, 0.6, 0.85, 0.97]
EROSIONS = 4
# Distances to each component on its own take long where there are many.
MOST_CELLS = 60


def make_cases() -> list[dict]:
    generator = np.random.default_rng(19940101)
    masks = []
    for shape in SHAPES:
        masks += [generator.uniform(size=shape) < share for share in SHARES]
        masks += [smooth(shape, generator), np.ones(shape, bool), np.zeros(shape, bool)]
    # Every element at the border, and nothing else.
    masks.append(np.pad(np.zeros((4, 5), bool), 1, constant_values=True))
    masks += [disc((41, 45), 18), disc((15, 17, 16), 6.5), ring(), tube()]
    masks += [silhouette(), head()]
    masks += [np.array([[True, False, True, True, False]]).ravel()]
    return [case(mask) for mask in masks]


def smooth(shape, generator) -> np.ndarray:
    """Rounded objects with holes."""
    noise = ndimage.gaussian_filter(generator.normal(size=shape), 1.2, mode="wrap")
    return noise > np.median(noise)


def disc(shape, radius) -> np.ndarray:
    axes = np.ogrid[tuple(slice(0, extent) for extent in shape)]
    return sum((axis - extent // 2) ** 2 for axis, extent in zip(axes, shape)) <= radius**2


def ring() -> np.ndarray:
    return disc((31, 31), 13) & ~disc((31, 31), 6)


def tube() -> np.ndarray:
    """A thick helix."""
    mask = np.zeros((20, 18, 18), bool)
    for step in np.linspace(0, 4 * np.pi, 200):
        centre = (3 + step * 1.1, 8.5 + 5 * np.sin(step), 8.5 + 5 * np.cos(step))
        axes = np.ogrid[0:20, 0:18, 0:18]
        mask |= sum((axis - c) ** 2 for axis, c in zip(axes, centre)) <= 4
    return mask


def silhouette() -> np.ndarray:
    """A horse, and its detached parts at this resolution, from scikit-image."""
    return ~data.horse()[::5, ::5]


def head() -> np.ndarray:
    """Bright tissue of the magnetic resonance image that nibabel is tested with."""
    file = Path(nibabel.__file__).parent / "tests" / "data" / "anatomical.nii"
    intensities = np.asarray(nibabel.load(file).dataobj)
    return (intensities > np.percentile(intensities, 80))[::2, ::2, ::2]


def soft_skeleton(mask: np.ndarray) -> np.ndarray:
    field = torch.tensor(mask, dtype=torch.float64)[None, None]
    return soft_skel(field, EROSIONS)[0, 0].numpy()


def cells(labels: np.ndarray) -> np.ndarray:
    """The nearest component of each element; of equally near ones the first."""
    count = labels.max()
    if count == 0:
        return np.zeros(labels.shape, int)
    distances = [ndimage.distance_transform_edt(labels != number + 1) for number in range(count)]
    # Square roots of whole numbers are equal only where these are.
    return np.argmin(distances, 0) + 1


def pooled_slopes(mask: np.ndarray) -> np.ndarray:
    """How many boxes of five elements an axis have their maximum from each element."""
    field = torch.tensor(mask, dtype=torch.float64, requires_grad=True)
    pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[mask.ndim - 1]
    pool(field[None, None], 5, 1, 2).sum().backward()
    return field.grad.numpy()


def log_determinant(mask: np.ndarray) -> float:
    """Of the sums of products of patches of three elements an axis, less their means, plus a ridge."""
    widths = tuple(min(3, extent) for extent in mask.shape)
    windows = np.lib.stride_tricks.sliding_window_view(mask.astype(float), widths)
    patches = windows.reshape(-1, np.prod(widths))
    patches = patches - patches.mean(0)
    return np.linalg.slogdet(patches.T @ patches + 5e-4 * np.eye(patches.shape[1]))[1]


def case(mask: np.ndarray) -> dict:
    full = ndimage.label(mask, structure=np.ones((3,) * mask.ndim, bool))[0]
    return {
        "shape": list(mask.shape),
        "mask": runs(mask),
        # scikit-image has no skeletons of lines.
        "skeleton": runs(skeletonize(mask)) if mask.ndim > 1 else None,
        # MONAI has none of them either.
        "softSkeleton": runs(soft_skeleton(mask)) if mask.ndim > 1 else None,
        "face": runs(ndimage.label(mask)[0]),
        "full": runs(full),
        "pooledSlopes": runs(pooled_slopes(mask)),
        "logDeterminant": log_determinant(mask),
        "cells": runs(cells(full)) if full.max() <= MOST_CELLS else None,
    }


def runs(field: np.ndarray) -> list[int]:
    """Value and length of each run of equal values in row-major order."""
    values = field.astype(int).ravel()
    starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1))
    lengths = np.diff(starts, append=values.size)
    return np.stack([values[starts], lengths], axis=1).ravel().tolist()
