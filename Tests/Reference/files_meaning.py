"""What the values of a file mean: masks, labels, palettes, channels, probabilities, logits."""

from __future__ import annotations

import nibabel
import numpy as np
import tifffile
from PIL import Image

from files_common import *


def save_png(name: str, array: np.ndarray, mode=None) -> str:
    Image.fromarray(np.asarray(array, np.uint8), mode).save(FILES / name)
    return name


def save_palette(name: str, indices: np.ndarray, colours, bits=8, transparency=None) -> str:
    picture = Image.fromarray(indices.astype(np.uint8), "P")
    picture.putpalette([level for colour in colours for level in colour])
    options = {} if transparency is None else {"transparency": transparency}
    picture.save(FILES / name, bits=bits, **options)
    return name


def make_masks() -> None:
    for name, array in {
        "mask-0-1.png": MASK, "mask-0-255.png": MASK * 255, "mask-0-7.png": MASK * 7, "mask-0-204.png": MASK * 204,
        "mask-none.png": MASK * 0, "mask-all-1.png": MASK * 0 + 1, "mask-all-255.png": MASK * 0 + 255,
    }.items():
        save_png(name, array)
        for read in ("mask", "truth"):
            expect(name, array > 0, read=read)
    Image.fromarray((MASK * 1000).astype(np.uint16)).save(FILES / "mask-deep.png")
    expect("mask-deep.png", MASK, read="truth")
    expect("mask-0-1.png", MASK, read="map")
    expect("mask-0-255.png", MASK, read="map")
    expect("mask-0-204.png", MASK * 0.8, read="map")
    refuse("mask-0-7.png", "0, 7", "--prediction-label", read="map")
    expect("mask-0-7.png", MASK * 7 / 255, read="map", activation="none")
    expect("mask-0-7.png", MASK, read="map", labels=[7])
    refuse(save_png("all-128.png", MASK * 0 + 128), "128", "--label", read="truth")
    greys = np.array([[0, 64, 128], [192, 255, 10]])
    save_png("greys.png", greys)
    for read in ("mask", "truth"):
        refuse("greys.png", "0, 10, 64, 128, 192, 255", "--label", "--threshold", read=read)
        expect("greys.png", greys > 127, read=read, threshold=127)
        expect("greys.png", greys > 127.5, read=read, threshold=0.5)
        expect("greys.png", greys == 64, read=read, labels=[64])
        expect("greys.png", (greys == 64) | (greys == 255), read=read, labels=[64, 255])
    expect("greys.png", greys / 255, read="map")
    refuse("greys.png", "label 65", "10, 64", labels=[65])
    refuse("greys.png", "label 65", labels=[64, 65])
    refuse("greys.png", "--threshold", threshold=255)
    classes = save_png("classes.png", [[0, 1, 2], [2, 1, 0]])
    refuse(classes, "0, 1, 2", "--prediction-label", read="map")
    for name, array in {"mask-u1": (MASK * 255).astype("u1"), "mask-f8": MASK.astype("f8"), "mask-17": (MASK * 17).astype("i8")}.items():
        file = write(f"{name}.npy", npy_bytes(array))
        expect(file, MASK, read="truth")
        expect(file, MASK, read="map")
    file = write("mask-f8-9.npy", npy_bytes(MASK * 9.0))
    expect(file, MASK, read="truth")
    refuse(file, "0 to 9", "sigmoid", read="map")
    tifffile.imwrite(FILES / "mask.tif", MASK.astype("u1"), metadata=None)
    expect("mask.tif", MASK, read="truth")
    # Booleans of other programs: any byte but 0 is true.
    content = npy_bytes(MASK.astype(bool))
    content = content[:128] + bytes(value * 5 for value in content[128:])
    expect(write("bool-5.npy", content), MASK, read="truth")


