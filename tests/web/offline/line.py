"""The site on a port whose connection can be cut and mended."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server


class Line:
    """The site on one port, whose connection can be cut and mended."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._port = 0
        self._server: BaseWSGIServer | None = None
        self._connections: list[socket.socket] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        made = make_server("127.0.0.1", self._port, self._app, threaded=True)
        made.block_on_close = False
        accept = made.get_request

        def get_request() -> tuple[socket.socket, tuple[str, int]]:
            found = accept()
            self._connections.append(found[0])
            return found

        made.get_request = get_request  # type: ignore[method-assign]
        self._server, self._port = made, made.server_port
        threading.Thread(target=made.serve_forever, daemon=True).start()

    def cut(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
        self._server = None
        # Browsers open connections ahead, which would be served yet.
        for connection in self._connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._connections.clear()
