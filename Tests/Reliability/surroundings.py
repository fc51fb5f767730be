"""Runs every study under other clocks, languages, processors and limits: the outputs are the same bytes.

    python3 Tests/Reliability/surroundings.py BINARY

Linux. Prints what is not so, and exits with 1 where something is not.
"""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from common import FIGURE, STUDIES, difference, outputs

LANGUAGES = {"tr_TR": "UTF-8", "de_DE": "UTF-8", "ja_JP": "EUC-JP", "ar_EG": "UTF-8"}


def languages(folder: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """Languages of the system's library, built here, since few machines have them all."""
    found: dict[str, tuple[str, dict[str, str]]] = {"C": ("", {"LC_ALL": "C", "LANG": "C"})}
    for name, encoding in LANGUAGES.items():
        built = subprocess.run(["localedef", "-c", "-i", name, "-f", encoding, str(folder / f"{name}.{encoding}")],
                               capture_output=True, check=False)
        if not (folder / f"{name}.{encoding}").is_dir():
            sys.exit(f"cannot build the language {name}; install the package locales: {built.stderr.decode()}")
        found[name] = ("", {"LOCPATH": str(folder), "LC_ALL": f"{name}.{encoding}", "LANG": f"{name}.{encoding}"})
    return found


def surroundings(folder: Path) -> dict[str, tuple[str, dict[str, str]]]:
    """What is said to a shell before a run, and added to its environment."""
    clock = folder / "clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", clock, Path(__file__).with_name("clock.c")], check=True)
    found = languages(folder)
    for name, ahead in {"in 2060": 33 * 365 * 86_400, "in 1975": -52 * 365 * 86_400}.items():
        found[name] = ("", {"LD_PRELOAD": str(clock), "CLOCK_AHEAD": str(ahead)})
    found["another zone"] = ("", {"TZ": "Pacific/Kiritimati"})
    processors = sorted(os.sched_getaffinity(0))
    for count in {1, 2, len(processors)}:
        if count <= len(processors):
            found[f"{count} of the processors"] = (
                f"taskset -c {','.join(map(str, processors[-count:]))} ", {})
    found["few files"] = ("ulimit -n 24; ", {})
    found["8 GiB of addresses"] = ("ulimit -v 8388608; ", {})
    found["a small stack"] = ("ulimit -s 512; ", {})
    found["a stack without a limit"] = ("ulimit -s unlimited; ", {})
    found["others may read nothing"] = ("umask 077; ", {})
    found["an empty environment"] = (f"env -i PATH={os.environ['PATH']} ", {})
    return found


def run_under(before: str, environment: dict[str, str], command: list[str]) -> subprocess.CompletedProcess[bytes]:
    text = f"{before}{shlex.join(command)}" if before.endswith(" ") else shlex.join(command)
    return subprocess.run(["bash", "-c", text], capture_output=True, timeout=300, stdin=subprocess.DEVNULL,
                          env={**os.environ, **environment}, check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    options = parser.parse_args()
    binary = str(Path(options.binary).resolve())
    problems: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        kinds = surroundings(work)
        for study, arguments in {**STUDIES, "figure": FIGURE}.items():
            expected: tuple[bytes, dict[str, bytes]] | None = None
            for number, (name, (before, environment)) in enumerate({"as it is": ("", {}), **kinds}.items()):
                # The name of the folder stands in what is printed.
                output = work / f"{study}-{number}"
                command = [binary, *arguments, "--output", str(output)]
                result = run_under(before, environment, command)
                count += 1
                if result.returncode != 0:
                    problems.append(f"{study}, {name}: {result.returncode} {result.stderr.decode(errors='replace')}")
                    continue
                found = (result.stdout.replace(str(output).encode(), b"OUTPUT"), outputs(output))
                if expected is None:
                    expected = found
                elif found[0] != expected[0]:
                    problems.append(f"{study}, {name}: prints something else")
                elif text := difference(found[1], expected[1]):
                    problems.append(f"{study}, {name}: {text} differ")
    print(f"{count} runs under {', '.join(kinds)}: {len(problems)} problems")
    print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
