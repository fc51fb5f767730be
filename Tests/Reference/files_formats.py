"""Every format and every way of storing numbers in it, as peers write and read them."""

from __future__ import annotations

import io

import nibabel
import nrrd
import numpy as np
import SimpleITK as sitk
import tifffile
from PIL import Image

from files_common import *

REALS = ["f4", "f8"]
INTEGERS = ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"]


def make_npy() -> None:
    types = ["?", "u1", "i1"] + [
        order + kind for order in "<>" for kind in ["u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
    ]
    for name in types:
        values = MASK - (2 if name[-2:-1] == "i" else 0)
        if name[-2:-1] == "f":
            values = MASK * 0.3333
        array = values.astype(name)
        file = write(f"{array.dtype.name}-{'big' if name[0] == '>' else 'little'}.npy", npy_bytes(array))
        expect(file, array)
    for version in [(1, 0), (2, 0), (3, 0)]:
        for order in "CF":
            array = np.array(VOLUME, np.uint8, order=order)
            expect(write(f"version{version[0]}-{order}.npy", npy_bytes(array, version)), VOLUME)
    for name, array in {
        "fortran-2d": np.asfortranarray(PROBABILITIES),
        "fortran-big-3d": np.asfortranarray(VOLUME.astype(">f4") / 8),
        "vector": np.array([0.0, 1.0, 1.0, 0.0]),
        "half-specials": np.array([6e-8, -6.1e-5, 65504, -0.0, 0.1], np.float16),
    }.items():
        expect(write(f"{name}.npy", npy_bytes(array)), array)
    # Headers that numpy.load reads and other programs write.
    headers = {
        "double-quotes": '{"descr": "|u1", "fortran_order": False, "shape": (3, 4)}',
        "blanks": "{ 'shape' :(3,4 ,) ,\t'descr':'u1','fortran_order' : False}  \n",
        "python-2": "{'descr': '|u1', 'fortran_order': False, 'shape': (3L, 4L), }",
        "alias": "{'descr': 'uint8', 'fortran_order': False, 'shape': (3, 4), }",
        "alias-code": "{'descr': 'B', 'fortran_order': False, 'shape': [3, 4], }",
    }
    for name, header in headers.items():
        content = npy_with(header, MASK.astype("u1").tobytes())
        if name not in ("python-2", "alias-code"):
            assert (np.load(io.BytesIO(content)) == MASK).all(), name
        expect(write(f"header-{name}.npy", content), MASK)


def make_npz() -> None:
    for name, save in {"stored": np.savez, "deflated": np.savez_compressed}.items():
        for suffix, arrays in {
            "one": {"mask": MASK.astype(bool)},
            "two": {"mask": np.asfortranarray(MASK.astype("i4")), "map": PROBABILITIES},
        }.items():
            file = f"{name}-{suffix}.npz"
            save(FILES / file, **arrays)
            for member, array in arrays.items():
                expect(file, array, member=None if suffix == "one" else member)
    # Of two members of one name NumPy reads the last.
    first, last = npy_bytes(np.zeros((3, 4))), npy_bytes(MASK.astype("f8"))
    with_two = write("same-name.npz", zip_bytes([("a.npy", first), ("a.npy", last)]))
    assert (np.load(FILES / with_two)["a"] == MASK).all()
    expect(with_two, MASK)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a.npy", "w", force_zip64=True) as member:
        member.write(last)
    expect(write("zip64.npz", buffer.getvalue()), MASK)


def read_nifti(file: str) -> tuple[np.ndarray, list[float]]:
    """What nibabel says: values with slowest axis first, and spacings likewise; axes of length 1 dropped."""
    image = nibabel.load(FILES / file)
    values = np.asarray(image.dataobj, np.float64).T
    zooms = [float(zoom) for zoom in image.header.get_zooms()[::-1]]
    kept = [axis for axis, extent in enumerate(values.shape) if extent != 1]
    return values.squeeze(), [zooms[axis] for axis in kept]


def expect_nifti(file: str, **more) -> None:
    values, spacing = read_nifti(file)
    expect(file, values, spacing=spacing, **more)


def make_nifti() -> None:
    for big in (False, True):
        for kind in INTEGERS + REALS:
            array = (VOLUME - (2 if kind[0] == "i" else 0)).astype(kind)
            file = f"{array.dtype.name}-{'big' if big else 'little'}.nii"
            expect_nifti(write(file, nifti_bytes(array, big, [3.0, 0.5, 0.75])))
    more = {
        "scaled.nii": dict(array=VOLUME.astype("i2"), slope=0.25, intercept=-0.5, zooms=[2.0, 1.0, 1.0]),
        "scaled-big.nii.gz": dict(array=VOLUME.astype("i2"), slope=0.125, intercept=0.25, big=True),
        "nan-slope.nii": dict(array=VOLUME.astype("i2"), slope=np.nan, intercept=np.nan),
        "infinite-slope.nii": dict(array=VOLUME.astype("i2"), slope=np.inf, intercept=0),
        "volume.nii.gz": dict(array=VOLUME.astype("f4") / 4, zooms=[2.5, 0.5, 0.5]),
        "slice.nii.gz": dict(array=MASK[None].astype("u1"), zooms=[5.0, 0.25, 0.5]),
        "time-of-one.nii": dict(array=VOLUME[None].astype("u1"), zooms=[1.5, 3.0, 0.5, 0.75]),
    }
    for file, arguments in more.items():
        content = nifti_bytes(**arguments)
        expect_nifti(write(file, packed_gzip(content) if file.endswith(".gz") else content))
    affine = np.diag([0.5, 0.75, 3.0, 1.0])
    values = VOLUME.T.astype(np.float32)
    for name, image in {
        "nibabel.nii": nibabel.Nifti1Image(values, affine),
        "two.nii": nibabel.Nifti2Image(values, affine),
        "two.nii.gz": nibabel.Nifti2Image(values.astype(np.int64), affine, dtype="int64"),
        "pair.hdr": nibabel.Nifti1Pair(values, affine),
        "packed-pair.hdr.gz": nibabel.Nifti1Pair(values, affine),
    }.items():
        nibabel.save(image, FILES / name)
        expect_nifti(name)
    expect("pair.img", VOLUME, spacing=[3.0, 0.75, 0.5])
    big = nibabel.Nifti2Image(values, affine, nibabel.Nifti2Header(endianness=">"))
    nibabel.save(big, FILES / "two-big.nii")
    expect_nifti("two-big.nii")
    # Padding after the data, members of gzip, zeros after the last one, an extension.
    plain = nifti_bytes(VOLUME.astype("u1"))
    expect(write("padded.nii", plain + b"\0" * 1000), VOLUME)
    expect(write("padded.nii.gz", packed_gzip(plain + b"\0" * 100_000)), VOLUME)
    expect(write("members.nii.gz", packed_gzip(plain[:100]) + packed_gzip(plain[100:360]) + packed_gzip(plain[360:])), VOLUME)
    expect(write("zeros.nii.gz", packed_gzip(plain) + b"\0" * 512), VOLUME)
    # Units: micrometres and metres.
    metres = patched(nifti_bytes(VOLUME.astype("u1"), zooms=[0.003, 0.002, 0.001]), (123, "B", 1))
    expect(write("metres.nii", metres), VOLUME, spacing=[float(np.float32(v)) * 1000 for v in (0.003, 0.002, 0.001)])
    micro = patched(nifti_bytes(VOLUME.astype("u1"), zooms=[3000.0, 500.0, 250.0]), (123, "B", 3))
    expect(write("micrometres.nii", micro), VOLUME, spacing=[3.0, 0.5, 0.25])
    # Four and five axes.
    series = np.arange(48).reshape(2, 2, 3, 4) % 7
    file = write("series.nii", nifti_bytes(series.astype("u1"), zooms=[1.0, 3.0, 1.0, 1.0]))
    for volume in range(2):
        expect(file, series[volume], spacing=[3, 1, 1], volume=volume)
        expect(file, series[volume], spacing=[3, 1, 1], channel=str(volume))
    refuse(file, "2 volumes", "--volume", read="image")
    refuse(file, "volume 2", "0 to 1", read="image", volume=2)
    deep = np.arange(96).reshape(2, 2, 2, 3, 4)
    file = write("channels.nii", nifti_bytes(deep.astype("u1")))
    expect(file, deep[1, 0], volume=0, channel="1")
    refuse(file, "--", read="image", volume=0)
    colour = np.zeros((2, 3, 4), np.dtype([("R", "u1"), ("G", "u1"), ("B", "u1")]))
    colour["G"] = VOLUME.transpose(0, 1, 2)
    nibabel.save(nibabel.Nifti1Image(colour.transpose(2, 1, 0), np.eye(4)), FILES / "colour.nii")
    expect("colour.nii", VOLUME, channel="green")
    refuse("colour.nii", "channel", "red", read="image")


def make_nrrd() -> None:
    header = {"space": "left-posterior-superior", "space origin": [0, 0, 0], "kinds": ["domain"] * 3}
    header["space directions"] = np.diag([0.5, 0.75, 3.0])
    for kind in INTEGERS + REALS:
        array = (VOLUME - (2 if kind[0] == "i" else 0)).astype(kind)
        file = f"{array.dtype.name}.nrrd"
        encoding = "gzip" if kind[1] == "4" else "raw"
        nrrd.write(str(FILES / file), array.T, {**header, "encoding": encoding})
        expect(file, nrrd.read(str(FILES / file))[0].T, spacing=[3.0, 0.75, 0.5])
    # Whole numbers that no real number of 64 bits is; pynrrd would round them.
    text = "\n".join(str(value) for value in VOLUME.ravel() + 2**53 + 1)
    head = "NRRD0004\ntype: int64\ndimension: 3\nsizes: 4 3 2\nencoding: ascii\n\n"
    expect(write("ascii.nrrd", (head + text).encode()), VOLUME == 3, read="mask", labels=[2**53 + 4])
    nrrd.write(str(FILES / "big.nrrd"), VOLUME.T.astype(">i2"), {**header, "encoding": "raw", "endian": "big"})
    expect("big.nrrd", VOLUME, spacing=[3.0, 0.75, 0.5])
    for name, encoding in {"detached": "raw", "detached-gz": "gzip"}.items():
        nrrd.write(str(FILES / f"{name}.nhdr"), VOLUME.T.astype("f4"), {**header, "encoding": encoding}, detached_header=True)
        expect(f"{name}.nhdr", VOLUME, spacing=[3.0, 0.75, 0.5])
    plain = b"NRRD0004\n# a comment\ntype: uint8\ndimension: 2\nsizes: 4 3\nspacings: 0.5 2\nencoding: raw\nkey:=value\n\n"
    expect(write("spacings.nrrd", plain + MASK.astype("u1").tobytes()), MASK, spacing=[2.0, 0.5])
    # Segmentations of 3D Slicer have their layers first.
    layers = np.stack([VOLUME, VOLUME + 1], axis=-1).astype("u1")
    more = {**header, "kinds": ["list", "domain", "domain", "domain"], "encoding": "gzip"}
    more["space directions"] = np.vstack([[np.nan] * 3, np.diag([0.5, 0.75, 3.0])])
    nrrd.write(str(FILES / "layers.nrrd"), layers.transpose(3, 2, 1, 0), more)
    expect("layers.nrrd", VOLUME + 1, spacing=[3.0, 0.75, 0.5], channel="1")
    refuse("layers.nrrd", "2 channels", "--channel", read="image")


def make_meta_image() -> None:
    for kind in INTEGERS + REALS:
        array = (VOLUME - (2 if kind[0] == "i" else 0)).astype(kind)
        image = sitk.GetImageFromArray(array)
        image.SetSpacing([0.5, 0.75, 3.0])
        file = f"{array.dtype.name}.mha"
        sitk.WriteImage(image, str(FILES / file), useCompression=kind[1] == "4")
        expect(file, sitk.GetArrayFromImage(sitk.ReadImage(str(FILES / file))), spacing=[3.0, 0.75, 0.5])
    image = sitk.GetImageFromArray(VOLUME.astype("f4"))
    for name, compressed in {"apart.mhd": False, "apart-packed.mhd": True}.items():
        sitk.WriteImage(image, str(FILES / name), useCompression=compressed)
        expect(name, VOLUME)
    flat = sitk.GetImageFromArray(MASK.astype("u1"))
    flat.SetSpacing([0.5, 2.0])
    sitk.WriteImage(flat, str(FILES / "flat.mha"))
    expect("flat.mha", MASK, spacing=[2.0, 0.5])
    vector = sitk.GetImageFromArray(np.stack([VOLUME, 9 - VOLUME], -1).astype("i2"), isVector=True)
    sitk.WriteImage(vector, str(FILES / "vector.mha"))
    expect("vector.mha", 9 - VOLUME, channel="1")
    refuse("vector.mha", "2 channels", read="image")
    head = "ObjectType = Image\nNDims = 2\nBinaryData = {}\nBinaryDataByteOrderMSB = True\nDimSize = 4 3\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"
    expect(write("big.mha", head.format("True").encode() + MASK.astype(">i2").tobytes()), MASK)
    text = " ".join(map(str, MASK.ravel())).encode()
    expect(write("text.mha", head.format("False").encode() + text), MASK)


def make_tiff() -> None:
    for kind in INTEGERS + ["f2"] + REALS:
        array = (VOLUME - (2 if kind[0] == "i" else 0)).astype(kind)
        file = f"{array.dtype.name}.tif"
        tifffile.imwrite(FILES / file, array, compression="zlib" if kind[1] == "4" else None, byteorder=">" if kind == "u2" else "<", photometric="minisblack", metadata=None)
        full = {"u1": 255, "u2": 65535}.get(kind, 1)
        expect(file, tifffile.imread(FILES / file).astype("f8") / full)
    values = np.arange(20 * 33).reshape(20, 33) % 251
    for name, options in {
        "tiled": dict(tile=(16, 16)), "strips": dict(rowsperstrip=3), "big": dict(bigtiff=True),
    }.items():
        file = f"picture-{name}.tif"
        tifffile.imwrite(FILES / file, values.astype("u1"), photometric="minisblack", metadata=None, **options)
        expect(file, values / 255)
    for name, compression in {"lzw": "tiff_lzw", "packbits": "packbits", "predictor": "tiff_adobe_deflate"}.items():
        more = {"tiffinfo": {317: 2}} if name == "predictor" else {}
        Image.fromarray(values.astype("u1")).save(FILES / f"picture-{name}.tif", compression=compression, **more)
        expect(f"picture-{name}.tif", values / 255)
    picture = Image.fromarray(MASK.astype(bool))
    for name, compression in {"one-bit": None, "fax": "group4"}.items():
        picture.save(FILES / f"{name}.tif", compression=compression)
        expect(f"{name}.tif", np.asarray(Image.open(FILES / f"{name}.tif")))
    planes = np.stack([MASK * 10, MASK * 20, MASK * 30]).astype("u1")
    tifffile.imwrite(FILES / "planar.tif", planes, photometric="rgb", planarconfig="separate", metadata=None)
    tifffile.imwrite(FILES / "rgb.tif", planes.transpose(1, 2, 0), photometric="rgb", metadata=None)
    for file in ("planar.tif", "rgb.tif"):
        expect(file, planes[1] / 255, channel="green")
        refuse(file, "colour", "--channel", read="image")
    stack = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5).astype("u1")
    tifffile.imwrite(FILES / "hyperstack.tif", stack.transpose(0, 1, 2, 3), imagej=True, metadata={"axes": "ZCYX"})
    expect("hyperstack.tif", stack[:, 2] / 255, channel="2")
    refuse("hyperstack.tif", "3 channels", "--channel", read="image")


