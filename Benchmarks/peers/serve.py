"""Answers requests of the benchmark, one line of JSON each, until its input ends.

    {"job": "value dice", "contestant": "torch", "input": "256x256", "folder": …, "repeats": 10}
    → {"seconds": time of one call, "result": what it computed} or {"missing": why}

The program's own workers answer the same requests, so that all are timed alike.
"""

from __future__ import annotations

import json
import sys
import time

from classes import CONTESTANTS_OF_CLASSES, ClassInput
from contestants import CONTESTANTS, THREADS, Input


class Server:
    def __init__(self):
        self.key, self.call = None, None
        self.input_name, self.input = None, None

    def answer(self, request: dict) -> dict:
        try:
            call = self.prepared(request)
            repeats = request["repeats"]
            start = time.perf_counter()
            for _ in range(repeats):
                result = call()
            seconds = (time.perf_counter() - start) / repeats
        except ImportError as error:
            return {"missing": str(error)}
        return {"seconds": seconds, "result": number(result)}

    def prepared(self, request: dict):
        """The call of a request, prepared once and kept until another is asked for."""
        key = (request["job"], request["contestant"], request["input"])
        if key != self.key:
            self.call = None
            self.call = self.prepare(request)
            self.key = key
        return self.call

    def prepare(self, request: dict):
        limit_threads()
        kind, _, identifier = request["job"].partition(" ")
        if kind == "experiment":
            import experiment

            objects = experiment.load(request["folder"] + "/experiment")
            return lambda: experiment.run(objects, identifier.split(","))
        if request["input"] != self.input_name:
            # 8-4-256x256 is a batch: 8 items of 4 classes.
            kind_of_input = ClassInput if "-" in request["input"] else Input
            self.input = kind_of_input(request["folder"], request["input"])
            self.input_name = request["input"]
        contestants = CONTESTANTS if isinstance(self.input, Input) else CONTESTANTS_OF_CLASSES
        return contestants[request["contestant"], kind](self.input, identifier)


def limit_threads():
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(THREADS)


def number(result) -> float:
    """What was computed, as one number to compare: a loss, the sum of a field or of curves."""
    if isinstance(result, list):
        # These two draw random numbers, which differ from program to program.
        drawn = ("level-set", "transformation-consistency")
        shared = [curve["values"] for curve in result if curve["loss"] not in drawn]
        return float(sum(sum(values) for values in shared))
    if hasattr(result, "detach"):
        return float(result.detach())
    return float(result.sum(dtype=float))


if __name__ == "__main__":
    server = Server()
    for line in sys.stdin:
        print(json.dumps(server.answer(json.loads(line))), flush=True)
