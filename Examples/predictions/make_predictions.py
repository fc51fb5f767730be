"""Truths and predictions for the examples of the README, as a network would leave them in folders.

    python3 Examples/predictions/make_predictions.py

writes truth/case1.nii.gz … case6.nii.gz (1 the object) and, for four epochs, probabilities of the same names
in epoch1 … epoch20 beside itself. No network made them: the logits of an epoch are the distance to the
boundary plus smooth noise, and from epoch to epoch there is less noise and more confidence, in what is
wrong, too. NIfTI-1, voxels of 1 x 1 x 3 mm, without any package and always with the same bytes.
"""

import math
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from nifti import write  # noqa: E402

EXTENTS = (22, 20, 8)  # x, y, z
SPACING = (1.0, 1.0, 3.0)  # mm
EPOCHS = {"epoch1": (3.5, 0.5), "epoch5": (2.2, 1.0), "epoch10": (1.6, 2.0), "epoch20": (1.4, 4.0)}
PLACES = [(x, y, z) for z in range(EXTENTS[2]) for y in range(EXTENTS[1]) for x in range(EXTENTS[0])]


def depth(centre, radius):
    """Millimetres inside the object, negative outside."""
    return [
        radius - math.dist([c * s for c, s in zip(place, SPACING)], centre) for place in PLACES
    ]


def noise(source):
    """Smooth noise of standard deviation near 1: a few waves of random direction and phase."""
    waves = [
        ([source.gauss(0, 0.45) for _ in SPACING], source.uniform(0, 2 * math.pi)) for _ in range(24)
    ]
    return [
        sum(
            math.cos(sum(k * c * s for k, c, s in zip(wave, place, SPACING)) + phase)
            for wave, phase in waves
        ) / math.sqrt(12)
        for place in PLACES
    ]


def main():
    folder = Path(__file__).parent
    source = random.Random(16)
    for number in range(1, 7):
        centre = [source.uniform(8, 13), source.uniform(8, 12), source.uniform(9, 13)]
        inside = depth(centre, 2.5 + 0.75 * number)
        truth = folder / "truth" / f"case{number}.nii.gz"
        write(truth, EXTENTS, SPACING, "B", 2, 8, [int(d > 0) for d in inside])
        kept = noise(source)
        for epoch, (level, sharpness) in EPOCHS.items():
            # Half of the noise stays what it is, as what a network does not learn does.
            fresh = noise(source)
            logits = [
                sharpness * (d + level * 0.7 * (a + b)) for d, a, b in zip(inside, kept, fresh)
            ]
            # In steps of 1/32, which single precision keeps exactly.
            values = [round(32 / (1 + math.exp(-max(-40, min(40, l))))) / 32 for l in logits]
            write(folder / epoch / f"case{number}.nii.gz", EXTENTS, SPACING, "f", 16, 32, values)


main()
