"""Counts the instructions of losses and metrics on long, thin fields: twice the elements, twice the work.

    python3 Tests/Reliability/linear.py BINARY [--each] [--elements N]

Instructions are counted by valgrind (callgrind), and nothing is timed. The growth from N to 2N to 4N elements must be
below 2.6: what is linear grows by 2, n log n by 2.2, a square by 4. All losses are counted together, with --each one
by one, which takes an hour. Prints what grows faster, and exits with 1.
"""

from __future__ import annotations

import argparse
import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

SHAPES = {"(1, N)": lambda n: (1, n), "(N, 1)": lambda n: (n, 1), "(2, 2, N)": lambda n: (2, 2, n // 4)}
MOST = 2.6


def save(path: Path, shape: tuple[int, ...], value) -> None:
    count = 1
    for extent in shape:
        count *= extent
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({', '.join(map(str, shape))}), }}"
    header += " " * (127 - 10 - len(header)) + "\n"
    values = [value(index % shape[-1] if shape[-1] > 1 else index, max(shape)) for index in range(count)]
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack(f"<{count}d", *values))


def instructions(binary: str, folder: Path, shape: tuple[int, ...], what: list[str]) -> int:
    # An object on a half of the field, and a prediction that lies beside it.
    save(folder / "truth.npy", shape, lambda place, length: float(length // 4 <= place < 3 * length // 4))
    save(folder / "prediction.npy", shape,
         lambda place, length: 0.9 if length // 3 <= place < 5 * length // 6 else 0.05)
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/counts", binary, "evaluate", "--truth",
               str(folder / "truth.npy"), "--prediction", str(folder / "prediction.npy"), *what]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    counted = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or counted is None:
        raise RuntimeError(f"{' '.join(what)} on {shape}: {result.stderr[-600:]}")
    return int(counted.group(1))


def names(binary: str, command: str) -> list[str]:
    text = subprocess.run([binary, command], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  ([a-z][a-z0-9-]+) ", text, re.MULTILINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--elements", type=int, default=2048)
    parser.add_argument("--only", help="names of losses, separated by commas")
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    if options.each:
        works = [["--losses", name] for name in names(binary, "losses")]
        works += [["--losses", "dice", "--metrics", name] for name in names(binary, "metrics")]
    else:
        works = [["--losses", options.only or "all"], ["--losses", "dice", "--metrics", "all"]]
    problems = 0
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind does not understand how Swift writes what debuggers need.
        bare = str(Path(folder) / "reproduce-figure")
        subprocess.run(["strip", "-o", bare, binary], check=True)
        binary = bare
        for work in works:
            for name, shape in SHAPES.items():
                try:
                    counts = [instructions(binary, Path(folder), shape(options.elements * factor), work) for factor in (1, 2, 4)]
                except RuntimeError as error:
                    print(f"not counted: {error}")
                    problems += not options.each
                    continue
                growth = (counts[2] - counts[1]) / max(1, counts[1] - counts[0])
                problems += growth > MOST
                print(f"{'FASTER' if growth > MOST else 'ok'} {' '.join(work)} {name}: {counts}, growth {growth:.2f}", flush=True)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
