"""Writes every fixture of the tests. See README.md."""

from __future__ import annotations

from pathlib import Path

import torch

import classes
import classes_cases
import classes_files
import distance
import families
import metrics
import monai_tests
import probabilities
import rank_statistics
import settings_page
import topology
import training
from cases import make_cases, write_inputs, write_rows
from inputs import make_inputs

TESTS = Path(__file__).resolve().parent.parent
LOSSES = TESTS / "LossesTests" / "Fixtures"
PROGRAM = TESTS / "ReproduceFigureTests" / "Fixtures"
METRICS = TESTS / "MetricsTests" / "Fixtures"
EXPERIMENTS = TESTS / "ExperimentsTests" / "Fixtures"
STUDIES = TESTS / "StudiesTests" / "Fixtures"


def main() -> None:
    # Constants of packages, too, are to be made in double precision.
    torch.set_default_dtype(torch.float64)
    # One thread sums in one order, so that every run writes the same digits.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)

    inputs = make_inputs()
    write_inputs(LOSSES / "inputs.json", inputs)
    for file, losses in families.FAMILIES.items():
        write_rows(LOSSES / file, "cases", make_cases(losses, inputs))
    write_rows(LOSSES / "classes.json", "rows", classes.make_rows())
    write_rows(LOSSES / "nothing.json", "rows", classes.make_rows_of_nothing())
    write_rows(PROGRAM / "classes.json", "rows", classes_files.write())
    write_rows(PROGRAM / "settings.json", "rows", settings_page.write())
    write_rows(PROGRAM / "cases.json", "rows", classes_cases.write(classes_files.EXAMPLES / "cases"))
    write_rows(PROGRAM / "monai-tests.json", "rows", monai_tests.make_rows())
    # It computes in single precision, as the tests of MONAI do.
    torch.set_default_dtype(torch.float64)
    write_rows(LOSSES / "distance.json", "cases", distance.make_cases())
    write_rows(METRICS / "metrics.json", "cases", metrics.make_cases())
    write_rows(METRICS / "ignored.json", "cases", metrics.make_ignored())
    write_rows(LOSSES / "topology.json", "cases", topology.make_cases())
    write_rows(EXPERIMENTS / "statistics.json", "cases", rank_statistics.make_cases())
    write_rows(EXPERIMENTS / "probabilities.json", "cases", probabilities.make_cases())
    write_rows(STUDIES / "agreement.json", "cases", rank_statistics.make_pairs())
    write_rows(STUDIES / "optimisers.json", "cases", training.make_optimisers())
    write_rows(STUDIES / "networks.json", "cases", training.make_networks())
    write_rows(STUDIES / "discs.json", "cases", training.make_discs())


if __name__ == "__main__":
    main()
