"""A loss of the program, asked from here: the other side of the protocol."""

from __future__ import annotations

import json
import math
import mmap
import os
import select
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from ._program import Error, _error, program


class Client:
    """A running ``reproduce-figure serve``, which is ended together with this.

    Parameters
    ----------
    arguments:
        What is served: ``["--losses", "dice"]``.
    timeout:
        Seconds to wait for an answer.
    """

    def __init__(self, arguments: Sequence[str], timeout: float = 600) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._file = tempfile.NamedTemporaryFile(prefix="rf-arrays-")
        self._map: mmap.mmap | None = None
        self._requests = 0
        self._truth: np.ndarray | None = None
        self._truth_number = 0
        self._process = subprocess.Popen(
            [str(program()), "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # Ctrl-C is for Python.
            start_new_session=True,
        )
        self._rest = b""
        self._finalizer = weakref.finalize(self, _end, self._process)
        try:
            self._send(b"\n")
            self.handshake: dict[str, Any] = self._answer()
            self._send(json.dumps({"arrays": self._file.name}).encode() + b"\n")
        except BaseException:
            self._finalizer()
            raise

    def evaluate(
        self,
        prediction: np.ndarray,
        truth: np.ndarray,
        *,
        classes: str | None,
        mask: np.ndarray | None = None,
        spacing: Sequence[float] | None = None,
        gradient: bool = False,
    ) -> tuple[float, np.ndarray | None]:
        """Value and gradient for arrays of float64 of shape (B, K, *grid); a mask has (B, 1, *grid)."""
        with self._lock:
            size = prediction.nbytes
            length = 3 * size + (0 if mask is None else mask.size)
            self._requests += 1
            request = {
                "id": self._requests,
                "want": "gradient" if gradient else "value",
                "shape": list(prediction.shape),
                "spacing": list(spacing or [1] * (prediction.ndim - 2)),
                "prediction": 0,
                "truth": size,
            }
            map_ = self._room(length)
            self._array(map_, prediction.shape, 0)[...] = prediction
            if self._truth is None or not (
                self._truth.shape == truth.shape and np.array_equal(self._truth, truth)
            ):
                self._truth, self._truth_number = np.array(truth), self._truth_number + 1
                self._array(map_, truth.shape, size)[...] = truth
            request["truthNumber"] = self._truth_number
            if classes is not None:
                request["classes"] = classes
            if mask is not None:
                request["mask"] = 3 * size
                np.frombuffer(map_, np.uint8, mask.size, 3 * size)[...] = mask.reshape(-1)
            if gradient:
                request["gradient"] = 2 * size
            self._send(json.dumps(request).encode() + b"\n")
            answer = self._answer()
            if "error" in answer:
                raise Error(answer["error"], 65)
            if not gradient:
                return float(answer["value"]), None
            return float(answer["value"]), self._array(map_, prediction.shape, 2 * size).copy()

    def close(self) -> None:
        """Ends the process."""
        self._finalizer()

    @staticmethod
    def _array(map_: mmap.mmap, shape: tuple[int, ...], offset: int) -> np.ndarray:
        return np.frombuffer(map_, np.float64, math.prod(shape), offset).reshape(shape)

    def _room(self, length: int) -> mmap.mmap:
        if self._map is None or len(self._map) < length:
            # Only what lies behind an array may change its place.
            self._truth = None
            os.ftruncate(self._file.fileno(), length)
            self._map = mmap.mmap(self._file.fileno(), length)
        return self._map

    def _send(self, line: bytes) -> None:
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._ended() from None

    def _answer(self) -> dict[str, Any]:
        deadline = time.monotonic() + self._timeout
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._rest:
            ready, _, _ = select.select([descriptor], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                self._finalizer()
                raise Error(f"the program gave no answer within {self._timeout} s", 65)
            chunk = os.read(descriptor, 65536)
            if not chunk:
                raise self._ended()
            self._rest += chunk
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def _ended(self) -> Exception:
        _, errors = self._process.communicate()
        lines = errors.decode(errors="replace").splitlines()
        return _error([line for line in lines if line.strip()], self._process.returncode)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        try:
            stream.close()
        except BrokenPipeError:
            pass
