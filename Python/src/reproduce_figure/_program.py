"""The executable: where it is, and how it is run."""

from __future__ import annotations

import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Sequence
from typing import Any


class Error(RuntimeError):
    """What the program refused, in its own words.

    Attributes
    ----------
    status:
        The exit code: 64 wrong usage, 65 bad data, 73 a file cannot be written.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class MissingLibrary(ImportError):
    """The executable needs a library of the system that is not there."""


LIBRARIES = (
    "The program needs Cairo, Pango, libpng, libtiff, libdeflate, Expat and zlib. On Debian and Ubuntu:\n"
    "  apt-get install libcairo2 libpango-1.0-0 libpangocairo-1.0-0 libpng16-16 libtiff6 libdeflate0 libexpat1 zlib1g\n"
    "with macOS and Homebrew:\n"
    "  brew install cairo pango libpng libtiff libdeflate"
)


def program() -> pathlib.Path:
    """The executable: that of ``REPRODUCE_FIGURE``, the one inside this package, or one on the path."""
    given = os.environ.get("REPRODUCE_FIGURE")
    if given:
        return pathlib.Path(given)
    inside = pathlib.Path(__file__).parent / "bin" / "reproduce-figure"
    if inside.is_file():
        return inside
    found = shutil.which("reproduce-figure")
    if found is None:
        raise Error("there is no executable `reproduce-figure`; install this package with pip", 69)
    return pathlib.Path(found)


def kebab(name: str) -> str:
    """A name of Python as the program has it."""
    return name.replace("_", "-")


def version() -> str:
    """The version of the program."""
    return run(["--version"]).strip()


def run(arguments: Sequence[str], progress: bool = False) -> str:
    """Runs the program and returns what it prints; Ctrl-C stops it as it would on a terminal."""
    environment = dict(os.environ)
    if progress:
        environment["REPRODUCE_FIGURE_PROGRESS"] = "always"
    process = subprocess.Popen(
        [str(program()), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # Signals of the terminal come to Python alone, which hands them on.
        start_new_session=True,
    )
    output: list[bytes] = []
    reading = threading.Thread(target=lambda: output.append(process.stdout.read()), daemon=True)
    reading.start()
    bar = _Bar() if progress else None
    try:
        errors = _read_errors(process, bar)
        status = process.wait()
        reading.join()
    except BaseException:
        _stop(process)
        raise
    finally:
        if bar:
            bar.close()
    if status != 0:
        raise _error(errors, status)
    for line in errors:
        _warn(line)
    return b"".join(output).decode()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _read_errors(process: subprocess.Popen[bytes], bar: _Bar | None) -> list[str]:
    """The lines of standard error that are no progress."""
    lines: list[str] = []
    rest = b""
    descriptor = process.stderr.fileno()
    while True:
        # An interruption is noticed between reads, whichever thread the signal came to.
        if not select.select([descriptor], [], [], 0.2)[0]:
            continue
        chunk = os.read(descriptor, 65536)
        if not chunk:
            break
        *parts, rest = re.split(rb"[\r\n]", rest + chunk)
        # The line that is being overwritten has no end yet.
        for part in [*parts, rest] if _Bar.pattern.search(rest) else parts:
            text = part.decode(errors="replace").replace("\x1b[K", "").strip()
            if bar and bar.show(text):
                continue
            if text:
                lines.append(text)
        if _Bar.pattern.search(rest):
            rest = b""
    text = rest.decode(errors="replace").strip()
    return lines + ([text] if text and not (bar and bar.show(text)) else [])


def _error(lines: list[str], status: int) -> Exception:
    text = "\n".join(lines)
    if status == 127 and "shared librar" in text:
        return MissingLibrary(f"{text}\n{LIBRARIES}")
    message = re.sub(r"^(reproduce-figure: )?[Ee]rror: ", "", text)
    # How to call the program on a command line is of no use here.
    message = message.split("\nUsage:")[0].strip()
    return Error(message or f"the program ended with status {status}", status)


def _warn(line: str) -> None:
    text = re.sub(r"^(reproduce-figure: )?warning: ", "", line)
    if text != line:
        warnings.warn(text, stacklevel=2)


class _Bar:
    """How far a run has come: by tqdm where that is installed, or not at all."""

    pattern = re.compile(rb"\w+: \d+ of \d+ \w+")
    _text = re.compile(r"([\w-]+): (\d+) of (\d+) (\w+)")

    def __init__(self) -> None:
        self._bar: Any = None
        self._class: Any = None
        # Loading widgets where nobody looks is of no use.
        if "IPython" in sys.modules or sys.stderr.isatty():
            with warnings.catch_warnings():
                # Without ipywidgets the bar is one of text, which is as good.
                warnings.simplefilter("ignore")
                try:
                    from tqdm.auto import tqdm

                    self._class = tqdm
                except ImportError:
                    pass

    def show(self, text: str) -> bool:
        """Whether the text was progress."""
        match = self._text.match(text)
        if match is None:
            return False
        name, done, total, unit = match.group(1), int(match.group(2)), int(match.group(3)), match.group(4)
        if self._class is not None:
            if self._bar is None:
                self._bar = self._class(total=total, desc=name, unit=f" {unit}", leave=False)
            self._bar.update(done - self._bar.n)
        return True

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
