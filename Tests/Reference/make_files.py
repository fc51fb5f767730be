"""Writes arrays in every format that the program reads, and what NumPy, nibabel and Pillow say they hold.

    .venv/bin/python Tests/Reference/make_files.py

The files go to Tests/ExperimentsTests/Fixtures/Files, damaged ones to Damaged beside it, and what is in
them to files.json and damaged.json. A second run writes the same bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import nibabel
import numpy as np
from PIL import Image

FIXTURES = Path(__file__).resolve().parent.parent / "ExperimentsTests" / "Fixtures"
FILES = FIXTURES / "Files"
DAMAGED = FIXTURES / "Damaged"

MASK = np.array([[0, 1, 1, 0], [0, 1, 0, 0], [1, 1, 1, 0]])
VOLUME = np.arange(24).reshape(2, 3, 4) % 5
LABELS = np.array([[[0, 1, 2, 2], [0, 3, 2, 0], [0, 0, 0, 0]], [[0, 1, 1, 2], [0, 3, 0, 0], [0, 0, 7, 0]]])
PROBABILITIES = np.array([[0, 0.125, 0.5], [0.625, 0.875, 1]])

cases: list[dict] = []
damaged: list[dict] = []


def expect(file: str, values: np.ndarray, threshold: float = 0.5, **more) -> None:
    """What reading a file must give: intensities, and the mask of those over the threshold or with the label."""
    values = np.asarray(values, np.float64)
    label = more.get("label")
    mask = values > threshold if label is None else values == label
    cases.append(
        {
            "file": file,
            "shape": list(values.shape),
            "spacing": more.pop("spacing", [1.0] * values.ndim),
            "values": values.ravel().tolist(),
            "mask": mask.ravel().tolist(),
            **more,
        }
    )


def refuse(file: str, content: bytes, *words: str) -> None:
    """A file that must be refused with a message that has these words."""
    (DAMAGED / file).write_bytes(content)
    damaged.append({"file": file, "words": list(words)})


# NumPy


def npy_bytes(array: np.ndarray, version=None) -> bytes:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, array, version=version)
    return buffer.getvalue()


def make_npy() -> None:
    types = ["?", "u1", "i1"] + [
        order + kind for order in "<>" for kind in ["u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
    ]
    for name in types:
        values = MASK - (2 if name[-2:-1] == "i" else 0)
        if name[-2:-1] == "f":
            values = MASK * 0.3333
        array = values.astype(name)
        file = f"{array.dtype.name}-{'big' if name[0] == '>' else 'little'}.npy"
        (FILES / file).write_bytes(npy_bytes(array))
        expect(file, array)
    for version in [(1, 0), (2, 0), (3, 0)]:
        for order in "CF":
            file = f"version{version[0]}-{order}.npy"
            (FILES / file).write_bytes(npy_bytes(np.array(VOLUME, np.uint8, order=order), version))
            expect(file, VOLUME)
    for name, array in {
        "fortran-2d": np.asfortranarray(PROBABILITIES),
        "fortran-big-3d": np.asfortranarray(VOLUME.astype(">f4") / 8),
        "vector": np.array([0.0, 1.0, 1.0, 0.0]),
        "half-specials": np.array([6e-8, -6.1e-5, 65504, -0.0, 0.1], np.float16),
    }.items():
        (FILES / f"{name}.npy").write_bytes(npy_bytes(array))
        expect(f"{name}.npy", array)


def zip_bytes(members: dict[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def make_npz() -> None:
    for name, save in {"stored": np.savez, "deflated": np.savez_compressed}.items():
        for suffix, arrays in {
            "one": {"mask": MASK.astype(bool)},
            "two": {"mask": np.asfortranarray(MASK.astype("i4")), "map": PROBABILITIES},
        }.items():
            file = f"{name}-{suffix}.npz"
            save(FILES / file, **arrays)
            for member, array in arrays.items():
                expect(file, array, **({} if suffix == "one" else {"member": member}))


# NIfTI


def nifti_bytes(array: np.ndarray, big=False, zooms=None, slope=None, intercept=0.0) -> bytes:
    """A volume whose axes, x first as in the format, are those of the array in reverse."""
    header = nibabel.Nifti1Header(endianness=">" if big else "<")
    header.set_data_dtype(array.dtype)
    header.set_data_shape(array.T.shape)
    header.set_zooms((zooms or [1.0] * array.ndim)[::-1])
    header["magic"] = b"n+1"
    header["vox_offset"] = 352
    header["scl_slope"] = np.nan if slope is None else slope
    header["scl_inter"] = np.nan if slope is None else intercept
    if slope is None:
        header["scl_slope"], header["scl_inter"] = 0, 0
    data = array.astype(array.dtype.newbyteorder(">" if big else "<"))
    return bytes(header.binaryblock) + b"\0" * 4 + data.tobytes("C")


def read_nifti(file: str) -> tuple[np.ndarray, list[float]]:
    """What nibabel says: values with slowest axis first, and spacings likewise; axes of length 1 dropped."""
    image = nibabel.load(FILES / file)
    values = np.asarray(image.dataobj, np.float64).T
    zooms = [float(zoom) for zoom in image.header.get_zooms()[::-1]]
    kept = [axis for axis, extent in enumerate(values.shape) if extent != 1]
    return values.squeeze(), [zooms[axis] for axis in kept]


def make_nifti() -> None:
    kinds = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"]
    for big in (False, True):
        for kind in kinds:
            array = (VOLUME - (2 if kind[0] == "i" else 0)).astype(kind)
            file = f"{array.dtype.name}-{'big' if big else 'little'}.nii"
            (FILES / file).write_bytes(nifti_bytes(array, big, [3.0, 0.5, 0.75]))
            expect(file, read_nifti(file)[0], spacing=read_nifti(file)[1])
    more = {
        "scaled.nii": dict(array=VOLUME.astype("i2"), slope=0.25, intercept=-0.5, zooms=[2.0, 1.0, 1.0]),
        "scaled-big.nii.gz": dict(array=VOLUME.astype("i2"), slope=0.125, intercept=0.25, big=True),
        "volume.nii.gz": dict(array=VOLUME.astype("f4") / 4, zooms=[2.5, 0.5, 0.5]),
        "slice.nii.gz": dict(array=MASK[None].astype("u1"), zooms=[5.0, 0.25, 0.5]),
        "time-of-one.nii": dict(array=VOLUME[None].astype("u1"), zooms=[1.5, 3.0, 0.5, 0.75]),
    }
    for file, arguments in more.items():
        content = nifti_bytes(**arguments)
        (FILES / file).write_bytes(gzip.compress(content, mtime=0) if file.endswith(".gz") else content)
        expect(file, read_nifti(file)[0], spacing=read_nifti(file)[1])
    for file in ("labels.nii", "labels.nii.gz"):
        content = nifti_bytes(LABELS.astype("u1"), zooms=[2.0, 1.0, 1.0])
        (FILES / file).write_bytes(gzip.compress(content, mtime=0) if file.endswith(".gz") else content)
        for label in (1, 2, 3, 7):
            expect(file, read_nifti(file)[0], spacing=read_nifti(file)[1], label=label)
    # Written by nibabel alone, with the affine and the extension flag as programs have them.
    image = nibabel.Nifti1Image(VOLUME.T.astype(np.float32), np.diag([0.5, 0.75, 3.0, 1.0]))
    nibabel.save(image, FILES / "nibabel.nii")
    expect("nibabel.nii", read_nifti("nibabel.nii")[0], spacing=read_nifti("nibabel.nii")[1])


# PNG


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bytes(width: int, height: int, bits: int, colour: int, rows: list[bytes], interlace=0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def packed(values: np.ndarray, bits: int) -> list[bytes]:
    """Rows of samples of 1, 2 or 4 bits, the leftmost in the highest bits."""
    rows = []
    for row in values:
        text = "".join(format(value, f"0{bits}b") for value in row)
        text += "0" * (-len(text) % 8)
        rows.append(bytes(int(text[start : start + 8], 2) for start in range(0, len(text), 8)))
    return rows


def make_png() -> None:
    grey = MASK * 200 + np.arange(12).reshape(3, 4)
    deep = grey * 257
    pictures = {
        "grey8": (Image.fromarray(grey.astype(np.uint8)), grey, 255),
        "grey16": (Image.fromarray(deep.astype(np.uint16)), deep, 65535),
        "one-bit": (Image.fromarray(MASK.astype(bool)), MASK, 1),
        "grey-alpha": (Image.merge("LA", [Image.fromarray(grey.astype(np.uint8))] * 2), grey, 255),
        "grey-as-rgb": (Image.merge("RGB", [Image.fromarray(grey.astype(np.uint8))] * 3), grey, 255),
        "grey-as-rgba": (Image.merge("RGBA", [Image.fromarray(grey.astype(np.uint8))] * 4), grey, 255),
    }
    for name, (picture, values, full) in pictures.items():
        picture.save(FILES / f"{name}.png")
        shown = np.asarray(Image.open(FILES / f"{name}.png"))
        first = shown[..., 0] if shown.ndim == 3 else shown
        assert (first.astype(int) == values).all(), name
        expect(f"{name}.png", values / full)
    for bits in (2, 4):
        values = (MASK * 2 + 1) % 2**bits
        content = png_bytes(4, 3, bits, 0, packed(values, bits))
        (FILES / f"grey{bits}.png").write_bytes(content)
        assert (np.asarray(Image.open(io.BytesIO(content)), int) * (2**bits - 1) // 255 == values).all()
        expect(f"grey{bits}.png", values / (2**bits - 1))
    for bits in (1, 2, 4, 8):
        values = MASK * (2**bits - 1)
        picture = Image.fromarray(values.astype(np.uint8), "P")
        picture.putpalette([level for index in range(2**bits) for level in (index, 0, 255 - index)])
        picture.save(FILES / f"palette{bits}.png", bits=bits)
        expect(f"palette{bits}.png", values)
        expect(f"palette{bits}.png", values, label=2**bits - 1)


# Damaged files


def make_damaged() -> None:
    npy = npy_bytes(MASK.astype("f8"))
    nii = nifti_bytes(VOLUME.astype("f4"), zooms=[2.0, 1.0, 1.0])
    zipped = gzip.compress(nii, mtime=0)
    png = (FILES / "grey8.png").read_bytes()
    archive = zip_bytes({"mask.npy": npy})

    for name, content in {"npy": npy, "nii": nii, "nii.gz": zipped, "png": png, "npz": archive}.items():
        refuse(f"cut-in-half.{name}", content[: len(content) // 2])
        refuse(f"cut-short.{name}", content[:-3])
        refuse(f"wrong-magic.{name}", b"\xff\xff\xff\xff" + content[4:], "none of PNG")
    refuse("empty.npy", b"", "none of PNG")
    refuse("text.png", b"not a picture\n", "none of PNG")

    def npy_with(header: str) -> bytes:
        return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + b"\0" * 64

    refuse("four-axes.npy", npy_bytes(np.zeros((2, 2, 2, 2))), "4 axes", "1, 2 or 3")
    refuse("no-axes.npy", npy_bytes(np.float64(1.0)), "0 axes")
    refuse("no-elements.npy", npy_bytes(np.zeros((0, 3))), "0 elements")
    refuse("complex.npy", npy_bytes(np.zeros((2, 2), complex)), "c16", "astype")
    refuse("text.npy", npy_bytes(np.array(["a", "b"])), "U1")
    refuse("objects.npy", npy_bytes(np.array([None, 1], object)), "O")
    refuse("nan.npy", npy_bytes(np.array([[0.0, np.nan]])), "number")
    refuse("version9.npy", npy[:6] + b"\x09\x00" + npy[8:], "version 9")
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': "
    refuse("absurd.npy", npy_with(head + "(1099511627776, 1099511627776), }"), "too large", "elements")
    refuse("overflow.npy", npy_with(head + "(99999999999999999999999,), }"), "header")
    refuse("negative.npy", npy_with(head + "(-2, 3), }"), "negative")
    refuse("no-shape.npy", npy_with("{'descr': '<f8', 'fortran_order': False, }"), "header")

    refuse("no-array.npz", zip_bytes({"readme.txt": b"hello"}), "no array")
    refuse("two.npz", zip_bytes({"a.npy": npy, "b.npy": npy}), "a, b", "two.npz:a")
    refuse("method.npz", zip_bytes({"a.npy": npy}, zipfile.ZIP_BZIP2), "method 12")
    # A kilobyte that says of itself that it unpacks to the size of one array, and unpacks to a mebibyte.
    bomb = bytearray(zip_bytes({"a.npy": b"\0" * (1 << 20)}))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", len(npy))
    refuse("bomb.npz", bytes(bomb), "too large", "table")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 0xF000_0000)
    refuse("huge.npz", bytes(bomb), "too large")

    def nii_with(offset: int, format: str, *values) -> bytes:
        content = bytearray(nii)
        struct.pack_into(format, content, offset, *values)
        return bytes(content)

    refuse("four-axes.nii", nifti_bytes(np.zeros((2, 2, 2, 2), "u1")), "4 axes", "1, 2 or 3")
    refuse("pair.nii", nii_with(344, "4s", b"ni1\0"), "n+1")
    refuse("no-axes.nii", nii_with(40, "<h", 0), "0 axes")
    refuse("eight-axes.nii", nii_with(40, "<h", 8), "8 axes")
    refuse("absurd.nii", nii_with(40, "<4h", 3, 32767, 32767, 32767), "too large")
    refuse("negative.nii", nii_with(42, "<h", -4), "negative")
    refuse("no-elements.nii", nii_with(42, "<h", 0), "0 elements")
    refuse("colour.nii", nii_with(70, "<h", 128), "128")
    refuse("spacing.nii", nii_with(80, "<f", float("nan")), "spacing")
    refuse("offset.nii", nii_with(108, "<f", -1.0), "-1")
    refuse("slope.nii", nii_with(112, "<f", float("inf")), "scaling")
    # Eight mebibytes behind a header that speaks of 96 bytes.
    refuse("bomb.nii.gz", gzip.compress(nii + b"\0" * (1 << 23), mtime=0), "too large", "header")
    refuse("checksum.nii.gz", zipped[:-8] + bytes(4) + zipped[-4:], "gzip")

    colour = np.zeros((2, 2, 3), np.uint8)
    colour[1, 0] = (10, 200, 10)
    buffer = io.BytesIO()
    Image.fromarray(colour).save(buffer, "PNG")
    refuse("colour.png", buffer.getvalue(), "row 1, column 0", "grey")
    refuse("absurd.png", png_bytes(60_000, 60_000, 8, 0, [b"\0"]), "too large")
    refuse("no-pixels.png", png_bytes(0, 3, 8, 0, [b"\0"]), "PNG")
    flipped = bytearray(png)
    flipped[-20] ^= 0xFF
    refuse("checksum.png", bytes(flipped), "PNG")


def main() -> None:
    for folder in (FILES, DAMAGED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    make_npy()
    make_npz()
    make_nifti()
    make_png()
    make_damaged()
    for name, rows in {"files": cases, "damaged": damaged}.items():
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        (FIXTURES / f"{name}.json").write_text('{"cases":[\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
