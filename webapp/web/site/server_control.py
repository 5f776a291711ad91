"""The control socket of the running server, by which `flask content reload` reaches the arbiter.

It is in the instance folder, and only the owner of the server can use it. A request is one line, and
the answer is JSON.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAME = "server.sock"
RELOAD = b"reload\n"
LONGEST_RELOAD = 120.0  # seconds
CLIENT_SECONDS = 5.0


class NoServer(Exception):
    """No server of this instance answers at its control socket."""


class ControlSocket:
    """The server's end; the arbiter opens it, and each worker closes its copy after the fork."""

    def __init__(self, instance_dir: Path) -> None:
        self._folder = instance_dir
        self._sockets: set[socket.socket] = set()
        self._listening: socket.socket | None = None
        self._own_file = (0, 0)
        self._answered = threading.Condition()
        self._begun = self._ended = 0
        self._answer: Mapping[str, Any] = {}

    def open(self) -> None:
        """Begins to listen. A new arbiter of the same instance replaces the socket of the old one."""
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)
        try:
            with _short_path(self._folder) as folder:
                unfinished = f"{folder}/{NAME}.{os.getpid()}"
                with suppress(FileNotFoundError):
                    os.unlink(unfinished)
                listening.bind(unfinished)
                listening.listen(4)
                self._own_file = _identity(unfinished)
                os.replace(unfinished, f"{folder}/{NAME}")
        finally:
            os.umask(before)
        self._listening = listening
        self._sockets.add(listening)
        threading.Thread(target=self._serve, args=(listening,), daemon=True).start()

    def take_back(self) -> None:
        """Listens again where another server took the place and has left it, as a release that is taken
        back does.
        """
        with suppress(OSError):
            if not self._is_taken():
                if self._listening is not None:
                    # It ends the thread that waits there; closing it would not.
                    self._listening.shutdown(socket.SHUT_RDWR)
                self.open()

    def note_start(self) -> None:
        """Notes that a reload begins: it reads what was written until now."""
        with self._answered:
            self._begun += 1

    def answer(self, answer: Mapping[str, Any]) -> None:
        """Sends the result of the reload that has just ended to all waiting clients."""
        with self._answered:
            self._ended = self._begun
            self._answer = answer
            self._answered.notify_all()

    def close(self) -> None:
        """Closes this process's copies of the sockets."""
        while self._sockets:
            self._sockets.pop().close()

    def _is_taken(self) -> bool:
        """Whether this server or another one that runs answers at the socket's file."""
        with _short_path(self._folder) as folder, socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                if _identity(f"{folder}/{NAME}") == self._own_file:
                    return True
                probe.settimeout(CLIENT_SECONDS)
                probe.connect(f"{folder}/{NAME}")
            except (ConnectionRefusedError, FileNotFoundError):
                return False
            return True

    def _serve(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                self._sockets.discard(listening)
                listening.close()
                return
            threading.Thread(target=self._answer_client, args=(client,), daemon=True).start()

    def _answer_client(self, client: socket.socket) -> None:
        self._sockets.add(client)
        with client, suppress(OSError):
            client.settimeout(CLIENT_SECONDS)
            if client.recv(len(RELOAD)) == RELOAD:
                client.sendall(json.dumps(self._reload()).encode())
            # Workers that were forked meanwhile may have a copy, so close() would not end it.
            client.shutdown(socket.SHUT_RDWR)
        self._sockets.discard(client)

    def _reload(self) -> Mapping[str, Any]:
        with self._answered:
            # One that is under way may have read the content before it was changed.
            wanted = self._begun + 1
            os.kill(os.getpid(), signal.SIGHUP)
            self._answered.wait_for(lambda: self._ended >= wanted, LONGEST_RELOAD)
            return {**self._answer, "process": os.getpid()} if self._ended >= wanted else {}


def request_reload(instance_dir: Path) -> Mapping[str, Any] | None:
    """Lets the server of an instance read its content again, and returns the result.

    Returns None if the server does not answer within LONGEST_RELOAD seconds. Raises NoServer.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client, _short_path(instance_dir) as folder:
        client.settimeout(LONGEST_RELOAD + CLIENT_SECONDS)
        try:
            client.connect(f"{folder}/{NAME}")
            client.sendall(RELOAD)
            received = b"".join(iter(lambda: client.recv(65536), b""))
        except TimeoutError:
            return None
        except OSError as error:
            raise NoServer(instance_dir) from error
    answer: Mapping[str, Any] = json.loads(received or b"{}")
    return answer or None


def _identity(path: str) -> tuple[int, int]:
    found = os.stat(path)
    # The number of a file that is gone may be given to another one.
    return found.st_ino, found.st_mtime_ns


@contextmanager
def _short_path(folder: Path) -> Iterator[str]:
    """Yields a short path of a folder, because the path of a Unix socket may have only 107 bytes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)
