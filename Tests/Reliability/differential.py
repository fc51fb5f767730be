"""Reads damaged files with the program and with NumPy, Pillow, nibabel and SimpleITK, and compares.

    .venv/bin/python Tests/Reliability/differential.py BINARY [--count N] [--seed S]

A file that both read must hold the same mask. Which of them refuses a damaged file is a matter of taste and is only
counted: the program is stricter on purpose where a file contradicts itself. Packages as in
Tests/Reference/requirements.txt. Prints the files that differ, keeps them, and exits with 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import nibabel
import numpy as np
import SimpleITK as sitk
from PIL import Image

warnings.filterwarnings("ignore")
SHAPE = (9, 11)
VOLUME = (5, 7, 9)


def labels(shape: tuple[int, ...], chance: random.Random) -> np.ndarray:
    array = np.zeros(shape, dtype=np.int16)
    place = tuple(slice(chance.randint(1, 2), extent - chance.randint(2, 3)) for extent in shape)
    array[place] = chance.choice([1, 2, 200])
    return array


def write(kind: str, path: Path, chance: random.Random) -> None:
    """A small, undamaged file of a kind."""
    if kind == "npy":
        order = chance.choice("CF")
        dtype = chance.choice(["<u1", "<i2", ">i2", "<f4", ">f8", "<u4"])
        np.save(path, np.array(labels(chance.choice([SHAPE, VOLUME]), chance), dtype=dtype, order=order))
    elif kind == "png":
        array = labels(SHAPE, chance)
        mode = chance.choice(["L", "I;16"])
        image = Image.fromarray(array.astype(np.uint8 if mode == "L" else np.uint16))
        image.save(path)
    elif kind == "nii":
        dtype = chance.choice([np.uint8, np.int16, np.float32])
        image = nibabel.Nifti1Image(labels(VOLUME, chance).astype(dtype), np.diag([1.0, 1.0, 2.0, 1.0]))
        nibabel.save(image, path)
    else:
        dtype = chance.choice([np.uint8, np.int16, np.float32])
        image = sitk.GetImageFromArray(labels(VOLUME, chance).astype(dtype))
        sitk.WriteImage(image, str(path), useCompression=chance.random() < 0.3)


def peer(kind: str, path: Path) -> np.ndarray:
    if kind == "npy":
        return np.load(path, allow_pickle=False)
    if kind == "png":
        return np.asarray(Image.open(path))
    if kind == "nii":
        return np.asanyarray(nibabel.load(path).dataobj).T
    return sitk.GetArrayFromImage(sitk.ReadImage(str(path)))


@contextlib.contextmanager
def heard():
    """What libraries in C write on standard error, which is not shown: a list, filled at the end."""
    kept = os.dup(2)
    words: list[str] = []
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            yield words
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            file.seek(0)
            words.append(file.read().decode(errors="replace"))


def damage(content: bytes, chance: random.Random) -> bytes:
    """One to three changes, mostly in the header; text fields get other digits, so that they stay numbers."""
    bytes_ = bytearray(content)
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(min(len(bytes_), 400) if chance.random() < 0.8 else len(bytes_))
        digits = [index for index in range(min(len(bytes_), 400)) if 48 <= bytes_[index] <= 57]
        if digits and chance.random() < 0.5:
            bytes_[chance.choice(digits)] = chance.choice(b"0123456789")
        elif chance.random() < 0.7:
            bytes_[place] ^= 1 << chance.randrange(8)
        else:
            bytes_[place] = chance.randrange(256)
    return bytes(bytes_)


def ours(binary: str, path: Path, label: float, folder: Path) -> np.ndarray | str:
    """The elements with a label as the program reads them, or why it does not. The path leaves masks as they are."""
    command = [binary, "export", "--truth", f"{path}:{label:g}", "--path", "underconfident", "--steps", "1", "--output", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    if result.returncode not in (0, 64, 65):
        raise RuntimeError(f"exit code {result.returncode}: {result.stderr[:300]}")
    truth = folder / "0-truth.npy"
    if result.returncode != 0:
        return result.stderr.strip()
    array = np.load(truth)
    truth.unlink()
    return array


def agree(mask: np.ndarray, array: np.ndarray, label: float) -> bool:
    """Whether a mask is where an array has a label, axes of one element apart: NIfTI has them, masks need not."""
    expected = np.squeeze(np.asarray(array) == label)
    return np.squeeze(mask).shape == expected.shape and bool(np.array_equal(np.squeeze(mask) != 0, expected))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    print(f"seed {options.seed}")
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    problems = 0
    kept = Path(tempfile.mkdtemp(prefix="differential-"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("npy", "png", "nii", "nrrd", "mha"):
            counts: Counter[str] = Counter()
            for number in range(options.count):
                chance = random.Random(f"{options.seed} {kind} {number}")
                path = folder / f"file.{kind}"
                write(kind, path, chance)
                if number % 10:
                    path.write_bytes(damage(path.read_bytes(), chance))
                try:
                    with heard() as words:
                        array = np.asarray(peer(kind, path))
                    # SimpleITK then gives what lay in memory before.
                    if "failed" in words[0].lower():
                        raise ValueError(words[0])
                    if array.dtype.kind not in "biuf" or not 2 <= np.squeeze(array).ndim <= 3 or array.size > 1 << 20:
                        raise ValueError("no mask")
                    values, sizes = np.unique(array[array != 0], return_counts=True)
                    label = float(values[np.argmax(sizes)])
                except Exception:  # Peers refuse by errors of every type.
                    array, label = None, 1.0
                try:
                    mask = ours(binary, path, label, folder)
                except RuntimeError as error:
                    problems += 1
                    print(f"{kind} {number}: {error}")
                    continue
                if isinstance(mask, str):
                    counts["both refuse" if array is None else "only the program refuses"] += 1
                elif array is None:
                    counts["only the peer refuses"] += 1
                elif agree(mask, array, label):
                    counts["both read the same"] += 1
                else:
                    problems += 1
                    path.rename(kept / f"{number}.{kind}")
                    print(f"{kind} {number}: other elements than the peer's with the label {label:g}: {kept / f'{number}.{kind}'}")
            print(f"{kind}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    if not any(kept.iterdir()):
        kept.rmdir()
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
