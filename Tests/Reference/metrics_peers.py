"""The packages that have metrics of the contract."""

from __future__ import annotations

import ast
import importlib.metadata
import math
from pathlib import Path

import monai
import monai.metrics as mm
import numpy as np
import surface_distance
import torch
import torchmetrics
from torchmetrics.functional import classification

from metrics_transcription import components

MONAI = f"MONAI {monai.__version__}"
TORCHMETRICS = f"torchmetrics {torchmetrics.__version__}"
NNUNET = f"nnU-Net {importlib.metadata.version('nnunetv2')}"
# The package does not know its version.
DEEPMIND = "surface-distance-based-measures 0.1"


def load_nnunet_counts():
    """The function alone: its file wants readers of images."""
    path = importlib.metadata.distribution("nnunetv2").locate_file(
        "nnunetv2/evaluation/evaluate_predictions.py")
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if getattr(node, "name", None) == "compute_tp_fp_fn_tn"]
    names = {"np": np}
    exec(compile(tree, "nnunetv2", "exec"), names)
    return names["compute_tp_fp_fn_tn"]


compute_tp_fp_fn_tn = load_nnunet_counts()


def tensor(mask) -> torch.Tensor:
    """One sample of one class."""
    return torch.from_numpy(np.ascontiguousarray(mask))[None, None].to(torch.float64)


def monai_confusion(name, p, g) -> float:
    matrix = mm.get_confusion_matrix(tensor(p), tensor(g))
    return mm.compute_confusion_matrix_metric(name, matrix).item()


def monai_hausdorff(p, g, spacing, percentile=None) -> float:
    return mm.compute_hausdorff_distance(
        tensor(p), tensor(g), include_background=True, percentile=percentile, spacing=spacing
    ).item()


def monai_assd(p, g, spacing) -> float:
    return mm.compute_average_surface_distance(
        tensor(p), tensor(g), include_background=True, symmetric=True, spacing=spacing
    ).item()


def monai_masd(p, g, spacing) -> float:
    def mean(a, b):
        return mm.compute_average_surface_distance(
            tensor(a), tensor(b), include_background=True, spacing=spacing
        ).item()

    return (mean(p, g) + mean(g, p)) / 2


def monai_surface_dice(p, g, spacing, tolerance) -> float:
    return mm.compute_surface_dice(
        tensor(p), tensor(g), [tolerance], include_background=True, spacing=spacing
    ).item()


def monai_panoptic_quality(p, g) -> float:
    labels = [torch.from_numpy(components(mask)[0].astype(np.int64)) for mask in (p, g)]
    return mm.compute_panoptic_quality(*labels, smooth_numerator=0.0).item()


def monai_calibration(probabilities, g, bins) -> float:
    mean_p, mean_g, counts = mm.calibration_binning(
        tensor(probabilities), tensor(g), num_bins=bins, right=True
    )
    gaps = torch.nan_to_num((mean_p - mean_g).abs())
    return ((gaps * counts).sum() / counts.sum()).item()


def deepmind(p, g, spacing):
    return surface_distance.compute_surface_distances(g, p, spacing)


def values(probabilities, p, g, spacing, parameters) -> list[dict]:
    """What packages say where they have the same formula."""
    tolerance = parameters["surface-dice.tolerance"] or 2 * max(spacing)
    flat_p, flat_g = (torch.from_numpy(mask.ravel()) for mask in (p, g))
    of_monai = {
        "dice-score": mm.compute_dice(tensor(p), tensor(g)).item(),
        "iou": mm.compute_iou(tensor(p), tensor(g)).item(),
        "sensitivity": monai_confusion("sensitivity", p, g),
        "precision": monai_confusion("precision", p, g),
        "specificity": monai_confusion("specificity", p, g),
        "mcc": monai_confusion("matthews correlation coefficient", p, g),
        "hausdorff": monai_hausdorff(p, g, spacing),
        "hausdorff-95": monai_hausdorff(p, g, spacing, 95),
        "assd": monai_assd(p, g, spacing),
        "masd": monai_masd(p, g, spacing),
        "surface-dice": monai_surface_dice(p, g, spacing, tolerance),
        "panoptic-quality": monai_panoptic_quality(p, g),
        "calibration-error": monai_calibration(
            probabilities, g, parameters["calibration-error.bins"]
        ),
    }
    of_torchmetrics = {
        "f-beta": classification.binary_fbeta_score(
            flat_p.int(), flat_g.int(), beta=float(parameters["f-beta.beta"])
        ).item(),
        "calibration-error": classification.binary_calibration_error(
            torch.from_numpy(probabilities.ravel()),
            flat_g.int(),
            n_bins=parameters["calibration-error.bins"],
        ).item(),
    }
    # The Matthews correlation of a full mask is a matter of convention.
    if p.all() or g.all():
        del of_monai["mcc"], of_monai["specificity"]
    return [
        {"metric": metric, "peer": peer, "value": value}
        for peer, named in [(MONAI, of_monai), (TORCHMETRICS, of_torchmetrics)]
        for metric, value in named.items()
        if not math.isnan(value)
    ]


def values_of_kept(probabilities, p, g, ignored, parameters) -> list[dict]:
    """What packages say where elements are ignored."""
    target = torch.from_numpy(np.where(ignored, -1, g).ravel()).int()
    flat = torch.from_numpy(p.ravel()).int()

    def counted(kind, prediction=flat, **options):
        return kind(prediction, target, ignore_index=-1, **options).item()

    of_torchmetrics = {
        "dice-score": counted(classification.binary_f1_score),
        "iou": counted(classification.binary_jaccard_index),
        "sensitivity": counted(classification.binary_recall),
        "precision": counted(classification.binary_precision),
        "specificity": counted(classification.binary_specificity),
        "f-beta": counted(
            classification.binary_fbeta_score, beta=float(parameters["f-beta.beta"])),
        "mcc": counted(classification.binary_matthews_corrcoef),
        "calibration-error": counted(
            classification.binary_calibration_error, torch.from_numpy(probabilities.ravel()),
            n_bins=parameters["calibration-error.bins"]),
    }
    tp, fp, fn, _ = compute_tp_fp_fn_tn(g, p, ignored)
    of_nnunet = {"dice-score": 2 * tp / (2 * tp + fp + fn), "iou": tp / (tp + fp + fn)}
    return [
        {"metric": metric, "peer": peer, "value": float(value)}
        for peer, named in [(TORCHMETRICS, of_torchmetrics), (NNUNET, of_nnunet)]
        for metric, value in named.items()
    ]
