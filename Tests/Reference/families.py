"""The losses of each fixture."""

from __future__ import annotations

from families_boundary import BOUNDARY
from families_compound import COMPOUND
from families_distribution import DISTRIBUTION
from families_overlap import OVERLAP

FAMILIES = {
    "distribution.json": DISTRIBUTION,
    "overlap.json": OVERLAP,
    "boundary.json": BOUNDARY,
    "compound.json": COMPOUND,
}
