"""Writes files of every kind that the program reads, and what NumPy, nibabel, SimpleITK, pynrrd, tifffile
and Pillow say they hold.

    .venv/bin/python Tests/Reference/make_files.py

The files go to Tests/FieldFilesTests/Fixtures/Files, damaged ones to Damaged beside it, and what is in
them to files.json, pairs.json and damaged.json.
"""

from __future__ import annotations

import json
import shutil
import warnings

import files_formats
import files_meaning
import files_space
from files_common import DAMAGED, FILES, FIXTURES, cases, damaged, pairs
from files_damaged import make_damaged


def main() -> None:
    warnings.simplefilter("ignore")
    for folder in (FILES, DAMAGED):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    for module in (files_formats, files_meaning, files_space):
        for name in [name for name in vars(module) if name.startswith("make_")]:
            getattr(module, name)()
    make_damaged()
    for name, rows in {"files": cases, "pairs": pairs, "damaged": damaged}.items():
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        (FIXTURES / f"{name}.json").write_text('{"cases":[\n' + lines + "\n]}\n")


if __name__ == "__main__":
    main()
