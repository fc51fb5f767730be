"""Kills runs of every study at random moments and resumes them: what comes out is what an undisturbed run gives.

    python3 Tests/Reliability/kills.py BINARY [--kills N] [--seed S]

Prints what is not so, and exits with 1 where something is not.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import FIGURE, STUDIES, difference, outputs, run


def undisturbed(binary: str, arguments: list[str], folder: Path) -> tuple[dict[str, bytes], float]:
    start = time.monotonic()
    result = run(binary, [*arguments, "--output", str(folder)])
    if result.returncode != 0:
        sys.exit(f"an undisturbed run fails: {' '.join(arguments)}: {result.stderr}")
    return outputs(folder), time.monotonic() - start


def kill(binary: str, arguments: list[str], wait: float) -> bool:
    """Starts a run and kills it after a time; whether it was still running."""
    with subprocess.Popen([binary, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        _, errors = process.communicate()
        if process.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(f"exit code {process.returncode}: {errors.decode(errors='replace')}")
        return process.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    chance = random.Random(options.seed)
    print(f"seed {options.seed}")
    runs = {**STUDIES, "figure": FIGURE}
    problems: list[str] = []
    killed = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        known = {kind: undisturbed(binary, arguments, work / kind) for kind, arguments in runs.items()}
        number = 0
        while killed < options.kills and number < 20 * options.kills:
            kind = list(runs)[number % len(runs)]
            expected, duration = known[kind]
            number += 1
            output = work / f"{kind}-{number}"
            resumed = [] if kind == "figure" else ["--resume"]
            arguments = [*runs[kind], *resumed, "--output", str(output)]
            try:
                # Up to three times in a row, and then to the end.
                for _ in range(chance.randint(1, 3)):
                    killed += kill(binary, arguments, chance.uniform(0, duration))
            except RuntimeError as error:
                problems.append(f"{kind}, number {number}: {error}")
                continue
            result = run(binary, arguments)
            if result.returncode != 0:
                problems.append(f"{kind}, number {number}: cannot be resumed: {result.stderr}")
            elif text := difference(outputs(output), expected):
                problems.append(f"{kind}, number {number}: {text} differ")
    print(f"{killed} kills over {', '.join(runs)}: {len(problems)} problems")
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
