"""Version 2 of the protocol of external losses (docs/external-losses.md), both sides of it."""

from __future__ import annotations

import json
import math
import mmap
import os
import sys
import threading
from typing import IO, Any

import numpy as np

from ._losses import Loss

VERSION = 2


def serve(
    loss: Any, reader: IO[bytes] | None = None, writer: IO[bytes] | None = None, **options: Any
) -> None:
    """Answers the requests of the program for a loss, until it has no more.

    A script that ends with ``rf.serve(my_loss)`` can be given to the program as
    ``--external "mine=python3 script.py"``.

    Parameters
    ----------
    loss:
        A function, ``torch.nn.Module`` or :class:`Loss`.
    reader, writer:
        Streams of bytes; standard input and output by default. Nothing else may write there, so that
        ``print`` goes to standard error as long as these are served.
    options:
        Of :class:`Loss`, such as ``takes="logits"``.
    """
    loss = Loss(loss, **options) if options else Loss.of(loss)
    output, sys.stdout = sys.stdout, sys.stderr
    try:
        Service(loss.prepared()).answer(reader or sys.stdin.buffer, writer or output.buffer)
    finally:
        sys.stdout = output


class Service:
    """Answers the requests of one process for a loss; what it raised last is kept."""

    def __init__(
        self, loss: Loss, lock: threading.Lock | None = None, errors: list[Exception] | None = None
    ) -> None:
        self.loss = loss
        self.errors = [] if errors is None else errors
        # Functions of a notebook need not be made for several threads.
        self._lock = lock or threading.Lock()
        self._map: mmap.mmap | None = None
        self._truths: dict[int, tuple[tuple[int, ...], Any]] = {}

    def answer(self, reader: IO[bytes], writer: IO[bytes]) -> None:
        """Introduces the loss and answers until nothing more comes."""

        def write(message: dict[str, Any]) -> None:
            writer.write(json.dumps(message).encode() + b"\n")
            writer.flush()

        if not reader.readline():
            return
        loss = self.loss
        write(
            {
                "protocol": VERSION,
                "name": loss.name,
                "gradient": loss.gives_gradient,
                "takes": loss.takes,
                "dtype": loss.dtype,
                "layout": loss.layout,
                "classes": list(loss.classes),
                "mask": loss.mask or loss.labels,
                "channels": loss.channels,
            }
        )
        announcement = reader.readline()
        if not announcement:
            return
        with open(json.loads(announcement)["arrays"], "r+b", buffering=0) as file:
            for line in reader:
                write(self._reply(json.loads(line), file))

    def _reply(self, request: dict[str, Any], file: IO[bytes]) -> dict[str, Any]:
        try:
            with self._lock:
                value = self._value(request, file)
        except Exception as error:
            self.errors[:] = [error]
            text = f"{type(error).__name__}: {error}"
            return {"id": request["id"], "error": " ".join(text.split())[:1000]}
        if math.isfinite(value):
            return {"id": request["id"], "value": value}
        word = "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
        return {"id": request["id"], "value": word}

    def _value(self, request: dict[str, Any], file: IO[bytes]) -> float:
        shape = tuple(request["shape"])
        dtype = np.dtype(self.loss.dtype)

        def array(offset: int, kind: np.dtype = dtype, shape: tuple[int, ...] = shape) -> np.ndarray:
            end = offset + math.prod(shape) * kind.itemsize
            if self._map is None or len(self._map) < end:
                self._map = mmap.mmap(file.fileno(), max(end, os.fstat(file.fileno()).st_size))
            return np.frombuffer(self._map, kind, math.prod(shape), offset).reshape(shape)

        number = request["truthNumber"]
        known = self._truths.get(number)
        if known is None or known[0] != shape:
            # More truths than requests on their way are of no use.
            if len(self._truths) >= 8:
                self._truths.clear()
            known = (shape, self.loss.converted(array(request["truth"])))
            self._truths[number] = known
        mask = None
        if "mask" in request:
            items = shape[:1] + (1,) + shape[2:] if self.loss.layout == "batch" else shape
            mask = array(request["mask"], np.dtype(np.uint8), items) != 0
        wants = request["want"] == "gradient"
        value, gradient = self.loss(
            array(request["prediction"]), known[1], mask, wants, request.get("classes")
        )
        if wants:
            if gradient is None:
                raise TypeError("the loss gives no gradient")
            array(request["gradient"])[...] = gradient
        return value
