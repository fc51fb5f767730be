"""Two cases of three classes as nnU-Net writes them, and the Dice of PyTorch for each class.

A network's probabilities stand in `CASE.npz` under `probabilities`, with the axes C, Z, Y, X of SimpleITK's arrays; labels in
`CASE.nii.gz` with the axes X, Y, Z of NIfTI, whose affine SimpleITK writes with two negative axes. The
probabilities are also written as a NIfTI with the classes along its fourth axis.
"""

from __future__ import annotations

from pathlib import Path

import nibabel
import numpy as np
import torch


def write(folder: Path) -> list[dict]:
    """Writes the cases into folders `truth`, `probabilities` and `volumes`; gives what is expected of each."""
    generator = np.random.default_rng(151)
    rows = []
    for name in ("truth", "probabilities", "volumes"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number in range(2):
        shape = (3, 4, 5 + number)
        labels = generator.integers(0, 3, shape)
        scores = torch.tensor(generator.normal(0, 1.5, (3, *shape)))
        probabilities = scores.softmax(0).numpy().astype(np.float16)
        affine = np.diag([-0.8, -0.8, 3.0, 1.0])
        case = f"case-{number}"
        # The clock of the compressor stays out, so that a second run writes the same bytes.
        np.savez_compressed(folder / "probabilities" / f"{case}.npz", probabilities=probabilities)
        save(labels.T.astype(np.uint8), affine, folder / "truth" / f"{case}.nii")
        volumes = probabilities.transpose(3, 2, 1, 0).astype(np.float32)
        save(volumes, affine, folder / "volumes" / f"{case}.nii")
        p = torch.tensor(probabilities.astype(np.float64)).flatten(1)
        g = torch.nn.functional.one_hot(torch.tensor(labels), 3).movedim(-1, 0).flatten(1).double()
        dice = 1 - (2 * (p * g).sum(1) + 1) / ((p + g).sum(1) + 1)
        entropy = -(g * p.log()).sum(0).mean()
        winner = torch.nn.functional.one_hot(p.argmax(0), 3).movedim(-1, 0).double()
        score = 2 * (winner * g).sum(1) / (winner + g).sum(1)
        rows.append({
            "case": case, "dice": dice.tolist(), "cross-entropy": entropy.item(),
            "dice-score": score.tolist()})
    return rows


def save(values, affine, path) -> None:
    image = nibabel.Nifti1Image(values, affine)
    image.header.set_xyzt_units("mm")
    nibabel.save(image, path)
