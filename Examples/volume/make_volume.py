"""A small volume for the examples of the README: labels, and a map of one of them.

    python3 Examples/volume/make_volume.py

writes truth.nii.gz (0 background, 1 a shell, 2 the ellipsoid inside) and map.nii.gz (probabilities of
label 2, a little too large and off by one element) beside itself. NIfTI-1, voxels of 1 x 1 x 2 mm, RAS,
without any package and always with the same bytes.
"""

import gzip
import math
import struct
from pathlib import Path

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


def write(name, code, kind, bits, value):
    """kind is NIfTI's number of the type that struct calls code."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *EXTENTS, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, kind, bits)
    struct.pack_into("<8f", header, 76, 1, *SPACING, 0, 0, 0, 0)
    struct.pack_into("<f", header, 108, 352)
    struct.pack_into("<f", header, 112, 1)  # slope of the scaling
    struct.pack_into("<B", header, 123, 2)  # millimetres
    struct.pack_into("<hh", header, 252, 0, 1)  # the position is that of sform, of a scanner
    for row in range(3):
        column = [0.0, 0.0, 0.0, 0.0]
        column[row] = SPACING[row]
        struct.pack_into("<4f", header, 280 + 16 * row, *column)
    header[344:348] = b"n+1\0"
    nx, ny, nz = EXTENTS
    values = [value(x, y, z) for z in range(nz) for y in range(ny) for x in range(nx)]
    content = bytes(header) + struct.pack(f"<{len(values)}{code}", *values)
    Path(__file__).with_name(name).write_bytes(gzip.compress(content, 9, mtime=0))


write("truth.nii.gz", "B", 2, 8, label)
write("map.nii.gz", "f", 16, 32, probability)
