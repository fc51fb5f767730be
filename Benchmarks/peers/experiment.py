"""The default experiment with all losses, as a good user of PyTorch and SciPy writes it.

It is given the masks that the program's error paths made, and computes the predictions, every loss
at every step, and how each curve rises. Distance maps and images of the truth are made once for
each object. It leaves out what the program does besides: the paths themselves, the counts of errors
and the claims of the article.
"""

from __future__ import annotations

import json

import numpy as np
import torch
from losses import BY_ID, Scene, as_tensor
from scipy.stats import kendalltau, spearmanr


def load(folder: str) -> list[tuple[np.ndarray, list[np.ndarray]]]:
    """The truth of each object and its predicted masks, step by step."""
    with open(f"{folder}/manifest.json") as file:
        entries = json.load(file)["scenes"]
    masks = {}
    for entry in entries:
        prediction = np.load(f"{folder}/{entry['prediction']}") > 0.5
        masks.setdefault(entry["truth"], []).append(prediction)
    return [(np.load(f"{folder}/{truth}") > 0.5, steps) for truth, steps in masks.items()]


def run(objects, identifiers: list[str], confidence: float = 0.99) -> list[dict]:
    curves = []
    for truth, steps in objects:
        image = as_tensor(truth + 0.1 * np.random.default_rng(0).standard_normal(truth.shape))
        scene = Scene(truth, image)
        values = np.empty((len(identifiers), len(steps)))
        with torch.no_grad():
            for step, mask in enumerate(steps):
                p = torch.where(torch.from_numpy(mask), confidence, 1 - confidence)
                for row, identifier in enumerate(identifiers):
                    values[row, step] = BY_ID[identifier](p, scene.g, scene).item()
        for identifier, curve in zip(identifiers, values):
            curves.append({"loss": identifier, "values": curve.tolist()} | rises(curve))
    return curves


def rises(curve: np.ndarray, tolerance: float = 1e-3) -> dict:
    changes, threshold = np.diff(curve), tolerance * np.ptp(curve)
    order = np.arange(curve.size)
    return {
        "rises": int((changes > threshold).sum()),
        "falls": int((changes < -threshold).sum()),
        "spearman": spearmanr(order, curve).statistic,
        "kendall": kendalltau(order, curve).statistic,
    }
