"""Pairs of files: other orders of storage, other places, arrays beside volumes."""

from __future__ import annotations

import nibabel
import nrrd
import numpy as np
import SimpleITK as sitk
import tifffile

from files_common import *

generator = np.random.default_rng(3)
SOLID = np.zeros((6, 8, 5), np.uint8)
SOLID[1:4, 2:7, 1:4] = 1
MAP = np.clip(SOLID * 0.75 + generator.random(SOLID.shape) * 0.2, 0, 1).astype(np.float32)


def rotation(axis: int, degrees: float) -> np.ndarray:
    angle = np.deg2rad(degrees)
    matrix = np.eye(3)
    i, j = [(1, 2), (0, 2), (0, 1)][axis]
    matrix[i, i] = matrix[j, j] = np.cos(angle)
    matrix[i, j], matrix[j, i] = -np.sin(angle), np.sin(angle)
    return matrix


def affine_of(matrix=np.eye(3), zooms=(0.8, 1.1, 2.4), origin=(-10.0, 20.0, 5.0)) -> np.ndarray:
    affine = np.eye(4)
    affine[:3, :3] = matrix @ np.diag(zooms)
    affine[:3, 3] = origin
    return affine


def save_nifti(name: str, values: np.ndarray, affine: np.ndarray, kind=nibabel.Nifti1Image, code="sform") -> str:
    image = kind(values, affine)
    if code == "qform":
        image.set_qform(affine, 1)
        image.set_sform(None, 0)
    nibabel.save(image, FILES / name)
    return name


def save_sitk(name: str, values: np.ndarray, affine: np.ndarray) -> str:
    """The same field by SimpleITK, which counts to the left and to the back."""
    image = sitk.GetImageFromArray(values.T.copy())
    lps = np.diag([-1.0, -1.0, 1.0]) @ affine[:3]
    zooms = np.linalg.norm(lps[:, :3], axis=0)
    image.SetSpacing(zooms.tolist())
    image.SetDirection((lps[:, :3] / zooms).ravel().tolist())
    image.SetOrigin(lps[:, 3].tolist())
    sitk.WriteImage(image, str(FILES / name))
    return name


def reoriented(values: np.ndarray, affine: np.ndarray, codes: str) -> tuple[np.ndarray, np.ndarray]:
    image = nibabel.Nifti1Image(values, affine)
    turn = nibabel.orientations.ornt_transform(
        nibabel.io_orientation(affine), nibabel.orientations.axcodes2ornt(codes)
    )
    turned = image.as_reoriented(turn)
    return np.asarray(turned.dataobj), turned.affine


def same(truth: str, prediction: str, truth_values: np.ndarray, prediction_values: np.ndarray, zooms, **more) -> None:
    pair(truth, prediction, values=[truth_values.T, prediction_values.T], spacing=list(zooms)[::-1], **more)


def make_orders() -> None:
    affine = affine_of()
    zooms = [float(np.float32(zoom)) for zoom in (0.8, 1.1, 2.4)]
    truth = save_nifti("solid.nii", SOLID, affine)
    for codes in ("RAS", "LPS", "LAS", "SPR", "ASL", "PIR", "IAR"):
        values, turned = reoriented(MAP, affine, codes)
        same(truth, save_nifti(f"map-{codes}.nii.gz", values, turned), SOLID, MAP, zooms)
        same(truth, save_sitk(f"map-{codes}.nrrd", values, turned), SOLID, MAP, zooms)
        same(truth, save_sitk(f"map-{codes}.mha", values, turned), SOLID, MAP, zooms)
    values, turned = reoriented(SOLID, affine, "PSR")
    other = save_sitk("solid-PSR.mha", values, turned)
    same(other, "map-IAR.nii.gz", values, reoriented(MAP, affine, "PSR")[0], np.linalg.norm(turned[:3, :3], axis=0))
    same("solid.nii", save_nifti("map-qform.nii", MAP, affine, code="qform"), SOLID, MAP, zooms)
    same("solid.nii", save_nifti("map-two.nii", MAP, affine, kind=nibabel.Nifti2Image), SOLID, MAP, zooms)
    # RAS in NRRD.
    header = {"space": "right-anterior-superior", "space directions": affine[:3, :3].T, "space origin": affine[:3, 3]}
    nrrd.write(str(FILES / "map-ras-space.nrrd"), MAP, header)
    same("solid.nii", "map-ras-space.nrrd", SOLID, MAP, zooms)
    # Half a turn: the quaternion's first number is 0 but for rounding.
    for axis in range(3):
        half = affine_of(rotation(axis, 179.99))
        a = save_nifti(f"half-{axis}.nii", SOLID, half)
        b = save_nifti(f"half-{axis}-q.nii", MAP, half, code="qform")
        same(a, b, SOLID, MAP, zooms)
    # Oblique fields: equal ones are read, in whatever order they are stored.
    oblique = affine_of(rotation(0, 12.3) @ rotation(2, -31.0))
    a = save_nifti("oblique.nii", SOLID, oblique)
    values, turned = reoriented(MAP, oblique, "LPI")
    same(a, save_sitk("oblique.nrrd", values, turned), SOLID, MAP, zooms)
    same(a, save_nifti("oblique-q.nii", MAP, oblique, code="qform"), SOLID, MAP, zooms)
    same(a, save_sitk("oblique.mha", MAP, oblique), SOLID, MAP, zooms)
    # One slice.
    slice_affine = affine_of()
    a = save_nifti("one-slice.nii", SOLID[:, :, 2:3], slice_affine)
    values, turned = reoriented(MAP[:, :, 2:3], slice_affine, "LPS")
    same(a, save_nifti("one-slice-LPS.nii", values, turned), SOLID[:, :, 2], MAP[:, :, 2], zooms[:2])


