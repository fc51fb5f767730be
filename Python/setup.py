"""Builds the Swift executable and puts it inside the wheel."""

import os
import pathlib
import shutil
import subprocess

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

PACKAGE = pathlib.Path(__file__).resolve().parent.parent


class BuildWithProgram(build_py):
    """Compiles `reproduce-figure` in release mode, with Swift's standard library inside."""

    def run(self):
        super().run()
        folder = pathlib.Path(self.build_lib) / "reproduce_figure" / "bin"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(self.executable(), folder / "reproduce-figure")

    def executable(self):
        # One that was built already, as packagers have it.
        given = os.environ.get("REPRODUCE_FIGURE_BUILT")
        if given:
            return given
        if not (PACKAGE / "Package.swift").is_file():
            raise SystemExit(
                f"there is no Package.swift in {PACKAGE}; install from a checkout of the whole project"
            )
        if shutil.which("swift") is None:
            raise SystemExit("there is no `swift`; install Swift 6.1 or later (https://swift.org/install)")
        command = [
            *("swift", "build", "-c", "release", "--product", "reproduce-figure"),
            *("--static-swift-stdlib", "--package-path", str(PACKAGE)),
            # Apart from builds for other purposes, which have other flags.
            *("--scratch-path", str(PACKAGE / "Python" / ".build")),
        ]
        subprocess.run(command, check=True)
        shown = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True)
        return pathlib.Path(shown.stdout.strip()) / "reproduce-figure"


class PlatformWheel(bdist_wheel):
    """A wheel of one platform that any Python 3 can use: there is no code for Python's own interface."""

    def finalize_options(self):
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(cmdclass={"build_py": BuildWithProgram, "bdist_wheel": PlatformWheel})
