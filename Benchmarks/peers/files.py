"""Files of masks and maps, as their users read them.

A job names the field and the ending of the file: `mask.nii.gz`. Whoever is asked first writes it, so
that the program reads what the peers have written. The result is every 97th element in the order of
the file, of which the sum is taken outside of the timing.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np

Call = Callable[[], object]

STEP = 97


class Sampled:
    """Elements of an array, scaled; what `serve.py` sums up."""

    def __init__(self, array: np.ndarray, scale: float):
        self.array, self.scale = array, scale

    def sum(self, dtype):
        # A view of a contiguous array, in whichever order of axes.
        return self.array.ravel("K")[::STEP].sum(dtype=dtype) * self.scale


def field(data, kind: str) -> np.ndarray:
    return data.mask if kind == "mask" else data.p


def by(write, read, scale: float = 1) -> Callable[[object, str], Call]:
    """A contestant that writes a field to a path, unless it is there, and reads it from then on."""

    def prepare(data, identifier: str) -> Call:
        path = f"{data.folder}/{data.name}-{identifier}"
        if not os.path.exists(path):
            write(field(data, identifier.partition(".")[0]), path)
        return lambda: Sampled(read(path), scale)

    return prepare


def write_nifti(array, path):
    import nibabel

    stored = array.astype(np.uint8 if array.dtype == bool else np.float32)
    # The last axis of the program's grids is the first, and fastest, of the format.
    nibabel.save(nibabel.Nifti1Image(stored.T, np.eye(4)), path)


def read_nifti(path):
    import nibabel

    return nibabel.load(path).get_fdata()


def write_numpy(array, path):
    np.savez_compressed(path, array)


def read_numpy(path):
    with np.load(path) as archive:
        return archive["arr_0"]


def write_png(array, path):
    from PIL import Image

    Image.fromarray(np.rint(array.astype(np.float32) * 255).astype(np.uint8)).save(path)


def read_png(path):
    from PIL import Image

    # Larger than it takes for a picture of good intent.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as image:
        return np.asarray(image)


CONTESTANTS = {
    ("nibabel", "file"): by(write_nifti, read_nifti),
    ("numpy", "file"): by(write_numpy, read_numpy),
    ("pillow", "file"): by(write_png, read_png, 1 / 255),
}