def make_png() -> None:
    grey = MASK * 200 + np.arange(12).reshape(3, 4)
    deep = grey * 257
    opaque = Image.fromarray(np.full(grey.shape, 255, np.uint8))
    plane = Image.fromarray(grey.astype(np.uint8))
    pictures = {
        "grey8": (plane, grey, 255),
        "grey16": (Image.fromarray(deep.astype(np.uint16)), deep, 65535),
        "one-bit": (Image.fromarray(MASK.astype(bool)), MASK, 1),
        "grey-as-rgb": (Image.merge("RGB", [plane] * 3), grey, 255),
        "opaque-alpha": (Image.merge("LA", [plane, opaque]), grey, 255),
        "opaque-rgba": (Image.merge("RGBA", [plane] * 3 + [opaque]), grey, 255),
    }
    for name, (picture, values, full) in pictures.items():
        picture.save(FILES / f"{name}.png")
        shown = np.asarray(Image.open(FILES / f"{name}.png"))
        first = shown[..., 0] if shown.ndim == 3 else shown
        assert (first.astype(int) == values).all(), name
        expect(f"{name}.png", values / full)
    for bits in (2, 4):
        values = (MASK * 2 + 1) % 2**bits
        content = png_bytes(4, 3, bits, 0, packed_rows(values, bits))
        assert (np.asarray(Image.open(io.BytesIO(content)), int) * (2**bits - 1) // 255 == values).all()
        expect(write(f"grey{bits}.png", content), values / (2**bits - 1))
    # Every filter after every other one, and each in a first row; what that comes to is Pillow's word.
    pairs = [number for pair in np.ndindex(5, 5) for number in pair]
    rows = [row.tobytes() for row in np.random.default_rng(9).integers(0, 256, (50, 3), dtype=np.uint8)]
    for name, filters in {"all": pairs} | {str(first): [first, 4] for first in range(1, 5)}.items():
        content = png_bytes(3, len(filters), 8, 0, rows[: len(filters)], filters=filters)
        shown = np.asarray(Image.open(io.BytesIO(content)))
        expect(write(f"filter-{name}.png", content), shown / 255)
