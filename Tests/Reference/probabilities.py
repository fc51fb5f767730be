"""Maps of probabilities made of masks, by SciPy."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter
from scipy.special import expit

GRIDS = [
    ((14,), [1.0]),
    ((9, 13), [1.0, 1.0]),
    ((9, 13), [2.0, 0.5]),
    ((5, 6, 7), [2.5, 0.75, 0.75]),
]
# Width and floor of the sigmoid, and σ of the blur; with these σ SciPy cuts the Gaussian at 4σ.
MODELS = [(1.0, 1e-4, 0.0), (3.0, 0.0, 0.0), (0.5, 0.05, 1.0), (1.0, 1e-4, 2.5)]


def make_cases() -> list[dict]:
    generator = np.random.default_rng(20261126)
    cases = []
    for shape, spacing in GRIDS:
        for share in (0.2, 0.6):
            mask = generator.uniform(size=shape) < share
            cases += [case(mask, spacing, *model) for model in MODELS]
        cases += [case(np.full(shape, full), spacing, *MODELS[0]) for full in (False, True)]
    return cases


def case(mask: np.ndarray, spacing: list[float], width: float, floor: float, blur: float) -> dict:
    """The boundary lies half of the least spacing from the elements beside it."""
    unit = min(spacing)
    if mask.any() and not mask.all():
        outside = distance_transform_edt(~mask, sampling=spacing)
        inside = distance_transform_edt(mask, sampling=spacing)
        distance = np.where(mask, unit / 2 - inside, outside - unit / 2)
    else:
        distance = np.full(mask.shape, -np.inf if mask.all() else np.inf)
    probability = floor + (1 - 2 * floor) * expit(-distance / (width * unit))
    if blur:
        probability = gaussian_filter(probability, blur, mode="nearest", truncate=4.0)
    return {
        "shape": list(mask.shape),
        "spacing": spacing,
        "mask": "".join("1" if inside else "0" for inside in mask.ravel()),
        "width": width,
        "floor": floor,
        "blur": blur,
        "probabilities": probability.ravel().tolist(),
    }
