"""A loss of MONAI on exported scenes, as a table for --curves:

    reproduce-figure export --output scenes
    python3 Examples/external/monai_table.py scenes > values.csv
    reproduce-figure --curves values.csv
"""

import csv
import json
import sys
from pathlib import Path

import numpy
import torch
from monai.losses import DiceCELoss

loss = DiceCELoss(sigmoid=True)
folder = Path(sys.argv[1])


def tensor(name):
    """A batch of one with one channel, as MONAI wants it."""
    return torch.from_numpy(numpy.load(folder / name))[None, None]


table = csv.writer(sys.stdout)
table.writerow(["object", "path", "run", "step", "loss", "value"])
for scene in json.loads((folder / "manifest.json").read_text())["scenes"]:
    logits = torch.logit(tensor(scene["prediction"]), eps=1e-7)
    value = loss(logits, tensor(scene["truth"])).item()
    table.writerow([scene["object"], scene["path"], scene["run"], scene["step"], "monai-dice-ce", value])
