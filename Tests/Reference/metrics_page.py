"""Writes docs/metrics.md: where packages agree with the metrics of this package, and where not."""

from __future__ import annotations

import warnings
from pathlib import Path

import monai.metrics as mm
import numpy as np
import scipy
import skimage
import surface_distance
import torch
from scipy import ndimage
from skimage.metrics import hausdorff_distance
from torchmetrics.functional import classification
from torchmetrics.functional import segmentation

import metrics
import metrics_peers as peers
from metrics_transcription import all_metrics, diagonal, penalised
from topology import disc

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"
SCIKIT_IMAGE = f"scikit-image {skimage.__version__}"
INTRODUCTION = f"""# Metrics and what packages make of them

Twenty metrics judge a prediction against the truth. `reproduce-figure metrics` lists them,
`reproduce-figure metrics ID` shows one in full: formula, direction, unit, range, parameters, source,
and where the formula has no value. `reproduce-figure evaluate --metrics all` takes them of your own
files.

Every number on this page is from a run of `Tests/Reference/metrics_page.py`, with the versions that it
names and SciPy {scipy.__version__}. What stands under *ours* is the formula of this package written a
second time in SciPy; the tests hold the program to it within 1e-12. MetricsReloaded is not on PyPI and
was not run.
"""


def attempt(function) -> str:
    """The value, or what is thrown."""
    try:
        return number(float(function()))
    except Exception as error:  # What a package throws here is a finding.
        return f"{type(error).__name__}: {str(error).splitlines()[0][:60]}"


def number(value) -> str:
    return "–" if value is None else f"{value:.6g}".replace("inf", "∞").replace("nan", "NaN")


def table(header, rows) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def agreement() -> str:
    largest: dict[tuple[str, str], list[float]] = {}
    for case in metrics.make_cases():
        for peer in case["peers"]:
            ours = case["values"][peer["metric"]]
            if ours is not None:
                key = (peer["metric"], peer["peer"])
                largest.setdefault(key, []).append(
                    abs(ours - peer["value"]) / max(1, abs(peer["value"]))
                )
    rows = [
        [f"`{metric}`", peer, str(len(found)), f"{max(found):.1e}"]
        for (metric, peer), found in sorted(largest.items())
    ]
    return (
        "## Where they agree\n\n"
        "The largest relative difference over random masks of two and three dimensions, with and\n"
        "without spacing, at the border, of single elements; neither mask is empty. Distances in\n"
        "MONAI have single precision.\n\n"
        + table(["metric", "package", "pairs", "difference"], rows)
    )


def torchmetrics_hausdorff(p, g, spacing):
    masks = [torch.from_numpy(mask)[None, None].int() for mask in (p, g)]
    # It mixes single precision with what torch takes by default.
    torch.set_default_dtype(torch.float32)
    try:
        return segmentation.hausdorff_distance(
            *masks,
            num_classes=1,
            include_background=True,
            spacing=list(spacing),
            input_format="one-hot",
        )
    finally:
        torch.set_default_dtype(torch.float64)


def authors_boundary_iou(p, g) -> float:
    """The code of Cheng 2021: as many erosions by a square as 2 % of the diagonal are elements."""
    times = max(1, round(0.02 * diagonal(p.shape, (1,) * p.ndim)))

    def band(mask):
        eroded = ndimage.binary_erosion(mask, np.ones((3,) * mask.ndim), iterations=times)
        return mask & ~eroded

    return np.sum(band(p) & band(g)) / np.sum(band(p) | band(g))


