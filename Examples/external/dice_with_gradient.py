"""The Dice loss with its gradient as a process of its own, without any package:

    reproduce-figure gradients --external "my-dice=python3 Examples/external/dice_with_gradient.py"

This is version 2 of the protocol, which docs/external-losses.md describes: a first line is answered with
what the loss is, a second one says in which file arrays lie, and every further one is a request.
"""

import array
import json
import sys

sys.stdin.readline()
print(json.dumps({"protocol": 2, "name": "dice", "gradient": True}), flush=True)
path = json.loads(sys.stdin.readline())["arrays"]


def dice(p, g):
    """L = 1 - (2 sum p g + 1) / (sum p + sum g + 1), and dL/dp."""
    numerator = 2 * sum(a * b for a, b in zip(p, g)) + 1
    denominator = sum(p) + sum(g) + 1
    slopes = [(numerator / denominator - 2 * b) / denominator for b in g]
    return 1 - numerator / denominator, array.array("d", slopes)


with open(path, "r+b", buffering=0) as arrays:
    for line in sys.stdin:
        request = json.loads(line)
        count = 1
        for extent in request["shape"]:
            count *= extent

        def read(offset):
            arrays.seek(offset)
            return array.array("d", arrays.read(8 * count))

        value, gradient = dice(read(request["prediction"]), read(request["truth"]))
        if request["want"] == "gradient":
            arrays.seek(request["gradient"])
            arrays.write(gradient.tobytes())
        print(json.dumps({"id": request["id"], "value": value}), flush=True)
