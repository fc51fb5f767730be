"""Skeletons by scikit-image and connected components by SciPy."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
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


def make_cases() -> list[dict]:
    generator = np.random.default_rng(19940101)
    masks = []
    for shape in SHAPES:
        masks += [generator.uniform(size=shape) < share for share in SHARES]
        masks += [smooth(shape, generator), np.ones(shape, bool), np.zeros(shape, bool)]
    # Every element at the border, and nothing else.
    masks.append(np.pad(np.zeros((4, 5), bool), 1, constant_values=True))
    masks += [disc((41, 45), 18), disc((15, 17, 16), 6.5), ring(), tube()]
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


def case(mask: np.ndarray) -> dict:
    full = np.ones((3,) * mask.ndim, bool)
    return {
        "shape": list(mask.shape),
        "mask": runs(mask),
        # scikit-image has no skeletons of lines.
        "skeleton": runs(skeletonize(mask)) if mask.ndim > 1 else None,
        "face": runs(ndimage.label(mask)[0]),
        "full": runs(ndimage.label(mask, structure=full)[0]),
    }


def runs(field: np.ndarray) -> list[int]:
    """Value and length of each run of equal values in row-major order."""
    values = field.astype(int).ravel()
    starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1))
    lengths = np.diff(starts, append=values.size)
    return np.stack([values[starts], lengths], axis=1).ravel().tolist()
