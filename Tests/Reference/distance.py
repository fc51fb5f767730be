"""Euclidean distance maps by SciPy."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt

# Shape and spacings to try it with.
GRIDS = [
    ((13,), [[1.0], [0.3]]),
    ((1,), [[1.0]]),
    ((9, 11), [[1.0, 1.0], [0.7, 1.9], [3.0, 0.25]]),
    ((1, 12), [[1.0, 1.0]]),
    ((12, 1), [[1.0, 0.5]]),
    ((5, 6, 7), [[1.0, 1.0, 1.0], [2.5, 0.8, 1.1], [0.1, 4.0, 1.0]]),
    ((3, 1, 8), [[1.0, 1.0, 1.0], [1.3, 9.0, 0.6]]),
]
SHARES = [0.1, 0.5, 0.9, 0.97]


def make_cases() -> list[dict]:
    generator = np.random.default_rng(20240608)
    cases = []
    for shape, spacings in GRIDS:
        for spacing in spacings:
            masks = [generator.uniform(size=shape) < share for share in SHARES]
            masks += [np.zeros(shape, bool), np.ones(shape, bool), all_but_one(shape, generator)]
            cases += [case(mask, spacing) for mask in masks]
    return cases


def all_but_one(shape, generator) -> np.ndarray:
    mask = np.ones(np.prod(shape), bool)
    mask[generator.integers(mask.size)] = False
    return mask.reshape(shape)


def case(mask: np.ndarray, spacing: list[float]) -> dict:
    """Distance of each foreground element to the nearest background element; 0 in background."""
    distance = distance_transform_edt(mask, sampling=spacing).ravel().tolist()
    return {
        "shape": list(mask.shape),
        "spacing": spacing,
        "mask": "".join("1" if inside else "0" for inside in mask.ravel()),
        "distance": None if mask.all() else distance,
    }
