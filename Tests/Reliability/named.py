"""Inputs that have once broken the program, each as it was: what is right of them today.

    python3 Tests/Reliability/named.py BINARY [CASE …]

Prints what is not right, and exits with 1 where something is not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from common import FIGURE, SMALL, complaint, outputs, run

LIMIT = 20.0  # seconds that nothing here may take; each took longer, or all memory, once

BINARY = ""
GRADIENTS = ["gradients", "--grid", "32x48", "--objects", "a=disc:4,b=disc:7", "--steps", "2", "--losses", "dice",
             "--path", "grow"]
LANDSCAPE = ["landscape", *SMALL, "--smallest", "2", "--largest", "7", "--sizes", "3", "--path", "grow,speckle",
             "--repeats", "1"]


def expect(condition: bool, text: str) -> None:
    if not condition:
        raise AssertionError(text)


def refused(arguments: list[str], code: int | None = None, words: str = "",
            **options: object) -> subprocess.CompletedProcess[str]:
    """A run that ends with one line and a code of its own."""
    result = run(BINARY, arguments, timeout=LIMIT, **options)  # type: ignore[arg-type]
    problem = complaint(result)
    expect(problem is None, f"{' '.join(arguments)}: {problem}")
    expect(result.returncode != 0, f"{' '.join(arguments)} is not refused")
    expect(code in (None, result.returncode), f"exit code {result.returncode}: {result.stderr}")
    expect(words in result.stderr, f"no '{words}' in: {result.stderr}")
    return result


def done(arguments: list[str], **options: object) -> subprocess.CompletedProcess[str]:
    result = run(BINARY, arguments, timeout=LIMIT, **options)  # type: ignore[arg-type]
    expect(result.returncode == 0, f"{' '.join(arguments)}: {result.returncode} {result.stderr[:400]}")
    return result


def shell(script: str, folder: Path, timeout: float = LIMIT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL, env={**os.environ, "PROGRAM": BINARY}, check=False)


# (a) The program's own files


def manifests(folder: Path) -> None:
    done([*GRADIENTS, "--output", str(folder)])
    file = folder / "gradients.cells.json"
    whole = file.read_bytes()
    for change in ({"cellCount": -1}, {"cellCount": 10**12}, {"cellCount": 0}, {"shard": {"index": 1, "count": 0}},
                   {"shard": {"index": 0, "count": 0}}, {"shard": "1/0"}, {"shard": 0}, {"kind": "landscape"},
                   {"version": "0"}):
        file.write_text(json.dumps({**json.loads(whole), **change}))
        result = refused([*GRADIENTS, "--resume", "--output", str(folder)])
        expect("gradients.cells.json" in result.stderr or "--restart" in result.stderr, result.stderr)
        refused(["merge", str(folder), "--output", str(folder / "merged")])
    file.unlink()
    before = (folder / "gradients.cells.jsonl").read_bytes()
    refused([*GRADIENTS, "--resume", "--output", str(folder)])
    expect((folder / "gradients.cells.jsonl").read_bytes() == before, "cells without their manifest are changed")
    elsewhere = folder / "elsewhere"
    elsewhere.write_text("mine")
    (folder / "gradients.cells.jsonl").unlink()
    (folder / "gradients.cells.jsonl").symlink_to(elsewhere)
    refused([*GRADIENTS, "--resume", "--output", str(folder)])
    expect(elsewhere.read_text() == "mine", "a link is followed")


def checksum(manifest: bytes, cell: int, outcome: bytes) -> str:
    return f"{zlib.crc32(outcome, zlib.crc32(str(cell).encode(), zlib.crc32(manifest))):08x}"


def lines_with_right_checksums(folder: Path) -> None:
    """Cells that say what cannot be, under the right checksum."""
    done([*LANDSCAPE, "--output", str(folder)])
    cells = folder / "landscape.cells.jsonl"
    line = cells.read_bytes().split(b"\n")[0]
    number = int(re.match(rb'\{"cell":(\d+)', line)[1])
    outcome = line.split(b'"outcome":', 1)[1][:-1]
    seed = next((candidate for candidate in manifests_of(folder)
                 if checksum(candidate, number, outcome).encode() in line), None)
    expect(seed is not None, "this script does not know any more what the checksum is taken of")

    def numbers(value: object, change: Callable[[list], list]) -> object:
        if isinstance(value, dict):
            return {key: numbers(part, change) for key, part in value.items()}
        return change(value) if isinstance(value, list) else value

    changes: list[Callable[[list], list]] = [lambda _: [99999], lambda _: [], lambda _: [-1], lambda _: [[]]]
    for change in changes:
        other = json.dumps(numbers(json.loads(outcome), change), separators=(",", ":")).encode()
        if other == outcome:
            continue
        cells.write_bytes(b'{"cell":%d,"check":"%s","outcome":%s}\n'
                          % (number, checksum(seed, number, other).encode(), other))
        refused([*LANDSCAPE, "--resume", "--output", str(folder)], words="landscape.cells.jsonl")


def manifests_of(folder: Path) -> list[bytes]:
    """The manifest as its checksum may be taken of it."""
    content = (folder / "landscape.cells.json").read_bytes()
    value = json.loads(content)
    return [content, content.rstrip(b"\n"), *(
        json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).replace("/", mark).encode()
        for mark in ("/", "\\/"))]


# (b) Refusals before the work


def twelve_objects(folder: Path) -> None:
    """Panels that do not fit in one row; another width is no other run."""
    objects = ",".join(f"o{index}=disc:{3 + index % 4}" for index in range(12))
    arguments = ["gradients", *SMALL, "--objects", objects, "--path", "grow", "--output", str(folder)]
    result = run(BINARY, arguments, timeout=LIMIT)
    if result.returncode == 0:
        expect((folder / "gradients.svg").exists(), "no figure")
    else:
        expect(not list(folder.glob("*.jsonl")), "refused after the work")
        done([*arguments, "--width", "400"])
    done([*arguments, "--resume", "--width", "400"])


# (c) Calls


def standard_error_gone(folder: Path) -> None:
    for redirection in ("2>&-", "2> /dev/full", "2>&- >&-"):
        for command in (LANDSCAPE, [*FIGURE], ["losses", "nonsense"]):
            name = f"{abs(hash((redirection, command[0])))}"
            output = ["--output", str(folder / name)] if command[0] != "losses" else []
            result = shell(f'exec "$PROGRAM" {" ".join(map(repr, [*command, *output]))} {redirection}', folder)
            allowed = (64,) if command[0] == "losses" else ((0, 74) if ">&-" in redirection else (0,))
            expect(result.returncode in allowed, f"{command[0]} {redirection}: {result.returncode}")


def hangup(folder: Path) -> None:
    """A terminal that is closed under a run that ignores SIGHUP."""
    import pty
    master, slave = pty.openpty()
    arguments = [BINARY, *LANDSCAPE, "--repeats", "40", "--output", str(folder / "out")]
    process = subprocess.Popen(arguments, stdin=slave, stdout=subprocess.DEVNULL, stderr=slave,
                               preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    os.close(slave)
    time.sleep(0.2)
    os.close(master)
    expect(process.wait(60) == 0, f"ended with {process.returncode}")
    expect((folder / "out" / "landscape.md").exists(), "no result")


def full_standard_output(folder: Path) -> None:
    for command in (["losses"], [*FIGURE, "--output", str(folder / "f")], ["--help"]):
        result = shell(f'exec "$PROGRAM" {" ".join(map(repr, command))} > /dev/full', folder)
        expect(result.returncode == 74, f"{command[0]}: {result.returncode}")


def tiny_blur(folder: Path) -> None:
    for blur in ("1e-200", "1e-320", "1e300", "nan", "-1"):
        result = run(BINARY, [*FIGURE, f"--blur={blur}", "--output", str(folder / blur)], timeout=LIMIT)
        problem = complaint(result)
        expect(problem is None, f"--blur {blur}: {problem}")


def external_processes(folder: Path) -> None:
    commands = {
        "sleeper": ("setsid sleep 40 & while read l; do echo 1; done", True),
        "deaf": ("sleep 600", False),
        "answers without reading": ("yes 1 | head -c 100; sleep 600", False),
        "flood": ("while read l; do head -c 200000000 /dev/zero >&2; echo 1; done", True),
        "endless flood": ("yes >&2", False),
        "endless answer": ("cat /dev/zero", False),
    }
    for name, (command, works) in commands.items():
        output = folder / name
        result = run(BINARY, [*FIGURE, "--steps", "1", "--repeats", "1", "--external", f"mine={command}",
                              "--external-timeout", "2", "--output", str(output)], timeout=LIMIT)
        expect(result.returncode == 0 if works else 64 <= result.returncode <= 74,
               f"{name}: {result.returncode} {result.stderr[:300]}")
        expect(sum(path.stat().st_size for path in output.rglob("*")) < 4 << 20 if output.exists() else True,
               f"{name}: the folder has grown")
    expect(not subprocess.run(["pgrep", "-f", "^sleep 40$"], capture_output=True, check=False).stdout,
           "the sleeper lives on")


def devices(folder: Path) -> None:
    fifo = folder / "fifo.npy"
    os.mkfifo(fifo)
    for path in (str(fifo), "/dev/zero", "/dev/null", str(folder)):
        if path != str(folder):
            refused(["evaluate", "--truth", path, "--prediction", path])
        refused(["figure", "--config", path, "--output", str(folder / "o")])
        refused(["figure", "--from", path, "--output", str(folder / "o")])


# (d) Limits


def memory_of(arguments: list[str]) -> tuple[int, float]:
    """MiB and seconds of a run that is to be refused."""
    script = ("import resource,subprocess,sys,time;s=time.monotonic();"
              "subprocess.run(sys.argv[1:],timeout=30,stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL);"
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss>>10,time.monotonic()-s)")
    text = subprocess.run([sys.executable, "-c", script, BINARY, *arguments], capture_output=True, text=True,
                          timeout=60, check=True).stdout.split()
    return int(text[0]), float(text[1])


def many_axes(folder: Path) -> None:
    file = folder / "axes.npy"
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + "1," * 100_001 + "), }"
    header += " " * (-(12 + len(header) + 1) % 64) + "\n"
    file.write_bytes(b"\x93NUMPY\x02\x00" + struct.pack("<I", len(header)) + header.encode() + struct.pack("<f", 1))
    expect(file.stat().st_size < 300_000, "larger than it was")
    arguments = ["evaluate", "--truth", str(file), "--prediction", str(file)]
    refused(arguments, 65)
    memory, seconds = memory_of(arguments)
    expect(memory < 400 and seconds < 5, f"{memory} MiB, {seconds:.1f} s")


def many_texts(folder: Path) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    text = chunk(b"zTXt", b"key\0\0" + zlib.compress(b"a" * 7_900_000, 9))
    file = folder / "texts.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)) + text * 800
                     + chunk(b"IDAT", zlib.compress((b"\0" + b"\xff\0" * 4) * 8)) + chunk(b"IEND", b""))
    memory, seconds = memory_of(["evaluate", "--truth", str(file), "--prediction", str(file)])
    expect(memory < 600 and seconds < 10, f"{memory} MiB, {seconds:.1f} s")


def large_runs(folder: Path) -> None:
    for arguments, option in (
        (["figure", "--path", "speckle", "--repeats", "10000"], "--repeats"),
        (["figure", "--grid", "20000x20000"], "--grid"),
        (["export", "--grid", "20000x20000"], "--grid"),
        (["paths", "--grid", "20000x20000"], "--grid"),
        (["landscape", "--grid", "20000x20000"], "--grid"),
        (["gradients", "--grid", "20000x20000"], "--grid"),
    ):
        arguments = [*arguments, "--memory", "8"] if "--grid" in arguments else arguments
        refused([*arguments, "--output", str(folder / "o")], words=option)
        memory, seconds = memory_of([*arguments, "--output", str(folder / "o")])
        expect(memory < 400 and seconds < 5, f"{' '.join(arguments)}: {memory} MiB, {seconds:.1f} s")


def annulus(folder: Path) -> None:
    arguments = ["figure", "--grid", "128x1024", "--objects", "ring=annulus:50:20", "--steps", "40", "--path", "slide",
                 "--losses", "dice", "--output", str(folder / "o")]
    refused(arguments)
    _, seconds = memory_of(arguments)
    expect(seconds < 10, f"{seconds:.1f} s for a refusal")


# (e) Names and foreign content


def evil_names(folder: Path) -> None:
    for name in ("=1+1", "+A1", "@SUM(A1)", "-A1", "a|b", "<script>alert(1)</script>", "a\nb", "a\n```\n<script>alert(1)</script>",
                 "a\x1b[31mb", "a\u202eb"):
        output = folder / f"n{abs(hash(name))}"
        configuration = folder / "c.yaml"
        configuration.write_text(json.dumps({
            "grid": {"shape": [32, 48]}, "steps": 2, "losses": ["dice"], "paths": ["grow"],
            "objects": [{"name": name, "shape": {"kind": "disc", "radius": 5}}]}))
        result = run(BINARY, ["figure", "--config", str(configuration), "--format", "svg", "--output", str(output)],
                     timeout=LIMIT)
        problem = complaint(result)
        expect(problem is None, f"{name!r}: {problem}")
        for stream in (result.stdout, result.stderr):
            expect("\x1b" not in stream and "\u202e" not in stream, f"{name!r} reaches the terminal")
        for path in output.glob("*.csv"):
            for cell in re.split(r"[,\n]", path.read_text()):
                expect(not re.match(r'"?[=+@\t\r]', cell) and not re.match(r'"?-[^0-9.]', cell),
                       f"{name!r}: a formula {cell!r} in {path.name}")
        for path in output.glob("*.md"):
            # What is in code, or after a backslash, is shown as it is.
            text = re.sub(r"(?ms)^```.*?^```|(`+)[^`].*?\1|\\<", "", path.read_text())
            expect("<script>" not in text, f"{name!r}: HTML in {path.name}")


def evil_drawing(folder: Path) -> None:
    done([*LANDSCAPE, "--output", str(folder)])
    (folder / "landscape-evil.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><svg/onload=alert(2)>'
        '<a href="x"onerror=alert(3)>a</a><script>alert(4)</script></svg>')
    secret = folder.parent / f"{folder.name}-secret"
    secret.write_text("# SECRET\n")
    (folder / "landscape.md").unlink()
    (folder / "landscape.md").symlink_to(secret)
    result = run(BINARY, ["report", "--html", *SMALL, "--objects", "a=disc:4", "--output", str(folder)], timeout=LIMIT)
    problem = complaint(result)
    expect(problem is None, str(problem))
    if (page := folder / "report.html").exists():
        text = page.read_text()
        expect("alert(" not in text, "script in the page")
        expect("SECRET" not in text, "a link is followed out of the folder")
        expect("Content-Security-Policy" in text and "unsafe-inline" not in text, "no strict policy")


def drawings_that_trapped(folder: Path) -> None:
    done([*LANDSCAPE, "--output", str(folder)])
    for root in (b'svg style=":"', b"svg\xf2"):
        (folder / "landscape-evil.svg").write_bytes(b"<" + root + b' width="1" height="1" viewBox="0 0 1 1"></svg>')
        done(["report", "--html", *SMALL, "--objects", "a=disc:4", "--output", str(folder)])


# Also


def three_at_once(folder: Path) -> None:
    runs = [[*FIGURE, "--seed", str(seed), "--losses", loss] for seed, loss in enumerate(("dice", "focal", "combo"))]
    sets = []
    for number, arguments in enumerate(runs):
        done([*arguments, "--output", str(folder / str(number))])
        sets.append(outputs(folder / str(number)))
    for turn in range(3):
        output = folder / f"together-{turn}"
        processes = [subprocess.Popen([BINARY, *arguments, "--output", str(output)], stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for arguments in runs]
        for process in processes:
            _, errors = process.communicate(timeout=60)
            expect(process.returncode in (0, *range(64, 75)), errors.decode())
        expect(outputs(output) in sets, f"a mixed set: {sorted(outputs(output))}")


def other_formats(folder: Path) -> None:
    done([*FIGURE, "--format", "png,svg", "--output", str(folder)])
    result = done([*FIGURE, "--format", "pdf", "--output", str(folder)])
    kept = {path.suffix for path in folder.iterdir() if path.suffix in (".png", ".svg", ".pdf")}
    expect(kept == {".pdf"} or "svg" in result.stderr, f"{kept} without a word")


def version_control(folder: Path) -> None:
    """The default folder under version control is not replaced by a run with other options, unless it is named."""
    script = """set -e
      git init -q . && git config user.email a@b && git config user.name a
      "$PROGRAM" {0} && git add -A && git commit -qm results
      "$PROGRAM" {0} --seed 9 --losses dice 2> words && exit 1 || test $? = 73
      git status --porcelain -- results && git diff --quiet
      "$PROGRAM" {0}
      "$PROGRAM" {0} --seed 9 --losses dice --output results"""
    result = shell(script.format(" ".join(map(repr, FIGURE))), folder, 60)
    expect(result.returncode == 0, result.stderr)
    words = (folder / "words").read_text()
    expect("under version control" in words and "--output" in words, f"no word: {words}")


CASES: list[Callable[[Path], None]] = [
    manifests, lines_with_right_checksums, twelve_objects, standard_error_gone, hangup, full_standard_output, tiny_blur,
    external_processes, devices, many_axes, many_texts, large_runs, annulus, evil_names, evil_drawing,
    drawings_that_trapped, three_at_once, other_formats, version_control,
]


def main() -> None:
    global BINARY
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    options = parser.parse_args()
    BINARY = str(Path(options.binary).resolve())
    problems = 0
    for case in CASES:
        if options.cases and case.__name__ not in options.cases:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            try:
                case(Path(folder))
            except (AssertionError, subprocess.TimeoutExpired) as problem:
                problems += 1
                print(f"{case.__name__}: {str(problem)[:1000]}", file=sys.stderr)
    print(f"{len(options.cases or CASES)} cases: {problems} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