def make_places() -> None:
    affine = affine_of()
    moved = affine_of(origin=(20.0, 20.0, -5.0))
    file = save_nifti("map-moved.nii", MAP, moved)
    pair("solid.nii", file, words=["origin", "20 mm R", "10 mm L", "5 mm I", "RAS", "LPS", "--ignore-position"])
    zooms = [float(np.float32(zoom)) for zoom in (0.8, 1.1, 2.4)]
    same("solid.nii", file, SOLID, MAP, zooms, ignore=True)
    pair("solid.nii", save_sitk("map-moved.nrrd", MAP, moved), words=["origin"])
    turned = save_nifti("map-turned.nii", MAP, affine_of(rotation(2, 5.0)))
    pair("solid.nii", turned, words=["direction", "RAS", "obliquely", "--ignore-position"])
    same("solid.nii", turned, SOLID, MAP, zooms, ignore=True)
    # A difference of a thousandth is none of rounding, a difference of a millionth is.
    pair("solid.nii", save_nifti("map-near.nii", MAP, affine_of(zooms=(0.8008, 1.1, 2.4))), words=["spacing"])
    same("solid.nii", save_nifti("map-close.nii", MAP, affine_of(zooms=(0.8000008, 1.1, 2.4))), SOLID, MAP, zooms)
    pair("solid.nii", save_nifti("map-shifted.nii", MAP, affine_of(origin=(-10.0, 20.01, 5.0))), words=["origin"])
    other = {"space": "scanner-xyz", "space directions": affine[:3, :3].T, "space origin": affine[:3, 3]}
    nrrd.write(str(FILES / "map-scanner.nrrd"), MAP, other)
    pair("solid.nii", "map-scanner.nrrd", words=["scanner-xyz"])


def make_arrays() -> None:
    zooms = [float(np.float32(zoom)) for zoom in (0.8, 1.1, 2.4)]
    xyz = write("map-xyz.npy", npy_bytes(MAP))
    zyx = write("map-zyx.npy", npy_bytes(MAP.T.copy()))
    pair("solid.nii", xyz, words=["axes", "XYZ", "nibabel", "ZYX", "SimpleITK"])
    pair("map-LPS.mha", zyx, words=["axes"])
    same("solid.nii", xyz, SOLID, MAP, zooms, axes="XYZ")
    same("solid.nii", zyx, SOLID, MAP, zooms, axes="ZYX")
    truth = write("solid-zyx.npy", npy_bytes(SOLID.T.copy()))
    same(truth, "map-RAS.mha", SOLID, MAP, (0.8, 1.1, 2.4), axes="ZYX")
    pair(xyz, xyz, values=[MAP, MAP], spacing=[1, 1, 1])
    pair(xyz, xyz, values=[MAP, MAP], spacing=[3, 2, 1], spacings=[3, 2, 1])
    pair("solid.nii", xyz, words=["spacing of its own"], axes="XYZ", spacings=[1, 2, 3])
    tifffile.imwrite(FILES / "map-stack.tif", MAP.T.copy(), photometric="minisblack", metadata=None)
    same("solid.nii", "map-stack.tif", SOLID, MAP, zooms)
    flat = write("slice-yx.npy", npy_bytes(MAP[:, :, 2].T.copy()))
    same("one-slice.nii", flat, SOLID[:, :, 2], MAP[:, :, 2], zooms[:2])
    # A volume of classes beside a truth without.
    classes = np.stack([1 - MAP, MAP], axis=-1)
    series = save_nifti("map-classes.nii", classes, affine_of())
    same("solid.nii", series, SOLID, MAP, zooms, channel="1")
    pair("solid.nii", series, words=["--volume"])
    array = write("map-classes.npy", npy_bytes(classes.transpose(3, 2, 1, 0).copy()))
    same("solid.nii", array, SOLID, MAP, zooms, channel="1", axes="ZYX")
    # Without a place the elements are compared as they are stored.
    bare = write("bare.nii", nifti_bytes(MAP.T.copy(), zooms=[2.4, 1.1, 0.8]))
    same("solid.nii", bare, SOLID, MAP, zooms)
