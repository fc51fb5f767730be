"""A small volume for the examples of the README: labels, and a map of one of them.

    python3 Examples/volume/make_volume.py

writes truth.nii.gz (0 background, 1 a shell, 2 the ellipsoid inside) and map.nii.gz (probabilities of
label 2, a little too large and off by one element) beside itself. NIfTI-1, voxels of 1 x 1 x 2 mm, RAS,
without any package and always with the same bytes.
"""

import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from nifti import write  # noqa: E402

EXTENTS = (64, 48, 24)  # x, y, z
SPACING = (1.0, 1.0, 2.0)  # mm
RADII = (7.0, 6.0, 10.0)  # mm


def distance(x, y, z, shift=0.0):
    """0 in the middle of the ellipsoid, 1 on its surface."""
    point = (x - 24 - shift, y - 24, z - 12)
    return math.sqrt(sum((p * s / r) ** 2 for p, s, r in zip(point, SPACING, RADII)))


def label(x, y, z):
    d = distance(x, y, z)
    return 2 if d <= 1 else 1 if d <= 1.4 else 0


def probability(x, y, z):
    """In steps of 1/64, which single precision keeps exactly."""
    d = distance(x, y, z, shift=1)
    return round(64 / (1 + math.exp(8 * (d - 1.05)))) / 64


def field(value):
    nx, ny, nz = EXTENTS
    return [value(x, y, z) for z in range(nz) for y in range(ny) for x in range(nx)]


here = Path(__file__)
write(here.with_name("truth.nii.gz"), EXTENTS, SPACING, "B", 2, 8, field(label))
write(here.with_name("map.nii.gz"), EXTENTS, SPACING, "f", 16, 32, field(probability))