def differences() -> str:
    spacing = (1.0, 2.0)
    g = disc((201, 220), 40)
    p = np.roll(g, (5, 3), axis=(0, 1)) & ~disc((201, 220), 12)
    p[100:103, 150:175] = True
    ours = all_metrics(p.astype(float), g, spacing, metrics.DEFAULTS)
    distances = peers.deepmind(p, g, spacing)
    deepmind_means = surface_distance.compute_average_surface_distance(distances)
    grey = np.round(np.linspace(0, 1, 11), 1).reshape(1, 11)
    # Foreground where p says background: bins then hold errors of both signs.
    dark = grey < 0.05
    calibration = all_metrics(grey, dark, spacing, metrics.DEFAULTS)["calibration-error"]
    right = mm.calibration_binning(peers.tensor(grey), peers.tensor(dark), num_bins=10)
    gaps = torch.nan_to_num((right[0] - right[1]).abs())
    pq = mm.compute_panoptic_quality(
        *[
            torch.from_numpy(ndimage.label(mask, np.ones((3, 3)))[0].astype(np.int64))
            for mask in (p, g)
        ]
    )
    rows = [
        (
            "surface-dice",
            ours["surface-dice"],
            peers.DEEPMIND,
            surface_distance.compute_surface_dice_at_tolerance(distances, 4.0),
            "weighs surface elements by their length or area; surfaces run between the centres of elements",
        ),
        (
            "surface-dice",
            ours["surface-dice"],
            peers.MONAI + ", `use_subvoxels`",
            mm.compute_surface_dice(
                peers.tensor(p),
                peers.tensor(g),
                [4.0],
                include_background=True,
                spacing=spacing,
                use_subvoxels=True,
            ).item(),
            "the same",
        ),
        (
            "hausdorff-95",
            ours["hausdorff-95"],
            peers.DEEPMIND,
            surface_distance.compute_robust_hausdorff(distances, 95),
            "percentile of the length or area of the surface, without interpolation",
        ),
        (
            "assd",
            ours["assd"],
            peers.DEEPMIND + ", mean of both",
            float(np.mean(deepmind_means)),
            "gives two means, one for each surface, weighted by length or area",
        ),
        (
            "assd",
            ours["assd"],
            peers.MONAI + ", defaults",
            mm.compute_average_surface_distance(
                peers.tensor(p), peers.tensor(g), include_background=True, spacing=spacing
            ).item(),
            "from the prediction to the truth alone unless `symmetric`",
        ),
        (
            "hausdorff",
            ours["hausdorff"],
            SCIKIT_IMAGE,
            hausdorff_distance(p, g),
            "between all elements, not the boundaries; in elements, without spacing",
        ),
        (
            "hausdorff",
            ours["hausdorff"],
            peers.TORCHMETRICS,
            float(torchmetrics_hausdorff(p, g, spacing)),
            "agrees on square images; rows are addressed by the number of rows, not of columns",
        ),
        (
            "boundary-iou",
            ours["boundary-iou"],
            "code of Cheng 2021",
            authors_boundary_iou(p, g),
            "erodes with a square: diagonal steps count 1, spacing does not count; a whole number of erosions",
        ),
        (
            "panoptic-quality",
            ours["panoptic-quality"],
            peers.MONAI + ", defaults",
            pq.item(),
            "takes maps of instances; adds 1e-6 to the denominator",
        ),
        (
            "calibration-error",
            calibration,
            peers.MONAI + ", defaults",
            float((gaps * right[2]).sum() / right[2].sum()),
            "bins hold their upper bound unless `right`; here p = 0, 0.1 … 1, foreground where p = 0",
        ),
    ]
    return (
        "## Where they differ\n\n"
        "A disc of radius 40 on 201 × 220 elements with spacing 1 × 2; the prediction lies 5 rows and 3\n"
        "columns off and has a hole of radius 12 and a spur of 3 × 25 elements. Tolerance 4.\n\n"
        + table(
            ["metric", "ours", "package", "theirs", "why"],
            [[f"`{m}`", number(o), peer, number(t), why] for m, o, peer, t, why in rows],
        )
    )


