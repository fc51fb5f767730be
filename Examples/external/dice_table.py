"""The Dice loss on exported scenes as a table for --curves, without any package:

    reproduce-figure export --output scenes
    python3 Examples/external/dice_table.py scenes > values.csv
    reproduce-figure --curves values.csv
"""

import csv
import json
import struct
import sys
from pathlib import Path

folder = Path(sys.argv[1])


def read(name):
    """The elements of a float32 or float64 array in NumPy's format, version 1, in row-major order."""
    content = (folder / name).read_bytes()
    (length,) = struct.unpack("<H", content[8:10])
    (header, data) = (content[10 : 10 + length], content[10 + length :])
    (size, letter) = (4, "f") if b"<f4" in header else (8, "d")
    return struct.unpack(f"<{len(data) // size}{letter}", data)


def loss(prediction, truth):
    overlap = sum(p * g for p, g in zip(prediction, truth))
    return 1 - (2 * overlap + 1) / (sum(prediction) + sum(truth) + 1)


table = csv.writer(sys.stdout)
table.writerow(["object", "path", "run", "step", "loss", "value"])
for scene in json.loads((folder / "manifest.json").read_text())["scenes"]:
    value = loss(read(scene["prediction"]), read(scene["truth"]))
    table.writerow([scene["object"], scene["path"], scene["run"], scene["step"], "my-dice", value])
