"""Lets every call for a file fail once each: in a figure, a landscape, one that is resumed, and a merge.

    python3 Tests/Reliability/faults.py BINARY [--most N] [--sticky]

Whatever fails, the program ends with an exit code of its own and one line; no file is half written; and the
same command with --resume (or --restart) leaves what an undisturbed run leaves. Prints what is not so, and
exits with 1. --most bounds the number of calls tried of each, spread evenly.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from common import FIGURE, STUDIES, complaint, difference, fresh, outputs, run


@dataclass
class Scenario:
    name: str
    arguments: list[str]
    # What mends a run that failed.
    again: list[str]
    # What is in the output folder before the run; None for nothing.
    before: Path | None = None


def tells_of_both(name: str, content: bytes, expected: dict[str, bytes], earlier: dict[str, bytes]) -> bool:
    """Whether it is a record of the outputs of this run and of those of the earlier one that are still to be removed."""
    if not name.endswith(".files.json") or name not in expected or name not in earlier:
        return False
    try:
        files, new, old = (json.loads(text)["files"] for text in (content, expected[name], earlier[name]))
    except (ValueError, KeyError):
        return False
    names = {file["name"] for file in new}
    return files == new + [file for file in old if file["name"] not in names]


def scenarios(binary: str, work: Path) -> list[Scenario]:
    figure = work / "earlier-figure"
    run(binary, [*FIGURE, "--format", "pdf", "--seed", "7", "--output", str(figure)])
    landscape = STUDIES["landscape"] + ["--format", "svg"]
    partial = work / "partial"
    run(binary, [*landscape, "--output", str(partial)])
    for path in list(partial.iterdir()):
        if ".cells." not in path.name:
            path.unlink()
    cells = partial / "landscape.cells.jsonl"
    lines = cells.read_bytes().splitlines(keepends=True)
    # The last line is torn, as a machine that went down leaves it.
    cells.write_bytes(b"".join(lines[: len(lines) // 2]) + lines[-1][:20])
    shards = [str(work / f"shard-{index}") for index in (1, 2)]
    for index, shard in enumerate(shards, 1):
        run(binary, [*landscape, "--shard", f"{index}/2", "--output", shard])
    return [
        Scenario("figure", FIGURE, FIGURE, figure),
        Scenario("landscape", landscape, [*landscape, "--resume"]),
        Scenario("resume", [*landscape, "--resume"], [*landscape, "--resume"], partial),
        Scenario("merge", ["merge", *shards, "--format", "svg"], ["merge", *shards, "--format", "svg", "--restart"]),
    ]


def attempts(binary: str, scenario: Scenario, work: Path, library: Path, most: int, sticky: bool) -> list[str]:
    output = work / "root" / scenario.name
    where = ["--output", str(output)]
    fresh(output, scenario.before)
    log = work / "calls"
    log.unlink(missing_ok=True)
    watched = {"LD_PRELOAD": str(library), "FAULT_ROOT": str(work), "FAULT_OUTPUT": "1"}
    whole = run(binary, scenario.arguments + where, environment={**watched, "FAULT_LOG": str(log)})
    if whole.returncode != 0:
        return [f"{scenario.name}: an undisturbed run fails: {whole.stderr}"]
    expected = outputs(output)
    earlier = outputs(scenario.before) if scenario.before else {}
    calls = log.read_text().splitlines()
    kinds = Counter(line.split()[1] for line in calls)
    print(f"{scenario.name}: {len(calls)} calls ({', '.join(f'{n} {k}' for k, n in sorted(kinds.items()))})")
    step = max(1, -(-len(calls) // most)) if most else 1
    problems: list[str] = []
    tried = refused = 0
    for number in range(1, len(calls) + 1, step):
        fresh(output, scenario.before)
        environment = {**watched, "FAULT_AT": str(number), "FAULT_STICKY": "1" if sticky else "0"}
        label = f"{scenario.name}, call {number} ({calls[number - 1].split()[1]})"
        try:
            result = run(binary, scenario.arguments + where, environment=environment)
        except subprocess.TimeoutExpired:
            problems.append(f"{label}: does not end")
            continue
        tried += 1
        refused += result.returncode != 0
        if text := complaint(result):
            problems.append(f"{label}: {text}")
        left = outputs(output)
        half = [n for n, c in left.items() if not (n.startswith(".") and n.endswith(".tmp"))
                and c not in (expected.get(n), earlier.get(n)) and not tells_of_both(n, c, expected, earlier)]
        if half:
            problems.append(f"{label}: half written: {half}")
        if result.returncode == 0 and (text := difference(left, expected)):
            problems.append(f"{label}: exit 0, but {text} differ")
        mended = run(binary, scenario.again + where)
        if mended.returncode != 0:
            problems.append(f"{label}: cannot be mended: {mended.stderr}")
        elif text := difference(outputs(output), expected):
            problems.append(f"{label}: mended, but {text} differ")
    print(f"{scenario.name}: {tried} calls failed in turn, {refused} ended the run, {len(problems)} problems")
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--most", type=int, default=0)
    parser.add_argument("--sticky", action="store_true")
    parser.add_argument("--only", help="the name of one of them")
    arguments = parser.parse_args()
    binary = str(Path(arguments.binary).resolve())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        library = work / "faults.so"
        source = Path(__file__).with_name("faults.c")
        compiler = shutil.which("cc") or shutil.which("clang") or "cc"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", library, source, "-ldl"], check=True)
        problems = [
            problem
            for scenario in scenarios(binary, work)
            if arguments.only in (None, scenario.name)
            for problem in attempts(binary, scenario, work, library, arguments.most, arguments.sticky)
        ]
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
