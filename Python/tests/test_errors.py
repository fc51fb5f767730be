"""What is wrong is said, in the words of the program, and Ctrl-C works."""

import os
import signal
import subprocess
import sys
import threading
import time

import numpy
import pytest

import reproduce_figure as rf


def test_message_is_that_of_the_program():
    with pytest.raises(rf.Error, match="there is no loss 'dicee'; did you mean 'dice'") as caught:
        rf.figure(losses=["dicee"])
    assert caught.value.status == 64
    with pytest.raises(rf.Error, match="--stepz"):
        rf.figure(losses=["dice"], stepz=3)


def test_exception_of_the_function_is_the_cause():
    def mine(p, g):
        if p.size > 1000:
            raise KeyError("too many")
        return float((p * g).sum())

    with pytest.raises(rf.Error, match="'mine' could not answer request .*KeyError: 'too many'") as caught:
        rf.figure(losses=["dice"], mine=rf.Loss(mine, backend="numpy"), steps=3)
    assert isinstance(caught.value.__cause__, KeyError)


def test_function_that_never_works_is_refused_before_the_run():
    with pytest.raises(ZeroDivisionError):
        rf.figure(losses=["dice"], mine=rf.Loss(lambda p, g: 1 / 0, backend="numpy"))
    with pytest.raises(ValueError, match="expected one"):
        rf.figure(losses=["dice"], mine=rf.Loss(lambda p, g: p - g, backend="numpy"))


def test_values_that_are_not_finite_are_said():
    def mine(p, g):
        return float("inf") if p.size > 1000 else 1.0

    with pytest.raises(rf.Error, match="gave the value inf"):
        rf.figure(losses=["dice"], mine=rf.Loss(mine, backend="numpy"), steps=3)


def test_values_alone_are_not_enough_for_gradients():
    with pytest.raises(rf.Error, match="gives values and no gradient"):
        rf.gradients(losses=["dice"], mine=rf.Loss(lambda p, g: float(p.sum()), backend="numpy"), steps=3)


def test_arrays_that_are_none_are_refused():
    with pytest.raises(TypeError, match="expected numbers"):
        rf.evaluate(numpy.array(["a"]), numpy.array([1.0]))
    with pytest.raises(TypeError, match="a loss is a function"):
        rf.Loss(3)


def test_warnings_are_warnings():
    with pytest.warns(UserWarning, match="shrink is left out"):
        rf.figure(losses=["dice"], objects="large=disc:6,small=disc:1", grid="16x40", steps=9, path="shrink")


def test_interruption_ends_the_program():
    calls = []

    def slow(p, g):
        if p.size > 1000:
            calls.append(time.monotonic())
            time.sleep(0.2)
        return float((p * g).sum())

    def interrupt():
        while not calls:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        rf.figure(losses=["dice"], mine=rf.Loss(slow, backend="numpy"), steps=60)
    done = len(calls)
    time.sleep(0.5)
    assert len(calls) <= done + 1
    running = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True).stdout
    mine = [line for line in running.splitlines() if line.split()[0] == str(os.getpid())]
    assert not [line for line in mine if "reproduce-figure" in line]


def test_library_that_is_missing_is_named(tmp_path, monkeypatch):
    broken = tmp_path / "broken"
    broken.write_text(
        "#!/bin/sh\necho 'error while loading shared libraries: libcairo.so.2: cannot open shared object file' >&2\n"
        "exit 127\n"
    )
    broken.chmod(0o755)
    monkeypatch.setenv("REPRODUCE_FIGURE", str(broken))
    with pytest.raises(rf.MissingLibrary, match="libcairo2"):
        rf.version()


def test_script_serves_a_loss(tmp_path):
    script = tmp_path / "mine.py"
    script.write_text(
        "import reproduce_figure as rf\n"
        "def mine(p, g):\n"
        "    print('this goes to standard error')\n"
        "    return float(abs(p - g).sum())\n"
        "rf.serve(mine, backend='numpy')\n"
    )
    result = rf.figure(losses=["dice"], external=[f"mine={sys.executable} {script}"], steps=3)
    assert set(result.curves.loss) == {"dice", "mine"}
