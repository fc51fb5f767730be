"""The batch of three classes in Examples/classes, and what MONAI and PyTorch make of it."""

from __future__ import annotations

from pathlib import Path

import monai.losses
import numpy as np
import torch
from scipy import ndimage

from classes import IGNORED, double_precision

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "Examples" / "classes"
WEIGHTS = [0.5, 1.0, 2.0]
DISTANCES = [[0, 1, 1], [1, 0, 0.5], [1, 0.5, 0]]


def write() -> list[dict]:
    """Writes the files; gives a row of options and expected values for each way of reading them."""
    EXAMPLES.mkdir(exist_ok=True)
    labels, logits = batch()
    np.save(EXAMPLES / "labels.npy", labels.astype(np.uint8))
    np.save(EXAMPLES / "logits.npy", logits.astype(np.float32))
    # What a file holds in single precision is what is judged.
    scores = torch.tensor(logits.astype(np.float32)).double()
    truth = torch.tensor(labels)
    with double_precision():
        return list(rows(scores, truth))


def rows(scores, truth):
    one = {"smooth_nr": 1.0, "smooth_dr": 1.0, "softmax": True, "to_onehot_y": True}

    def dice(**options):
        loss = monai.losses.DiceLoss(ignore_index=IGNORED, **one, **options)
        return loss(scores, truth[:, None]).flatten().tolist()

    def entropy(**options):
        return [torch.nn.functional.cross_entropy(
            scores, truth, ignore_index=IGNORED, **options).item()]

    yield row("dice", [], dice())
    yield row("dice", ["--background", "exclude"], dice(include_background=False))
    yield row("dice", ["--pool", "batch"], dice(batch=True))
    yield row("dice", ["--reduce-classes", "sum", "--reduce-batch", "sum"], dice(reduction="sum"))
    yield row("dice", ["--reduce-classes", "none", "--reduce-batch", "none"],
              dice(reduction="none"))
    weights = ["--class-weights", ",".join(map(str, WEIGHTS))]
    yield row("dice", ["--reduce-classes", "weighted", *weights],
              dice(weight=torch.tensor(WEIGHTS)))
    yield row("cross-entropy", ["--pool", "batch"], entropy())
    yield row("cross-entropy", ["--pool", "batch", "--label-smoothing", "0.1"],
              entropy(label_smoothing=0.1))
    distances = ["--class-distances", ";".join(",".join(map(str, line)) for line in DISTANCES)]
    yield row("generalised-wasserstein-dice", distances, [kept_wasserstein(scores, truth)])
    yield row("cross-entropy", ["--pool", "batch", *weights],
              entropy(weight=torch.tensor(WEIGHTS)))


def kept_wasserstein(scores, truth) -> float:
    """The mean over items, of the elements that are not ignored."""
    loss = monai.losses.GeneralizedWassersteinDiceLoss(
        np.array(DISTANCES), smooth_nr=1e-5, smooth_dr=1e-5)
    values = []
    for item, labels in zip(scores, truth):
        kept = labels != IGNORED
        values.append(loss(item[:, kept][None], labels[kept][None, None]).item())
    return sum(values) / len(values)


def row(loss: str, options: list[str], values: list[float]) -> dict:
    return {"loss": loss, "options": options, "values": values}


def batch():
    """Two pictures of an organ with a lesion, and logits of a network that is nearly right."""
    generator = np.random.default_rng(15)
    y, x = np.mgrid[:24, :24]
    labels, logits = [], []
    for shift in (0, 4):
        organ = (y - 12) ** 2 + (x - 10 - shift) ** 2 <= 49
        lesion = (y - 14) ** 2 + (x - 11 - shift) ** 2 <= 6
        item = organ.astype(int) + lesion
        noise = ndimage.gaussian_filter(generator.normal(size=(3, 24, 24)), (0, 2, 2)) * 6
        right = np.stack([ndimage.gaussian_filter((item == k) * 6.0, 1) for k in range(3)])
        item[(item == 0) & (y < 3)] = IGNORED
        labels.append(item)
        logits.append(right + noise)
    return np.stack(labels), np.stack(logits)
