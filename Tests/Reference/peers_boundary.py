"""Published implementations of the boundary and shape family."""

from __future__ import annotations

import numpy as np
from kornia.losses import HausdorffERLoss, HausdorffERLoss3D
from monai.losses import BoundaryLoss, HausdorffDTLoss, LogHausdorffDTLoss
from monai.losses.cldice import soft_skel

from cases import Peer, package
from peer_common import channels
from peers_overlap import monai_unit_dice
from transcription_common import distance_field, truth_of
from transcriptions_skeleton import erosions, harmonic


def on_unit_spacing(sample, parameters):
    """The packages know neither spacings nor lines."""
    return sample.truth.ndim > 1 and set(sample.spacing) == {1.0}


def on_whole_distances(sample, parameters):
    """MONAI casts distances to single precision; whole ones, and their whole powers, survive."""
    if parameters.get("alpha", 1) % 1 != 0:
        return False
    fields = (sample.truth > 0.5, sample.prediction > 0.5)
    distances = np.concatenate([distance_field(mask, sample.spacing) for mask in fields])
    return on_unit_spacing(sample, parameters) and bool((distances % 1 == 0).all())


def monai_boundary(p, sample, parameters):
    return BoundaryLoss()(channels(p), channels(truth_of(sample)))


def monai_hausdorff(p, sample, parameters):
    loss = HausdorffDTLoss(alpha=parameters["alpha"], include_background=True)
    return loss(channels(p), channels(truth_of(sample))) + parameters["lambda"] * monai_unit_dice(
        p, sample
    )


def monai_log_hausdorff(p, sample, parameters):
    loss = LogHausdorffDTLoss(alpha=parameters["alpha"], include_background=True)
    return loss(channels(p), channels(truth_of(sample)))


def monai_hausdorff_one_sided(p, sample, parameters):
    g = truth_of(sample)
    distances = HausdorffDTLoss().distance_field(channels(g))[0, 0]
    weighted = (g - p) ** 2 * distances ** parameters["alpha"]
    return weighted.mean() + parameters["lambda"] * monai_unit_dice(p, sample)


def kornia_hausdorff_erosion(p, sample, parameters):
    loss = {2: HausdorffERLoss, 3: HausdorffERLoss3D}[p.ndim](
        alpha=parameters["alpha"], k=int(parameters["erosions"])
    )
    # Both classes have the same squared error; their mean is either.
    value = loss(channels(1 - p, p), channels(truth_of(sample)).long())
    return value + parameters["lambda"] * monai_unit_dice(p, sample)


def monai_cl_dice(p, sample, parameters):
    count = erosions(sample, parameters)

    def skeleton(u):
        return soft_skel(channels(u), count)[0, 0]

    return harmonic(p, truth_of(sample), skeleton, parameters)


MONAI_BOUNDARY = Peer(
    package("monai") + " BoundaryLoss", monai_boundary, on_whole_distances,
    "MONAI casts distances to single precision",
)
MONAI_HAUSDORFF = Peer(
    package("monai") + " HausdorffDTLoss", monai_hausdorff, on_whole_distances,
    "MONAI casts distances to single precision",
)
MONAI_HAUSDORFF_ONE_SIDED = Peer(
    package("monai") + " HausdorffDTLoss.distance_field",
    monai_hausdorff_one_sided,
    on_unit_spacing,
)
KORNIA_HAUSDORFF_EROSION = Peer(
    package("kornia") + " HausdorffERLoss",
    kornia_hausdorff_erosion,
    lambda sample, parameters: sample.is_hard and sample.truth.ndim > 1,
    "with a kernel in double precision",
)
MONAI_LOG_HAUSDORFF = Peer(
    package("monai") + " LogHausdorffDTLoss",
    monai_log_hausdorff,
    lambda sample, parameters: parameters["lambda"] == 0 and on_whole_distances(sample, parameters),
    "MONAI casts distances to single precision",
)
MONAI_CL_DICE = Peer(
    package("monai") + " soft_skel under the formula",
    monai_cl_dice,
    lambda sample, parameters: sample.truth.ndim > 1,
    "SoftclDiceLoss adds 1e-4 to the denominator of the harmonic mean",
)
