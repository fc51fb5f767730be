"""Two runs in one folder at once, and disks that are full: of every study.

    python3 Tests/Reliability/folders.py BINARY [--turns N]

A full disk is a small tmpfs where this user may mount one, and a limit on the size of files (RLIMIT_FSIZE) anyway.
Prints what is not right, and exits with 1 where something is not.
"""

from __future__ import annotations

import argparse
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from common import FIGURE, STUDIES, complaint, difference, fresh, outputs, run

RUNS = {**STUDIES, "figure": FIGURE}


def resumed(kind: str) -> list[str]:
    return [] if kind == "figure" else ["--resume"]


def mended(binary: str, kind: str, output: Path, expected: dict[str, bytes]) -> str | None:
    """What is not as it should be after the same command once more."""
    result = run(binary, [*RUNS[kind], *resumed(kind), "--output", str(output)])
    if result.returncode != 0:
        return f"cannot be resumed: {result.stderr}"
    return difference(outputs(output), expected)


def together(binary: str, kind: str, output: Path, expected: dict[str, bytes]) -> str | None:
    """Two of the same run: each does it or says why not, and what is there is the result."""
    command = [binary, *RUNS[kind], *resumed(kind), "--output", str(output)]
    processes = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True) for _ in range(2)]
    ended = []
    for process in processes:
        text, errors = process.communicate(timeout=120)
        ended.append(subprocess.CompletedProcess(command, process.returncode, text, errors))
    if problem := next(filter(None, map(complaint, ended)), None):
        return problem
    if all(result.returncode != 0 for result in ended):
        return f"neither has done it: {ended[0].stderr}"
    return difference(outputs(output), expected) or mended(binary, kind, output, expected)


def limited(binary: str, kind: str, output: Path, expected: dict[str, bytes], size: int, ignored: bool) -> str | None:
    """A run that may write no file of more bytes, with the signal about it ignored or as it is by default."""
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN if ignored else signal.SIG_DFL)

    result = subprocess.run([binary, *RUNS[kind], "--output", str(output)], capture_output=True, text=True, timeout=120,
                            stdin=subprocess.DEVNULL, preexec_fn=limit, check=False)
    if problem := complaint(result):
        return problem
    if result.returncode == 0 and max(map(len, expected.values())) > size:
        return "has written more than it may"
    if result.returncode != 0 and (torn := torn_outputs(output, expected)):
        return f"half written: {torn}"
    return mended(binary, kind, output, expected)


def torn_outputs(output: Path, expected: dict[str, bytes]) -> list[str]:
    return [name for name, content in outputs(output).items() if expected.get(name, content) != content]


def on_small_disk(binary: str, kind: str, mount: Path, expected: dict[str, bytes], size: int) -> str | None:
    """A run on a disk of so many bytes, which is then made larger."""
    mount.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", mount], check=True)
    try:
        output = mount / "out"
        result = run(binary, [*RUNS[kind], "--output", str(output)])
        if problem := complaint(result):
            return problem
        if result.returncode != 0 and (torn := torn_outputs(output, expected)):
            return f"half written: {torn}"
        subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
        return mended(binary, kind, output, expected)
    finally:
        subprocess.run(["umount", mount], check=True)


def can_mount(folder: Path) -> bool:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        return False
    subprocess.run(["umount", folder], check=True)
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--turns", type=int, default=5, help="runs of each kind of each study")
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    problems: list[str] = []
    counts = {"two at once": 0, "limits of files": 0, "full disks": 0}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        mounts = can_mount(work / "mount")
        for kind, arguments in RUNS.items():
            result = run(binary, [*arguments, "--output", str(work / "whole")])
            if result.returncode != 0:
                sys.exit(f"an undisturbed run fails: {kind}: {result.stderr}")
            expected = outputs(work / "whole")
            largest, total = max(map(len, expected.values())), sum(map(len, expected.values()))
            for turn in range(options.turns):
                share = (turn + 0.5) / options.turns
                cases = {
                    "two at once": lambda: together(binary, kind, fresh(work / "out"), expected),
                    "limits of files": lambda: limited(
                        binary, kind, fresh(work / "out"), expected, int(largest * share), turn % 2 == 1),
                    "full disks": lambda: on_small_disk(
                        binary, kind, work / "mount", expected, 4096 + int(total * share) // 4096 * 4096),
                }
                for name, case in cases.items():
                    if name == "full disks" and not mounts:
                        continue
                    counts[name] += 1
                    if text := case():
                        problems.append(f"{kind}, {name}, turn {turn}: {text}")
            fresh(work / "whole")
    print(f"{', '.join(f'{count} {name}' for name, count in counts.items())}: {len(problems)} problems")
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