def make_labels() -> None:
    for file in ("labels.nii", "labels.nii.gz"):
        content = nifti_bytes(LABELS.astype("u1"), zooms=[2.0, 1.0, 1.0])
        write(file, packed_gzip(content) if file.endswith(".gz") else content)
        for label in (1, 2, 3, 7):
            expect(file, LABELS == label, read="mask", spacing=[2, 1, 1], labels=[label])
        expect(file, np.isin(LABELS, [1, 7]), read="map", spacing=[2, 1, 1], labels=[1, 7])
        refuse(file, "0, 1, 2, 3, 7", "--label", read="truth")
        refuse(file, "0, 1, 2, 3, 7", "--prediction-label", read="map")
        refuse(file, "label 4", "0, 1, 2, 3, 7", labels=[4])
    big = {"u8": 2**64 - 3, "i8": -(2**63) + 5, "f8": 2**53 - 1, "i4": -400000011, "u4": 4000000011}
    for kind, label in big.items():
        neighbours = np.minimum(LABELS, 2).astype(object) - 2 + label
        file = write(f"far-{kind}.npy", npy_bytes(np.array(neighbours.tolist(), dtype=kind)))
        expect(file, LABELS == 1, read="mask", labels=[label - 1])
        expect(file, LABELS >= 2, read="mask", labels=[label])
        refuse(file, f"label {label + 1}", labels=[label + 1])
    flat = write("float-labels.npy", npy_bytes(LABELS.astype("f4")))
    refuse(flat, "0, 1, 2, 3, 7", "--label", read="truth")
    expect(flat, LABELS == 3, read="truth", labels=[3])
    many = np.arange(6000).reshape(2, 50, 60)
    file = write("many.npy", npy_bytes(many.astype("u2")))
    refuse(file, "4096", "0 to 5999", read="truth")
    expect(file, many == 5998, read="truth", labels=[5998])
    refuse(file, "label 6000", labels=[6000])
    refuse(file, "label 6001", labels=[5, 6001])
    scaled = write("scaled-labels.nii", nifti_bytes(LABELS.astype("i2"), slope=0.1, intercept=1.0))
    expect(scaled, LABELS == 7, read="mask", threshold=1.65)
    whole = write("slope-3.nii", nifti_bytes(LABELS.astype("i2"), slope=3.0, intercept=1.0))
    expect(whole, LABELS == 7, read="mask", labels=[22])
    refuse(whole, "1, 4, 7, 10, 22", read="truth")
    half = write("half-labels.npy", npy_bytes(PROBABILITIES))
    refuse(half, "no labels", labels=[2])


def make_palettes() -> None:
    black, white, red, blue = (0, 0, 0), (255, 255, 255), (128, 0, 0), (0, 0, 200)
    for name, colours, indices in (
        ("black-white", [black, white], MASK), ("white-black", [white, black], 1 - MASK),
        ("grey-ramp", [(level,) * 3 for level in range(256)], MASK * 200),
    ):
        file = save_palette(f"palette-{name}.png", indices, colours)
        expect(file, MASK, read="truth")
    for bits in (1, 2, 4, 8):
        colours = [(level, level, level) for level in np.linspace(0, 255, 2**bits).astype(int)]
        file = save_palette(f"palette{bits}.png", MASK * (2**bits - 1), colours, bits)
        expect(file, MASK)
        expect(file, MASK, read="map")
    ramp = save_palette("palette-greys.png", LABELS[0], [(30 * index,) * 3 for index in range(8)])
    expect(ramp, LABELS[0] * 30 / 255)
    expect(ramp, LABELS[0] == 2, read="mask", labels=[60])
    # labelme: the colours of Pascal VOC.
    voc = [black, red, (0, 128, 0), (128, 128, 0), blue, (128, 0, 128), (0, 128, 128), (128, 128, 128)]
    one = save_palette("palette-voc-one.png", MASK, voc)
    expect(one, MASK, read="truth")
    several = save_palette("palette-voc.png", LABELS[0], voc)
    refuse(several, "1 = (128, 0, 0)", "2 = (0, 128, 0)", "--label", read="truth")
    refuse(several, "colours", read="map")
    refuse(several, "colours", read="image")
    expect(several, LABELS[0] == 2, read="truth", labels=[2])
    expect(several, np.isin(LABELS[0], [2, 3]), read="mask", labels=[128], channel="green")
    refuse(save_palette("palette-two-colours.png", MASK, [red, blue]), "(128, 0, 0)", "--label", read="truth")
    clear = save_palette("palette-clear.png", MASK, [white, white], transparency=0)
    refuse(clear, "opacity 0", read="truth")
    expect(clear, MASK, read="truth", channel="alpha")
    tiff = Image.fromarray(MASK.astype(np.uint8), "P")
    tiff.putpalette([255, 255, 255, 0, 0, 0])
    tiff.save(FILES / "palette.tif")
    expect("palette.tif", 1 - MASK, read="truth")


