"""Counts the instructions of losses, their gradients and metrics on long, thin fields: twice the elements, twice the work.

    python3 Tests/Reliability/linear.py BINARY [--each] [--elements N]

Instructions are counted by valgrind (callgrind), and nothing is timed. The growth from N to 2N to 4N elements (of
metrics 16 times as many) must be below 2.6: what is linear grows by 2, n log n by 2.2, a square by 4. All losses that
take the field are counted together, with --each one by one, which takes two hours. Prints what grows faster, and exits
with 1. Gradients that are known to grow faster, for which docs/reliability.md has the reason, are counted where --only
names them.
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
# PyTorch halves slopes between equal neighbours at every erosion, so that they spread over even parts.
SPREADING = ["cl-dice", "dice-cl-dice"]


def save(path: Path, shape: tuple[int, ...], value) -> None:
    count = 1
    for extent in shape:
        count *= extent
    header = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({', '.join(map(str, shape))}), }}"
    header += " " * (127 - 10 - len(header)) + "\n"
    values = [value(index % shape[-1] if shape[-1] > 1 else index, max(shape)) for index in range(count)]
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack(f"<{count}d", *values))


def fields(folder: Path, shape: tuple[int, ...]) -> list[str]:
    """Two objects, one a quarter of the field and one small and far off, and a prediction that lies beside them."""
    save(folder / "truth.npy", shape,
         lambda place, length: float(length // 8 <= place < 3 * length // 8 or place >= length - 2))
    save(folder / "prediction.npy", shape,
         lambda place, length: 0.9 if length // 3 <= place < 5 * length // 6 else 0.05)
    return ["evaluate", "--truth", str(folder / "truth.npy"), "--prediction", str(folder / "prediction.npy")]


def asking(kind: str, chosen: list[str], folder: Path) -> list[str]:
    """The options that ask for losses, for their values and gradients, or for metrics."""
    if kind == "metrics":
        return ["--losses", "dice", "--metrics", ",".join(chosen)]
    return ["--losses", ",".join(chosen), *(["--gradient", str(folder / "gradients")] if kind == "gradients" else [])]


def possible(binary: str, evaluate: list[str], kind: str, chosen: list[str], folder: Path) -> tuple[list[str], list[str]]:
    """What asks for all that can be evaluated on a field, and what refuses it."""
    refusing: list[str] = []
    while True:
        options = asking(kind, [name for name in chosen if name not in refusing], folder)
        result = subprocess.run([binary, *evaluate, *options], capture_output=True, text=True, check=False)
        if result.returncode == 0:
            return options, refusing
        named = re.search(r"the (?:loss|metric) '([^']+)'", result.stderr)
        if named is None or named[1] in refusing or named[1] not in chosen:
            raise RuntimeError(result.stderr.strip())
        refusing.append(named[1])


def instructions(binary: str, folder: Path, shape: tuple[int, ...], what: list[str]) -> int:
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/counts", binary, *fields(folder, shape), *what]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    counted = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or counted is None:
        raise RuntimeError(f"{' '.join(what)} on {shape}: {result.stderr[-600:]}")
    return int(counted.group(1))


def names(binary: str, command: str) -> list[str]:
    text = subprocess.run([binary, command], capture_output=True, text=True, check=True).stdout
    # Losses stand below their families.
    return re.findall(r"^(?:  )?([a-z][a-z0-9-]+) ", text, re.MULTILINE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--elements", type=int, default=2048)
    parser.add_argument("--only", help="names of losses, separated by commas")
    parser.add_argument("--without", help="names of losses that are left out, separated by commas", default="")
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    losses = options.only.split(",") if options.only else names(binary, "losses")
    losses = [name for name in losses if name not in options.without.split(",")]
    gradients = [name for name in losses if options.only or name not in SPREADING]
    chosen = {"losses": losses, "gradients": gradients, "metrics": [] if options.only else names(binary, "metrics")}
    works = [(kind, [name]) for kind, all_ in chosen.items() for name in all_]
    if not options.each:
        works = [(kind, all_) for kind, all_ in chosen.items() if all_]
    problems = 0
    if not options.only:
        print(f"left out: gradients of {', '.join(SPREADING)}")
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind does not understand how Swift writes what debuggers need.
        bare = str(Path(folder) / "reproduce-figure")
        subprocess.run(["strip", "-o", bare, binary], check=True)
        binary = bare
        for kind, work in works:
            # Metrics take so little that on small fields it drowns in what the program takes itself.
            elements = options.elements * (16 if kind == "metrics" else 1)
            for name, shape in SHAPES.items():
                try:
                    evaluate = fields(Path(folder), shape(elements))
                    what, refusing = possible(binary, evaluate, kind, work, Path(folder))
                    if len(refusing) == len(work):
                        print(f"refused: {' '.join(work)} {name}")
                        continue
                    counts = [instructions(binary, Path(folder), shape(elements * factor), what) for factor in (1, 2, 4)]
                except RuntimeError as error:
                    print(f"not counted: {error}")
                    problems += 1
                    continue
                growth = (counts[2] - counts[1]) / max(1, counts[1] - counts[0])
                problems += growth > MOST
                label = f"{len(work) - len(refusing)} {kind}" if len(work) > 1 else f"{kind} {work[0]}"
                without = f", without {', '.join(refusing)}" if refusing else ""
                print(f"{'FASTER' if growth > MOST else 'ok'} {label} on {name}{without}: {counts}, growth {growth:.2f}",
                      flush=True)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
