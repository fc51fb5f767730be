"""What the scripts share that write files and what they hold; see make_files.py."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import nibabel
import numpy as np

FIXTURES = Path(__file__).resolve().parent.parent / "FieldFilesTests" / "Fixtures"
FILES = FIXTURES / "Files"
DAMAGED = FIXTURES / "Damaged"

MASK = np.array([[0, 1, 1, 0], [0, 1, 0, 0], [1, 1, 1, 0]])
VOLUME = np.arange(24).reshape(2, 3, 4) % 5
LABELS = np.array([[[0, 1, 2, 2], [0, 3, 2, 0], [0, 0, 0, 0]], [[0, 1, 1, 2], [0, 3, 0, 0], [0, 0, 7, 0]]])
PROBABILITIES = np.array([[0, 0.125, 0.5], [0.625, 0.875, 1]])

# What reading a file must give, pairs of files on one grid, and files that must be refused.
cases: list[dict] = []
pairs: list[dict] = []
damaged: list[dict] = []


def expect(file: str, values, read="image", spacing=None, member=None, **options) -> None:
    """What reading a file must give: read is image, mask, map (a prediction) or truth."""
    values = np.asarray(values, np.float64)
    case = {"file": file, "read": read, "options": options, "shape": list(values.shape)}
    case["spacing"] = [1.0] * values.ndim if spacing is None else [float(step) for step in spacing]
    case["values"] = values.ravel().tolist()
    if member:
        case["member"] = member
    cases.append(case)


def refuse(file: str, *words: str, read="mask", member=None, **options) -> None:
    """A sound file that must be refused for what is asked of it, with a message that has these words."""
    case = {"file": file, "read": read, "options": options, "words": list(words)}
    if member:
        case["member"] = member
    cases.append(case)


def pair(truth: str, prediction: str, values=None, words=(), spacing=None, ignore=False, **options) -> None:
    """Two files on the first one's grid: the values of both, slowest axis first, or why they are refused."""
    case = {"files": [truth, prediction], "options": options, "ignorePosition": ignore}
    if values is None:
        case["words"] = list(words)
    else:
        case["values"] = [np.asarray(value, np.float64).ravel().tolist() for value in values]
        case["shape"] = list(np.shape(values[0]))
        case["spacing"] = [float(step) for step in spacing]
    pairs.append(case)


def damage(file: str, content: bytes, *words: str) -> None:
    """A file that nothing can be read from."""
    (DAMAGED / file).write_bytes(content)
    damaged.append({"file": file, "words": list(words)})


def write(name: str, content: bytes) -> str:
    (FILES / name).write_bytes(content)
    return name


# Bytes of formats


def npy_bytes(array: np.ndarray, version=None) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    return buffer.getvalue()


def npy_with(header: str, data: bytes = b"\0" * 64) -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def zip_bytes(members, method=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive; members may be pairs, to have two of one name."""
    buffer = io.BytesIO()
    pairs = members.items() if isinstance(members, dict) else members
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def nifti_bytes(array: np.ndarray, big=False, zooms=None, slope=None, intercept=0.0) -> bytes:
    """A volume whose axes, x first as in the format, are those of the array in reverse, without a place."""
    header = nibabel.Nifti1Header(endianness=">" if big else "<")
    header.set_data_dtype(array.dtype)
    header.set_data_shape(array.T.shape)
    header.set_zooms((zooms or [1.0] * array.ndim)[::-1])
    header["magic"] = b"n+1"
    header["vox_offset"] = 352
    header["scl_slope"] = 0 if slope is None else slope
    header["scl_inter"] = intercept
    data = array.astype(array.dtype.newbyteorder(">" if big else "<"))
    return bytes(header.binaryblock) + b"\0" * 4 + data.tobytes("C")


def patched(content: bytes, *fixes) -> bytes:
    """Numbers written over at offsets: (offset, form, values…)."""
    content = bytearray(content)
    for offset, form, *values in fixes:
        struct.pack_into(form, content, offset, *values)
    return bytes(content)


def packed_gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bytes(
    width: int, height: int, bits: int, colour: int, rows: list[bytes], more=b"", filters=None
) -> bytes:
    """A picture of rows that are filtered already, by the filters of the given numbers (none unless given)."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    filtered = zip(filters or [0] * len(rows), rows)
    data = zlib.compress(b"".join(bytes([number]) + row for number, row in filtered), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def packed_rows(values: np.ndarray, bits: int) -> list[bytes]:
    """Rows of samples of 1, 2 or 4 bits, the leftmost in the highest bits."""
    rows = []
    for row in values:
        text = "".join(format(value, f"0{bits}b") for value in row)
        text += "0" * (-len(text) % 8)
        rows.append(bytes(int(text[start : start + 8], 2) for start in range(0, len(text), 8)))
    return rows
