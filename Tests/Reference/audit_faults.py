"""Asks the audit for five faults that are known of published losses, with the losses themselves.

    python3 Tests/Reference/audit_faults.py path/to/reproduce-figure

Exits with 1 where one of them is not found.
"""

from __future__ import annotations

import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

PEERS = pathlib.Path(__file__).with_name("audit_peers.py")


def evidence(judgement: dict) -> dict[str, float]:
    return {number["name"]: number["value"] for number in judgement["evidence"]}


def blind_from_radius_four(judgement: dict) -> bool:
    numbers = evidence(judgement)
    return all(numbers.get(f"unseen at radius {radius}, of 4") == 4 for radius in (4, 5, 6, 8, 10, 12))


def costs_nothing(judgement: dict) -> bool:
    numbers = evidence(judgement)
    return abs(numbers["false positives: 256"] - numbers["nothing predicted"]) < 1e-6


def rewards(judgement: dict) -> bool:
    numbers = evidence(judgement)
    return numbers["false positives: 256"] < numbers["nothing predicted"]


def is_not_zero(judgement: dict) -> bool:
    return evidence(judgement)["greatest at a truth"] > 0.1


def has_no_gradient(judgement: dict) -> bool:
    numbers = evidence(judgement)
    return numbers["where the value changes"] > 0 and numbers["where there is a gradient"] == 0


FAULTS = [
    ("monai-soft-cldice", "blind-radius", blind_from_radius_four),
    ("monai-generalized-dice", "empty-truth", costs_nothing),
    ("fault-combo-2019-10", "empty-truth", rewards),
    ("fault-softmax-against-labels", "zero-at-truth", is_not_zero),
    ("fault-detached-dice", "gradient", has_no_gradient),
]


def found(program: str, name: str, check: str, is_fault) -> bool:
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(PEERS))} {name}"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [program, "audit", "--external", f"{name}={command}", "--external-timeout", "120",
             "--checks", check, "--format", "svg", "--output", folder],
            check=True, stdout=subprocess.DEVNULL)
        judgement = json.loads(pathlib.Path(folder, "audit.json").read_text())["losses"][0]["judgements"][0]
    answer = judgement["verdict"] == "failed" and is_fault(judgement)
    print(f"{'found' if answer else 'NOT FOUND'}: {name} {check}: {judgement['summary']}")
    return answer


if __name__ == "__main__":
    sys.exit(0 if all([found(sys.argv[1], *fault) for fault in FAULTS]) else 1)
