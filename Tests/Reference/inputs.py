"""Seeded predictions and truths on which every loss is evaluated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Both sides of the clamp of the logarithms, the clamp itself, and exact 0 and 1.
EXTREME_PROBABILITIES = np.array(
    [0, 1, 1e-9, 1 - 1e-9, 1e-6, 1 - 1e-6, 1e-7, 1 - 1e-7, 0.5, 0.25, 0.75, 1e-3]
)

# Inputs that have nothing to show to a loss that does not look at neighbours.
WITH_SHAPES = (
    "anisotropic-2d", "anisotropic-3d", "straight-edges-2d", "straight-edges-3d", "blob-2d",
    "blob-3d", "blob-anisotropic-2d",
)


@dataclass
class Input:
    """What a loss looks at; all fields have the same shape."""

    prediction: np.ndarray
    truth: np.ndarray
    spacing: list[float]
    image: np.ndarray
    second_prediction: np.ndarray

    @property
    def is_hard(self) -> bool:
        """Whether the truth holds only 0 and 1."""
        return bool(np.isin(self.truth, (0, 1)).all())

    @property
    def is_interior(self) -> bool:
        """Whether no prediction is near 0 or 1, so that no clamp of any package acts."""
        return bool(((self.prediction > 1e-3) & (self.prediction < 1 - 1e-3)).all())

    @property
    def has_boundary(self) -> bool:
        """Whether the truth has foreground and background."""
        mask = self.truth > 0.5
        return bool(mask.any() and not mask.all())

    def as_json(self) -> dict:
        return {
            "shape": list(self.truth.shape),
            "spacing": self.spacing,
            "prediction": self.prediction.ravel().tolist(),
            "truth": self.truth.ravel().tolist(),
            "image": self.image.ravel().tolist(),
            "secondPrediction": self.second_prediction.ravel().tolist(),
        }


def make_inputs() -> dict[str, Input]:
    """Every input by name, the same in every run."""
    generator = np.random.default_rng(20240607)
    plane, volume = (9, 11), (5, 6, 7)

    def probabilities(shape):
        return generator.uniform(0.03, 0.97, shape)

    def mask(shape, share=0.3):
        return (generator.uniform(size=shape) < share).astype(float)

    def exactly(shape, count):
        flat = np.zeros(np.prod(shape))
        flat[generator.choice(flat.size, count, replace=False)] = 1
        return flat.reshape(shape)

    def make(prediction, truth, spacing=None):
        prediction, truth = np.asarray(prediction, float), np.asarray(truth, float)
        return Input(
            prediction,
            truth,
            [1.0] * truth.ndim if spacing is None else spacing,
            truth + generator.normal(0, 0.1, truth.shape),
            probabilities(truth.shape),
        )

    random_truth = mask(plane)
    inputs = {
        "random-1d": make(probabilities((17,)), mask((17,), 0.5)),
        "random-2d": make(probabilities(plane), random_truth),
        "random-3d": make(probabilities(volume), mask(volume)),
        "anisotropic-2d": make(probabilities(plane), mask(plane), [0.7, 1.9]),
        "anisotropic-3d": make(probabilities(volume), mask(volume), [2.5, 0.8, 1.1]),
        "soft-truth-2d": make(probabilities(plane), generator.uniform(0, 1, plane)),
        "extreme-2d": make(generator.choice(EXTREME_PROBABILITIES, plane), mask(plane, 0.5)),
        "empty-truth-2d": make(probabilities(plane), np.zeros(plane)),
        "full-truth-2d": make(probabilities(plane), np.ones(plane)),
        "single-element-truth-2d": make(probabilities(plane), exactly(plane, 1)),
        "perfect-2d": make(random_truth, random_truth),
        "background-prediction-2d": make(np.zeros(plane), mask(plane)),
        "foreground-prediction-2d": make(np.ones(plane), mask(plane)),
        "empty-both-2d": make(np.zeros(plane), np.zeros(plane)),
        "full-both-2d": make(np.ones(plane), np.ones(plane)),
        # 8 foreground and 64 background elements: 1/G² is exact in single precision, in which
        # MONAI computes the weights of the generalised Dice loss.
        "power-of-two-counts-2d": make(probabilities((8, 9)), exactly((8, 9), 8)),
    }
    inputs["straight-edges-2d"] = make(*straight_edges((10, 12), generator))
    inputs["straight-edges-3d"] = make(*straight_edges((4, 5, 9), generator))
    inputs["blob-2d"] = make(*blob((18, 20), (8.4, 8.1), (9.3, 11.6), 5.2, generator))
    inputs["blob-3d"] = make(*blob((7, 9, 10), (3.1, 4.2, 4.1), (3.4, 4.1, 5.6), 3.1, generator))
    inputs["blob-anisotropic-2d"] = make(
        *blob((12, 14), (5.2, 5.3), (6.1, 7.7), 4.1, generator), [0.7, 1.9]
    )
    return inputs


def straight_edges(shape, generator):
    """Half-space masks: all distances are whole, hence exact in single precision."""
    column = np.arange(shape[-1]) + np.zeros(shape)
    truth = (column < shape[-1] // 2).astype(float)
    inside = column < shape[-1] // 2 + 2
    offset = generator.uniform(0.02, 0.48, shape)
    return np.where(inside, 0.5 + offset, 0.5 - offset), truth


def blob(shape, truth_centre, prediction_centre, radius, generator):
    """A ball, and a displaced ball with a soft, noisy edge: large connected errors."""
    axes = np.meshgrid(*map(np.arange, shape), indexing="ij")

    def depth(centre):
        return radius - np.sqrt(sum((x - c) ** 2 for x, c in zip(axes, centre)))

    logits = 2.5 * depth(prediction_centre) + generator.normal(0, 0.4, shape)
    prediction = 0.01 + 0.98 / (1 + np.exp(-logits))
    return prediction, (depth(truth_centre) > 0).astype(float)
