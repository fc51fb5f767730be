"""Metrics of random and of special masks: by their formulas, and by packages that have them."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

import metrics_peers
from metrics_transcription import all_metrics, penalised
from topology import runs

GRIDS = [
    ((29,), [0.7]),
    ((19, 23), [1.0, 1.0]),
    ((24, 17), [0.7, 2.1]),
    ((9, 11, 10), [1.0, 1.0, 1.0]),
    ((7, 12, 9), [2.5, 0.8, 1.1]),
    ((1, 12, 13), [3.0, 1.0, 1.0]),
]
DEFAULTS = {
    "f-beta.beta": 2,
    "surface-dice.tolerance": 0,
    "boundary-iou.width": 0.02,
    "component-f1.iou": 0.1,
    "calibration-error.bins": 10,
}
OTHERS = {
    "f-beta.beta": 0.5,
    "surface-dice.tolerance": 0.8,
    "boundary-iou.width": 0.15,
    "component-f1.iou": 0.4,
    "calibration-error.bins": 7,
}


def make_cases() -> list[dict]:
    generator = np.random.default_rng(19450101)
    cases = []
    for shape, spacing in GRIDS:
        for name, p, g in pairs(shape, generator):
            probabilities = probable(p, generator)
            for parameters in [DEFAULTS, OTHERS] if name == "rounded" else [DEFAULTS]:
                cases.append(case(name, probabilities, g, spacing, parameters))
    return cases


def pairs(shape, generator):
    """Name, prediction and truth."""
    empty, full = np.zeros(shape, bool), np.ones(shape, bool)
    truth, other = rounded(shape, generator), rounded(shape, generator)
    shifted = np.roll(truth, 1, axis=-1) | (generator.uniform(size=shape) < 0.02)
    yield "rounded", shifted, truth
    yield "unlike", other, truth
    yield "speckle", generator.uniform(size=shape) < 0.4, generator.uniform(size=shape) < 0.3
    yield "equal", truth, truth
    yield "single", single(shape, generator), single(shape, generator)
    yield "border", full & ~inner(shape), rounded(shape, generator)
    yield "both empty", empty, empty
    yield "prediction empty", empty, truth
    yield "truth empty", single(shape, generator), empty
    yield "both full", full, full
    yield "truth full", truth, full
    yield "prediction full", full, truth


def rounded(shape, generator) -> np.ndarray:
    noise = ndimage.gaussian_filter(generator.normal(size=shape), 1.3)
    return noise > np.quantile(noise, 0.7)


def single(shape, generator) -> np.ndarray:
    mask = np.zeros(np.prod(shape), bool)
    mask[generator.integers(mask.size)] = True
    return mask.reshape(shape)


def inner(shape) -> np.ndarray:
    mask = np.zeros(shape, bool)
    mask[tuple(slice(1, -1) for _ in shape)] = True
    return mask


def probable(mask, generator) -> np.ndarray:
    """Thousandths on the mask's side of one half, off the bounds between ten or seven bins."""
    off = np.array([n for n in range(501, 1001) if n % 100 != 0 or n == 1000])
    thousandths = generator.choice(off, size=mask.shape)
    return np.where(mask, thousandths, 1000 - thousandths) / 1000


def case(name, probabilities, g, spacing, parameters) -> dict:
    p = probabilities > 0.5
    values = all_metrics(probabilities, g, spacing, parameters)
    return {
        "name": name,
        "shape": list(g.shape),
        "spacing": spacing,
        "parameters": parameters,
        "prediction": np.rint(probabilities * 1000).astype(int).ravel().tolist(),
        "truth": runs(g),
        "values": values,
        "penalised": {
            metric: penalised(metric, value, p, g, spacing) for metric, value in values.items()
        },
        # Packages do not agree on empty masks, and MONAI has no surfaces of lines.
        "peers": (
            []
            if g.ndim == 1 or not p.any() or not g.any()
            else metrics_peers.values(probabilities, p, g, spacing, parameters)
        ),
    }


# Metrics that count elements; the others look at places.
COUNTING = (
    "dice-score", "iou", "sensitivity", "precision", "specificity", "f-beta", "mcc",
    "volume-difference", "brier", "calibration-error",
)


def make_ignored() -> list[dict]:
    """Random masks of which a part is ignored: left out of counts, background in both for the others."""
    generator = np.random.default_rng(19450102)
    rows = []
    for shape, spacing in GRIDS[1:]:
        p, g = rounded(shape, generator), rounded(shape, generator)
        probabilities = probable(p, generator)
        ignored = rounded(shape, generator) | (generator.uniform(size=shape) < 0.05)
        kept = ~ignored
        counted = all_metrics(probabilities[kept], g[kept], [1.0], DEFAULTS)
        placed = all_metrics(np.where(kept, probabilities, 0), g & kept, spacing, DEFAULTS)
        row = case("ignored", probabilities, g, spacing, DEFAULTS)
        rows.append(row | {
            "ignored": runs(ignored),
            "values": {
                name: (counted if name in COUNTING else placed)[name] for name in placed},
            "peers": metrics_peers.values_of_kept(probabilities, p, g, ignored, DEFAULTS),
        })
    return rows
