"""The Dice loss as a process of its own, without any package:

    reproduce-figure --external "my-dice=python3 Examples/external/dice.py"

Every line of standard input has the files of a prediction and of a truth, separated by a tab: arrays of
float64 in NumPy's format. Every answer is one number on a line, flushed at once. Messages belong on
standard error.
"""

import struct
import sys


def read(path):
    """The elements of a float64 array of version 1 in row-major order."""
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<H", content[8:10])
    data = content[10 + length :]
    return struct.unpack(f"<{len(data) // 8}d", data)


def loss(prediction, truth):
    overlap = sum(p * g for p, g in zip(prediction, truth))
    return 1 - (2 * overlap + 1) / (sum(prediction) + sum(truth) + 1)


for line in sys.stdin:
    prediction, truth = line.rstrip("\n").split("\t")
    print(loss(read(prediction), read(truth)), flush=True)
