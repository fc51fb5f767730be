"""Functions of the running interpreter as losses of the program."""

from __future__ import annotations

import os
import pathlib
import shlex
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from ._losses import Loss
from ._protocol import Service


class Served:
    """Serves losses as long as it is entered.

    The program starts, for each, a small process that hands its standard streams over a socket to a thread
    of this interpreter, and so talks to it directly.
    """

    def __init__(self, losses: Mapping[str, Any]) -> None:
        self._lock = threading.Lock()
        self._losses = {name: Loss.of(loss).prepared() for name, loss in losses.items()}
        self._errors: list[Exception] = []
        self._folder = ""
        self._listeners: list[socket.socket] = []

    def __enter__(self) -> Served:
        if self._losses:
            # The path of a socket may have about a hundred bytes.
            self._folder = tempfile.mkdtemp(prefix="rf-")
        for number, loss in enumerate(self._losses.values()):
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(self._path(number))
            listener.listen()
            self._listeners.append(listener)
            threading.Thread(target=self._accept, args=(listener, loss), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for listener in self._listeners:
            # Closing alone does not wake the thread that waits.
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def options(self) -> list[str]:
        """What the program has to be told."""
        bridge = pathlib.Path(__file__).with_name("_bridge.py")
        return [
            option
            for number, name in enumerate(self._losses)
            for option in (
                "--external",
                f"{name}=exec "
                + shlex.join([sys.executable, "-I", "-S", str(bridge), self._path(number)]),
            )
        ]

    @property
    def error(self) -> Exception | None:
        """What a function raised last."""
        return self._errors[0] if self._errors else None

    def _path(self, number: int) -> str:
        return os.path.join(self._folder, str(number))

    def _accept(self, listener: socket.socket, loss: Loss) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection, loss), daemon=True).start()

    def _answer(self, connection: socket.socket, loss: Loss) -> None:
        with connection:
            _, descriptors, _, _ = socket.recv_fds(connection, 1, 2)
            if len(descriptors) != 2:
                return
            try:
                with os.fdopen(descriptors[0], "rb") as reader, os.fdopen(descriptors[1], "wb") as writer:
                    Service(loss, self._lock, self._errors).answer(reader, writer)
            except BrokenPipeError:
                # The program has ended before the last answer was sent.
                pass
