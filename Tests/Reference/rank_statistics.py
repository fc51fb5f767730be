"""Spearman's ρ and Kendall's τ-b of values against their index, by SciPy."""

from __future__ import annotations

import numpy as np
from scipy.stats import kendalltau, spearmanr


def make_cases() -> list[dict]:
    generator = np.random.default_rng(20240609)
    steps = np.arange(21.0)
    curves = [
        steps,
        -steps,
        steps**2,
        np.log1p(steps),
        np.full(21, 0.25),
        np.zeros(2),
        [0.0, 1.0],
        [1.0, 0.0],
        [1.0, 1.0, 2.0],
        [0.0, 0.0, 0.0, 1.0],
        [0.0, 0.0, 0.0, -1e-12],
        # A rise and a plateau, as a loss of disjoint masks.
        np.minimum(steps, 9),
        np.maximum(steps, 9),
        # A rise and a fall.
        np.minimum(steps, 12) - np.maximum(steps - 12, 0) * 0.5,
        np.sin(steps),
        np.floor(steps / 3),
        steps % 2,
    ]
    for count in (3, 5, 10, 21, 50):
        curves += [
            generator.normal(size=count),
            generator.normal(size=count) + 0.3 * np.arange(count),
            # Ties in pairs and in larger groups.
            generator.integers(0, 4, count),
            generator.integers(0, max(2, count // 2), count),
        ]
    return [case(np.asarray(curve, float)) for curve in curves]


def case(values: np.ndarray) -> dict:
    """Undefined, hence null, when all values are equal."""
    constant = bool((values == values[0]).all())
    steps = np.arange(len(values))
    return {
        "values": values.tolist(),
        "spearman": None if constant else float(spearmanr(values, steps).statistic),
        "kendall": None if constant else float(kendalltau(values, steps, variant="b").statistic),
    }
