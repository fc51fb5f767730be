#!/usr/bin/env python3
"""Runs the program under every limit of its memory (Linux), so that the system refuses each large allocation
in turn: a run is done, or is refused in one line.

    python3 Tests/Reliability/memory.py .build/release/reproduce-figure [--step MEBIBYTES]
"""

from __future__ import annotations

import argparse
import resource
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from common import complaint

MEBIBYTE = 1 << 20
DISC = ["--objects", "a=disc:60"]


def volume(path: Path, extent: int) -> str:
    """A cube as NumPy writes it."""
    header = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({extent}, {extent}, {extent}), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    inside = range(extent // 4, extent // 2)
    row = bytes(1 if x in inside else 0 for x in range(extent))
    with path.open("wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        for z in range(extent):
            for y in range(extent):
                file.write(row if z in inside and y in inside else bytes(extent))
    return str(path)


def runs(folder: Path) -> dict[str, list[str]]:
    cube = volume(folder / "cube.npy", 128)
    out = ["--output", str(folder / "out")]
    return {
        "figure": ["--grid", "512", *DISC, "--steps", "3", "--losses", "dice,cross-entropy", *out],
        "figure of a file": ["--truth", cube, "--path", "grow", "--steps", "2", "--losses", "dice", *out],
        "evaluate": ["evaluate", "--truth", cube, "--prediction", cube, "--losses", "all", "--metrics", "all"],
        "export": ["export", "--grid", "512", *DISC, "--path", "slide", "--steps", "2", *out],
        "landscape": ["landscape", "--grid", "512", "--smallest", "20", "--largest", "40", "--sizes", "2", "--steps", "3",
                      "--losses", "dice", "--path", "grow", "--restart", *out],
        "agreement": ["agreement", "--grid", "256", *DISC, "--steps", "3", "--losses", "dice", "--metrics", "hausdorff-95",
                      "--path", "grow", "--resamples", "100", "--restart", *out],
    }


def limited(binary: str, arguments: list[str], bytes_: int) -> subprocess.CompletedProcess[str]:
    """Runs the program within so many bytes."""
    return subprocess.run([binary, *arguments], capture_output=True, text=True, errors="replace", timeout=600, check=False,
                          stdin=subprocess.DEVNULL,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=str)
    parser.add_argument("--step", type=int, default=8, help="mebibytes between limits")
    arguments = parser.parse_args()
    problems = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Below this the system cannot even load the program.
        least = next(limit for limit in range(8, 4096, 2)
                     if limited(arguments.binary, ["--version"], limit * MEBIBYTE).returncode == 0)
        for title, command in runs(folder).items():
            done = refused = 0
            limit = least + 4
            while done < 8:
                result = limited(arguments.binary, command, limit * MEBIBYTE)
                if (problem := complaint(result)) is not None:
                    print(f"{title} within {limit} MiB: {problem}")
                    problems += 1
                done += result.returncode == 0
                refused += result.returncode != 0
                limit += arguments.step
            print(f"{title}: refused {refused} times up to {limit} MiB, then done {done} times", flush=True)
    print(f"{problems} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