def empty_masks() -> str:
    g = disc((12, 16), 4)
    empty = np.zeros_like(g)
    pairs = [(empty, empty), (empty, g), (g, empty)]
    spacing = (1.0, 1.0)
    whole = dict(include_background=True, spacing=spacing)

    def of_deepmind(function):
        return lambda p, g: function(peers.deepmind(p, g, spacing))

    def labels(mask):
        return torch.from_numpy(ndimage.label(mask)[0].astype(np.int64))

    def flat(mask):
        return torch.from_numpy(mask.ravel()).int()

    functions = [
        ("dice-score", peers.MONAI, lambda p, g: mm.compute_dice(peers.tensor(p), peers.tensor(g))),
        (
            "dice-score",
            peers.MONAI + ", `ignore_empty=False`",
            lambda p, g: mm.compute_dice(peers.tensor(p), peers.tensor(g), ignore_empty=False),
        ),
        (
            "dice-score",
            peers.DEEPMIND,
            lambda p, g: surface_distance.compute_dice_coefficient(g, p),
        ),
        (
            "dice-score",
            peers.TORCHMETRICS,
            lambda p, g: classification.binary_f1_score(flat(p), flat(g)),
        ),
        ("iou", peers.MONAI, lambda p, g: mm.compute_iou(peers.tensor(p), peers.tensor(g))),
        (
            "iou",
            peers.TORCHMETRICS,
            lambda p, g: classification.binary_jaccard_index(flat(p), flat(g)),
        ),
        ("sensitivity", peers.MONAI, lambda p, g: peers.monai_confusion("sensitivity", p, g)),
        (
            "sensitivity",
            peers.TORCHMETRICS,
            lambda p, g: classification.binary_recall(flat(p), flat(g)),
        ),
        ("precision", peers.MONAI, lambda p, g: peers.monai_confusion("precision", p, g)),
        (
            "mcc",
            peers.MONAI,
            lambda p, g: peers.monai_confusion("matthews correlation coefficient", p, g),
        ),
        (
            "mcc",
            peers.TORCHMETRICS,
            lambda p, g: classification.binary_matthews_corrcoef(flat(p), flat(g)),
        ),
        ("hausdorff", peers.MONAI, lambda p, g: peers.monai_hausdorff(p, g, spacing)),
        ("hausdorff", SCIKIT_IMAGE, hausdorff_distance),
        ("hausdorff", peers.TORCHMETRICS, lambda p, g: torchmetrics_hausdorff(p, g, spacing)),
        ("hausdorff-95", peers.MONAI, lambda p, g: peers.monai_hausdorff(p, g, spacing, 95)),
        (
            "hausdorff-95",
            peers.DEEPMIND,
            of_deepmind(lambda d: surface_distance.compute_robust_hausdorff(d, 95)),
        ),
        ("assd", peers.MONAI, lambda p, g: peers.monai_assd(p, g, spacing)),
        ("surface-dice", peers.MONAI, lambda p, g: peers.monai_surface_dice(p, g, spacing, 2.0)),
        (
            "surface-dice",
            peers.DEEPMIND,
            of_deepmind(lambda d: surface_distance.compute_surface_dice_at_tolerance(d, 2.0)),
        ),
        (
            "panoptic-quality",
            peers.MONAI,
            lambda p, g: mm.compute_panoptic_quality(labels(p), labels(g)),
        ),
    ]
    rows = []
    for metric in dict.fromkeys(name for name, _, _ in functions):
        for policy in ["penalise", "undefined"]:
            found = []
            for p, truth in pairs:
                value = all_metrics(p.astype(float), truth, spacing, metrics.DEFAULTS)[metric]
                if policy == "penalise":
                    value = penalised(metric, value, p, truth, spacing)
                found.append(number(value))
            rows.append([f"`{metric}`", f"ours, `{policy}`", *found])
        for name, peer, function in functions:
            if name == metric:
                rows.append(["", peer, *[attempt(lambda: function(*pair)) for pair in pairs]])
    return (
        "## Empty masks\n\n"
        "One policy for all metrics, chosen by `--empty`. `penalise`, the default: where the formula\n"
        "has no value, equal masks are perfect (1, or 0 for distances and differences), others the\n"
        "worst: 0 for scores, the grid's diagonal for distances, 1 for `volume-difference`.\n"
        "`undefined`: the value is missing, and pairs with it are not counted. Where a formula has a\n"
        "value, as Dice has when one mask is empty, it stands under both. Packages do not agree; an\n"
        "exception stands with its message. The object is a disc of radius 4 on 12 × 16 elements.\n\n"
        + table(["metric", "whose", "both empty", "prediction empty", "truth empty"], rows)
    )


def main() -> None:
    warnings.simplefilter("ignore")
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    PAGE.write_text("\n".join([INTRODUCTION, agreement(), differences(), empty_masks()]))


if __name__ == "__main__":
    main()
