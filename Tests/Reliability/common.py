"""What the scripts of this folder share: tiny runs of every study, and what their outputs must be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SMALL = ["--grid", "32x48", "--steps", "3", "--losses", "dice,focal"]
DISCS = ["--objects", "large=disc:7,small=disc:3"]

# Every study, small enough to be run a hundred times.
STUDIES: dict[str, list[str]] = {
    "landscape": ["landscape", *SMALL, "--smallest", "2", "--largest", "7", "--sizes", "6", "--path", "slide,grow,speckle",
                  "--repeats", "2"],
    "gradients": ["gradients", *SMALL, *DISCS, "--path", "slide,grow,shrink,speckle", "--repeats", "1"],
    "robustness": ["robustness", "--grids", "48x64", "--objects", "large=disc:7,small=disc:3", "--steps", "3", "--losses",
                   "dice,combo", "--path", "grow,shrink", "--tolerances", "0.001"],
    "agreement": ["agreement", *SMALL, "--objects", "a=disc:4,b=disc:7", "--path", "slide,grow,noise", "--metrics",
                  "dice-score,hausdorff-95", "--repeats", "1", "--resamples", "100"],
    "descend": ["descend", "--losses", "dice,cross-entropy", "--problems", "logits", "--iterations", "20", "--seeds", "2"],
}
FIGURE = ["figure", *SMALL, *DISCS, "--path", "slide,speckle", "--repeats", "2", "--format", "svg"]


def run(binary: str, arguments: list[str], *, environment: dict[str, str] | None = None,
        timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end; what hangs is an error of its own."""
    return subprocess.run([binary, *arguments], capture_output=True, text=True, errors="replace", timeout=timeout,
                          stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})}, check=False)


def is_state(name: str) -> bool:
    """Whether a file holds cells, whose order depends on what was computed when."""
    return ".cells." in name


def outputs(folder: Path) -> dict[str, bytes]:
    """The outputs in a folder, and what is left there that should not be."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if not is_state(path.name)}


def difference(found: dict[str, bytes], expected: dict[str, bytes]) -> str | None:
    """In words; None where there is none."""
    if found.keys() != expected.keys():
        return f"files {sorted(found.keys() ^ expected.keys())}"
    changed = [name for name in found if found[name] != expected[name]]
    return f"content of {changed}" if changed else None


def complaint(result: subprocess.CompletedProcess[str]) -> str | None:
    """What is wrong with how a run ended: it ends with an exit code of its own and one line about it."""
    lines = [line for line in result.stderr.splitlines() if line]
    if result.returncode < 0 or result.returncode >= 128:
        return f"ended by signal: {result.stderr[:400]}"
    if result.returncode == 0:
        return None
    if not 64 <= result.returncode <= 74:
        return f"exit code {result.returncode}: {result.stderr[:400]}"
    if len(lines) != 1 or not lines[0].startswith("reproduce-figure: error: "):
        return f"{len(lines)} lines for exit code {result.returncode}: {result.stderr[:400]}"
    return None


def fresh(folder: Path, source: Path | None = None) -> Path:
    """A folder with the content of another, or nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    if source is not None and source.is_dir():
        shutil.copytree(source, folder, symlinks=True)
    return folder
