"""A loss of MONAI beside the losses of this program, as a process of its own:

    reproduce-figure --external "monai-dice-focal=python3 Examples/external/monai_live.py"

Every line of standard input has the files of a prediction and of a truth, separated by a tab; every answer
is one number on a line, flushed at once.
"""

import sys

import numpy
import torch
from monai.losses import DiceFocalLoss

loss = DiceFocalLoss(sigmoid=True)


def tensor(path):
    """A batch of one with one channel, as MONAI wants it."""
    return torch.from_numpy(numpy.load(path))[None, None]


for line in sys.stdin:
    prediction, truth = map(tensor, line.rstrip("\n").split("\t"))
    print(loss(torch.logit(prediction, eps=1e-7), truth).item(), flush=True)
