"""Writes the small NIfTI-1 files of the examples, without any package and always with the same bytes."""

import gzip
import struct


def write(path, extents, spacing, code, kind, bits, values):
    """Values along x first, then y and z; kind is NIfTI's number of the type that struct calls code."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *extents, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, kind, bits)
    struct.pack_into("<8f", header, 76, 1, *spacing, 0, 0, 0, 0)
    struct.pack_into("<f", header, 108, 352)
    struct.pack_into("<f", header, 112, 1)  # slope of the scaling
    struct.pack_into("<B", header, 123, 2)  # millimetres
    struct.pack_into("<hh", header, 252, 0, 1)  # the position is that of sform, of a scanner
    for row in range(3):
        column = [0.0, 0.0, 0.0, 0.0]
        column[row] = spacing[row]
        struct.pack_into("<4f", header, 280 + 16 * row, *column)
    header[344:348] = b"n+1\0"
    path.parent.mkdir(exist_ok=True)
    content = bytes(header) + struct.pack(f"<{len(values)}{code}", *values)
    path.write_bytes(gzip.compress(content, 9, mtime=0))