def make_channels() -> None:
    level = (MASK * 255).astype(np.uint8)
    clear = level * 0
    for name, planes in {"alpha": [clear] * 3 + [level], "alpha-grey": [level, clear + 100]}.items():
        file = f"{name}.png"
        Image.fromarray(np.dstack(planes)).save(FILES / file)
        for read in ("truth", "map", "image"):
            refuse(file, "alpha", "--channel", read=read)
    expect("alpha.png", MASK, read="truth", channel="alpha")
    expect("alpha.png", MASK, read="truth", channel="3")
    refuse("alpha.png", "channel 'violet'", "red", channel="violet")
    expect("alpha-grey.png", MASK, read="truth", channel="grey")
    colour = np.dstack([level, clear, clear])
    Image.fromarray(colour).save(FILES / "red.png")
    refuse("red.png", "row 0, column 1", "--channel", read="truth")
    expect("red.png", MASK, read="truth", channel="red")
    # A colour that is marked as transparent.
    content = png_bytes(4, 3, 8, 0, packed_rows(MASK * 255, 8), chunk(b"tRNS", struct.pack(">H", 255)))
    refuse(write("keyed.png", content), "transparent", read="truth")
    content = png_bytes(4, 3, 8, 0, packed_rows(MASK * 255, 8), chunk(b"tRNS", struct.pack(">H", 7)))
    expect(write("keyed-unused.png", content), MASK, read="truth")
    # Arrays: no axis is a channel unless it is named.
    classes = np.stack([1 - VOLUME / 4, VOLUME / 4])
    file = write("classes.npy", npy_bytes(classes))
    refuse(file, "4 axes", "--axes", read="map")
    refuse(file, "4 axes", "--axes", read="map", channel="1")
    expect(file, classes[1], read="map", channel="1", axes="CZYX")
    expect(file, classes[1], read="map", channel="1", axes="ZYX")
    last = write("classes-last.npy", npy_bytes(classes.transpose(3, 2, 1, 0).copy()))
    expect(last, classes[0], read="map", channel="0", axes="XYZC")
    expect(last, classes[0], read="map", channel="0", axes="XYZ")
    flat = write("classes-flat.npy", npy_bytes(classes[:, 0]))
    refuse(flat, "axis", "--axes", read="map", channel="1")
    expect(flat, classes[1, 0], read="map", channel="1", axes="CYX")
    refuse(write("plain.npy", npy_bytes(PROBABILITIES)), "channels", read="map", channel="1")


def make_probabilities() -> None:
    values = np.array([[-5e-7, 0.25], [1 + 5e-7, 0.75]])
    file = write("rounded.npy", npy_bytes(values))
    for read in ("map", "truth"):
        expect(file, values.clip(0, 1), read=read)
    file = write("outside.npy", npy_bytes(np.array([[-2e-6, 0.25], [1, 0.75]])))
    refuse(file, "-2e-06 to 1", "sigmoid", read="map")
    logits = np.array([[-3.5, 0.25], [800, -800.0]])
    file = write("logits.npy", npy_bytes(logits))
    refuse(file, "-800 to 800", "--activation sigmoid", read="map")
    with np.errstate(over="ignore"):
        expect(file, 1 / (1 + np.exp(-logits)), read="map", activation="sigmoid")
    expect(file, logits > 0, read="map", threshold=0)
    file = write("bytes.npy", npy_bytes(np.array([[0, 100], [200, 255]], np.uint8)))
    refuse(file, "0 to 255", "--prediction-label", read="map")
    soft = write("soft.npy", npy_bytes(PROBABILITIES))
    expect(soft, PROBABILITIES, read="truth")
    refuse(soft, "0.125", "--threshold", read="mask")
    expect(soft, PROBABILITIES > 0.5, read="mask", threshold=0.5)
    nan = write("nan.npy", npy_bytes(np.array([[0.0, np.nan]])))
    for read in ("mask", "truth", "map", "image"):
        refuse(nan, "number", "replace or mask it", read=read)
    bytes_with_slope = nifti_bytes(np.array([[0, 255], [3, 254]], "u1"), slope=np.float32(1 / 255) * 1.0000001)
    file = write("unit-slope.nii", bytes_with_slope)
    read_back = np.asarray(nibabel.load(FILES / file).dataobj, np.float64).T
    expect(file, read_back.clip(0, 1), read="map")


def make_axes() -> None:
    for name, shape in {"batch": (1, 1, 3, 4), "last": (3, 4, 1), "middle": (3, 1, 4, 1, 1)}.items():
        expect(write(f"ones-{name}.npy", npy_bytes(MASK.reshape(shape).astype("u1"))), MASK, read="truth")
    expect(write("one-element.npy", npy_bytes(np.ones((1, 1, 1)))), [1], read="truth")
    file = write("spaced.npy", npy_bytes(VOLUME.astype("f8") / 4))
    expect(file, VOLUME / 4, read="map", spacing=[3, 2, 1.5], **{"spacings": [3, 2, 1.5]})
    expect(file, (VOLUME / 4).T, read="map", axes="XYZ", spacing=[1.5, 2, 3], **{"spacings": [3, 2, 1.5]})
    refuse(file, "one positive number for each axis", read="map", **{"spacings": [3, 2]})
    refuse("labels.nii", "spacing of its own", labels=[1], **{"spacings": [3, 2, 1]})
    refuse(file, "the axes YX", read="map", axes="YX")
