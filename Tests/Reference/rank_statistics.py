"""Spearman's ρ and Kendall's τ-b of values against their index, and τ-b and Somers' D of two lists, by
SciPy."""

from __future__ import annotations

import numpy as np
from scipy.stats import kendalltau, somersd, spearmanr


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


def make_pairs() -> list[dict]:
    """What a loss and a metric say of the same predictions, with and without ties."""
    generator = np.random.default_rng(20250103)
    cases = []
    for count in (2, 3, 8, 21, 60, 200):
        smooth = generator.normal(size=count)
        steps = generator.integers(0, max(2, count // 4), count)
        few = generator.integers(0, 3, count)
        for first, second in (
            (smooth, generator.normal(size=count)),
            (smooth, smooth + 0.5 * generator.normal(size=count)),
            (smooth, -smooth),
            (steps, smooth + 0.1 * steps),
            (steps, generator.integers(0, max(2, count // 4), count)),
            (few, steps + few),
            (np.zeros(count), smooth),
        ):
            cases.append(pair(np.asarray(first, float), np.asarray(second, float)))
    return cases


def pair(loss: np.ndarray, metric: np.ndarray) -> dict:
    """Undefined, hence null, where one of the two is constant.

    Somers' D of the loss given the metric is the balance of concordant and discordant pairs over the
    pairs that the metric tells apart; so the share that the loss orders wrongly, ties counted by
    half, is (1 − D) / 2. Its interval of quantiles is that of NumPy's default.
    """
    constant = bool((loss == loss[0]).all() or (metric == metric[0]).all())
    flat = bool((metric == metric[0]).all())
    return {
        "loss": loss.tolist(),
        "metric": metric.tolist(),
        "kendall": None if constant else float(kendalltau(loss, metric, variant="b").statistic),
        "wrong": None if flat else (0.5 if constant else (1 - float(somersd(metric, loss).statistic)) / 2),
        "quantiles": [float(np.quantile(metric, share)) for share in (0.025, 0.5, 0.975)],
    }
