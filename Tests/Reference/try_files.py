"""Tries `evaluate` on random pairs of files, in any format, type, order of axes and place.

    .venv/bin/python Tests/Reference/try_files.py BINARY [COUNT [SEED]]

Peers write the files; the Dice loss that the program prints must be that of the arrays. Prints the pairs
where it is not, and exits with 1 where there is one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import nibabel
import numpy as np
import SimpleITK as sitk
import tifffile

from files_space import affine_of, reoriented, rotation

CODES = ["RAS", "LPS", "LAS", "RPI", "SAR", "PIR", "ILA", "ASL", "SPR", "AIL"]


def dice(g: np.ndarray, p: np.ndarray) -> float:
    return 1 - (2 * (g * p).sum() + 1) / (g.sum() + p.sum() + 1)


def save_volume(folder: Path, name: str, values: np.ndarray, affine: np.ndarray, random) -> tuple[str, list[str]]:
    """Writes a field whose axes are x, y, z; says how to read it beside another."""
    ending = random.choice([".nii", ".nii.gz", "-two.nii", "-q.nii", ".hdr", ".nrrd", ".mha", ".mhd", ".npy", ".npz", ".tif"])
    path = folder / (name + ending)
    if ending in (".npy", ".npz", ".tif"):
        order = random.choice(["XYZ", "ZYX"]) if ending != ".tif" else "ZYX"
        array = values if order == "XYZ" else values.transpose(2, 1, 0)
        if random.random() < 0.5:
            array = np.asfortranarray(array)
        if ending == ".npy":
            np.save(path, array)
        elif ending == ".npz":
            np.savez_compressed(path, array)
        else:
            tifffile.imwrite(path, np.ascontiguousarray(array), photometric="minisblack", metadata=None)
        return str(path), ([] if ending == ".tif" else [order])
    values, affine = reoriented(values, affine, random.choice(CODES))
    if ending in (".nrrd", ".mha", ".mhd"):
        lps = np.diag([-1.0, -1.0, 1.0]) @ affine[:3]
        zooms = np.linalg.norm(lps[:, :3], axis=0)
        image = sitk.GetImageFromArray(np.ascontiguousarray(values.T))
        image.SetSpacing(zooms.tolist())
        image.SetDirection((lps[:, :3] / zooms).ravel().tolist())
        image.SetOrigin(lps[:, 3].tolist())
        sitk.WriteImage(image, str(path), useCompression=random.random() < 0.5)
        return str(path), []
    kind = {"-two.nii": nibabel.Nifti2Image, ".hdr": nibabel.Nifti1Pair}.get(ending, nibabel.Nifti1Image)
    image = kind(values, affine, dtype=values.dtype)
    if ending == "-q.nii":
        image.set_qform(affine, 1)
        image.set_sform(None, 0)
    nibabel.save(image, path)
    return str(path), []


def attempt(binary: str, folder: Path, number: int, seed: int) -> str | None:
    random = np.random.default_rng([seed, number])
    shape = random.integers(2, 9, 3)
    # The second file lies elsewhere in one of six cases.
    matrix = np.eye(3) if random.random() < 0.5 else rotation(int(random.integers(3)), random.uniform(-180, 180)) @ rotation(
        int(random.integers(3)), random.uniform(-40, 40))
    origin = random.uniform(-200, 200, 3)
    zooms = random.uniform(0.2, 5, 3)
    affine = affine_of(matrix, zooms, origin)
    moved = affine.copy()
    is_moved = random.random() < 1 / 6
    if is_moved:
        moved[random.integers(3), 3] += random.uniform(2, 50)
    base = int(random.choice([1, 2, 100, 30000]))
    labels = random.integers(0, 4, shape) + (base - 1)
    labels[labels == base - 1] = 0
    labels[0, 0, 0] = base + 1
    truth_kind = random.choice(["u2", "i4", "f4", "u4"] if base > 100 else ["u1", "i2", "u2", "f8", "i4"])
    chosen = labels == base + 1
    probabilities = random.random(shape).astype(random.choice(["f4", "f8"]))
    truth, truth_order = save_volume(folder, f"t{number}", labels.astype(truth_kind), affine, random)
    prediction, order = save_volume(folder, f"p{number}", probabilities, moved, random)
    arguments = ["evaluate", "--truth", truth, "--prediction", prediction, "--losses", "dice", "--json", "--label", str(base + 1)]
    orders = truth_order + order
    both = len(orders) == 2 and orders[0] != orders[1]
    if both:
        return None
    if orders:
        arguments += ["--axes", orders[0]]
    has_places = not truth_order and not order and ".tif" not in truth + prediction
    result = subprocess.run([binary, *arguments], capture_output=True, text=True)
    if is_moved and has_places:
        if result.returncode == 65 and "origin" in result.stderr:
            return None
        return f"{number}: moved, but {result.returncode}: {result.stdout}{result.stderr} {arguments}"
    # Files without a place beside others are taken as they are stored, which here is not the same order.
    stored = [(truth, truth_order), (prediction, order)]
    is_bare = [".tif" in file or bool(names) for file, names in stored]
    expected = dice(chosen, probabilities.astype("f8"))
    if any(is_bare) and not all(is_bare):
        if result.returncode in (0, 65):
            return None
        return f"{number}: {result.returncode}: {result.stderr} {arguments}"
    if result.returncode != 0:
        return f"{number}: {result.returncode}: {result.stderr} {arguments}"
    value = json.loads(result.stdout)["losses"][0]["value"]
    return None if abs(value - expected) < 1e-9 else f"{number}: {value}, expected {expected} {arguments}"


def main() -> None:
    binary, count, seed = sys.argv[1], int((sys.argv[2:] or [200])[0]), int((sys.argv[3:] or [1])[0])
    with tempfile.TemporaryDirectory() as folder:
        failures = [text for number in range(count) if (text := attempt(binary, Path(folder), number, seed))]
    print("\n".join(failures))
    print(f"{count} pairs, {len(failures)} not as expected, seed {seed}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
