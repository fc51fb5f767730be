"""Files that nothing can be read from: damaged, absurd, or of a format that is known and not read."""

from __future__ import annotations

import io

import h5py
import nrrd
import numpy as np
import SimpleITK as sitk
import tifffile
from PIL import Image

from files_common import *


def image_bytes(array: np.ndarray, format: str) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(array.astype(np.uint8)).save(buffer, format)
    return buffer.getvalue()


def make_cut() -> None:
    npy = npy_bytes(MASK.astype("f8"))
    nii = nifti_bytes(VOLUME.astype("f4"), zooms=[2.0, 1.0, 1.0])
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, (MASK * 255).astype("u1"), metadata=None)
    sources = {
        "npy": npy, "nii": nii, "nii.gz": packed_gzip(nii), "png": image_bytes(MASK * 255, "PNG"),
        "npz": zip_bytes({"mask.npy": npy}), "nrrd": (FILES / "uint8.nrrd").read_bytes(),
        "packed.nrrd": (FILES / "float32.nrrd").read_bytes(), "mha": (FILES / "uint8.mha").read_bytes(),
        "packed.mha": (FILES / "float32.mha").read_bytes(), "tif": (FILES / "uint8.tif").read_bytes(),
        "two.nii": (FILES / "two.nii").read_bytes(),
    }
    for name, content in sources.items():
        damage(f"cut-in-half.{name}", content[: len(content) // 2])
        if "tif" not in name:
            damage(f"cut-short.{name}", content[:-3])
        if "mha" not in name:
            damage(f"wrong-magic.{name}", b"\xff\xff\xff\xff" + content[4:], "none of PNG")
    damage("empty.npy", b"", "none of PNG")
    damage("text.png", b"not a picture\n", "none of PNG")
    flipped = bytearray(sources["npz"])
    flipped[60] ^= 1
    damage("flipped.npz", bytes(flipped))
    stored = bytearray(zip_bytes({"mask.npy": npy}, zipfile.ZIP_STORED))
    stored[stored.find(npy) + 140] ^= 1
    damage("flipped-stored.npz", bytes(stored), "CRC-32", "mask.npy")
    for name in ("nii.gz", "packed.nrrd", "packed.mha"):
        content = bytearray(sources[name])
        content[-4 if name == "packed.mha" else -6] ^= 1
        damage(f"checksum.{name}", bytes(content), "damaged")
    damage("garbage.nii.gz", sources["nii.gz"] + b"garbage", "damaged")
    damage("second-member.nii.gz", packed_gzip(nii[:200]) + packed_gzip(nii[200:])[:-9])


def make_numpy() -> None:
    npy = npy_bytes(MASK.astype("f8"))
    damage("no-axes.npy", npy_bytes(np.float64(1.0)), "0 axes")
    damage("no-elements.npy", npy_bytes(np.zeros((0, 3))), "0 elements")
    damage("complex.npy", npy_bytes(np.zeros((2, 2), complex)), "c16", "astype")
    damage("text.npy", npy_bytes(np.array(["a", "b"])), "U1")
    damage("objects.npy", npy_bytes(np.array([None, 1], object)), "O")
    damage("structured.npy", npy_bytes(np.zeros(3, [("a", "f4"), ("b", "i2")])), "structured")
    damage("version9.npy", npy[:6] + b"\x09\x00" + npy[8:], "version 9")
    head = "{'descr': '<f8', 'fortran_order': False, 'shape': "
    damage("absurd.npy", npy_with(head + "(1099511627776, 1099511627776), }"), "too large", "elements")
    damage("overflow.npy", npy_with(head + "(99999999999999999999999,), }"), "too large")
    damage("negative.npy", npy_with(head + "(-2, 3), }"), "negative")
    damage("many-axes.npy", npy_with(head + "(" + "1," * 3000 + "), }"), "3000 axes")
    damage("no-shape.npy", npy_with("{'descr': '<f8', 'fortran_order': False, }"), "header")
    damage("deep.npy", npy_with(head + "(" * 1000 + "}"), "header")
    damage("no-array.npz", zip_bytes({"readme.txt": b"hello"}), "no array")
    damage("two.npz", zip_bytes({"a.npy": npy, "b.npy": npy}), "a, b", "two.npz:a")
    damage("method.npz", zip_bytes({"a.npy": npy}, zipfile.ZIP_BZIP2), "method 12")
    # A kilobyte that says of itself that it unpacks to the size of one array, and unpacks to a mebibyte.
    bomb = bytearray(zip_bytes({"a.npy": b"\0" * (1 << 20)}))
    entry = bomb.rindex(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", len(npy))
    damage("bomb.npz", bytes(bomb), "damaged")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 0xF000_0000)
    damage("huge.npz", bytes(bomb), "too large")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 0x7000_0000)
    damage("larger.npz", bytes(bomb))


def make_nifti() -> None:
    nii = nifti_bytes(VOLUME.astype("f4"), zooms=[2.0, 1.0, 1.0])

    def with_field(offset: int, form: str, *values) -> bytes:
        return patched(nii, (offset, form, *values))

    damage("pair.nii", with_field(344, "4s", b"ni1\0"), "ni1")
    damage("analyze.hdr", with_field(344, "4s", b"\0\0\0\0"), "Analyze", "mri_convert")
    damage("lonely.hdr", with_field(344, "4s", b"ni1\0"), "lonely.img")
    damage("no-axes.nii", with_field(40, "<h", 0), "0 axes")
    damage("eight-axes.nii", with_field(40, "<h", 8), "8 axes")
    damage("absurd.nii", with_field(40, "<4h", 3, 32767, 32767, 32767), "too large")
    damage("negative.nii", with_field(42, "<h", -4), "negative")
    damage("no-elements.nii", with_field(42, "<h", 0), "0")
    damage("complex.nii", with_field(70, "<h", 32), "complex")
    damage("spacing.nii", with_field(80, "<f", float("nan")), "spacing")
    damage("offset.nii", with_field(108, "<f", -1.0), "-1")
    damage("intercept.nii", patched(nii, (112, "<f", 2.0), (116, "<f", float("nan"))), "scaling")
    damage("cifti.nii", with_field(68, "<h", 3002), "CIFTI", "wb_command")
    damage("six-axes.nii", nifti_bytes(np.zeros((2, 2, 2, 2, 2, 2), "u1")), "five axes")


def make_others() -> None:
    colour = np.zeros((2, 2, 3))
    damage("absurd.png", png_bytes(60_000, 60_000, 8, 0, [b"\0"]), "too large")
    damage("no-pixels.png", png_bytes(0, 3, 8, 0, [b"\0"]), "PNG")
    png = bytearray(image_bytes(MASK * 255, "PNG"))
    png[-20] ^= 0xFF
    damage("checksum.png", bytes(png), "PNG")
    frames = chunk(b"acTL", struct.pack(">II", 2, 0))
    damage("animated.png", png_bytes(4, 3, 8, 0, packed_rows(MASK, 8), frames), "animated")
    damage("photo.jpg", image_bytes(colour, "JPEG"), "JPEG", "lossy")
    damage("mask.bmp", image_bytes(MASK * 255, "BMP"), "BMP", "magick mask.bmp")
    damage("mask.gif", image_bytes(MASK * 255, "GIF"), "GIF")
    damage("mask.webp", image_bytes(colour, "WEBP"), "WebP")
    buffer = io.BytesIO()
    Image.fromarray((np.arange(256).reshape(16, 16)).astype(np.uint8)).save(buffer, "TIFF", compression="jpeg")
    damage("jpeg.tif", buffer.getvalue(), "lossy")
    buffer = io.BytesIO()
    with tifffile.TiffWriter(buffer) as writer:
        writer.write(MASK.astype("u1"), metadata=None)
        writer.write(VOLUME[0, :2].astype("u1"), metadata=None)
    damage("pages-differ.tif", buffer.getvalue(), "pages differ")
    mgh = struct.pack(">7i", 1, 2, 3, 4, 1, 3, 0).ljust(284, b"\0") + bytes(96)
    damage("brain.mgh", mgh, "FreeSurfer", "mri_convert brain.mgh")
    damage("brain.mgz", packed_gzip(mgh), "FreeSurfer", "mri_convert brain.mgz")
    damage("slice.dcm", bytes(128) + b"DICM" + bytes(100), "DICOM", "dcm2niix")
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file["mask"] = MASK
    damage("mask.h5", buffer.getvalue()[:1024], "HDF5", "h5py.File('mask.h5')")
    damage("mask.mat", b"MATLAB 5.0 MAT-file".ljust(200), "MATLAB", "scipy.io.loadmat('mask.mat')")
    damage("mask73.mat", b"MATLAB 7.3 MAT-file".ljust(200), "MATLAB 7.3", "h5py")
    damage("map.pt", zip_bytes({"map/data.pkl": b"", "map/version": b"3"}), "PyTorch", "torch.load('map.pt')")
    damage("map.zarr.zip", zip_bytes({".zarray": b"{}"}), "Zarr", "zarr.open")
    damage("plan.pkl", b"\x80\x04\x95" + bytes(20), "pickle", "numpy.save")
    damage("volume.nii.zst", b"\x28\xb5\x2f\xfd" + bytes(20), "unzstd volume.nii.zst")
    damage("volume.nii.bz2", b"BZh9" + bytes(20), "bunzip2")
    damage("label.json", b'{"version": "5.0", "shapes": []}', "labelme")
    head = b"NRRD0004\ntype: uint8\ndimension: 2\nsizes: 4 3\n"
    damage("bzip2.nrrd", head + b"encoding: bzip2\n\n" + bytes(12), "bzip2", "unu save")
    damage("list.nhdr", head + b"encoding: raw\ndata file: LIST\na.raw\n\n", "several files")
    damage("missing.nhdr", head + b"encoding: raw\ndata file: nowhere.raw\n\n", "nowhere.raw")
    damage("sizes.nrrd", head.replace(b"4 3", b"4 3 2") + b"encoding: raw\n\n" + bytes(24), "sizes")
    damage("type.nrrd", head.replace(b"uint8", b"block") + b"encoding: raw\n\n" + bytes(24), "block")
    damage("words.nrrd", head + b"encoding: ascii\n\n1 2 3 four 5 6 7 8 9 10 11 12", "four")
    damage("few.nrrd", head + b"encoding: ascii\n\n1 2 3", "3 of 12")
    meta = b"ObjectType = Image\nNDims = 2\nDimSize = 4 3\nElementType = MET_UCHAR\n"
    damage("endless.mha", meta + bytes(100), "where the data is")
    damage("missing.mhd", meta + b"ElementDataFile = nowhere.raw\n", "nowhere.raw")
    damage("list.mhd", meta + b"ElementDataFile = LIST\na.raw\n", "several files")
    damage("type.mha", meta.replace(b"UCHAR", b"STRING") + b"ElementDataFile = LOCAL\n" + bytes(12), "MET_STRING")
    damage("matrix.mha", meta + b"TransformMatrix = 1 0 0\nElementDataFile = LOCAL\n" + bytes(12), "TransformMatrix", "4 numbers")


def make_damaged() -> None:
    make_cut()
    make_numpy()
    make_nifti()
    make_others()
