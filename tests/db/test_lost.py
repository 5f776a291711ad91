"""Connections to PostgreSQL that are gone without a word, as when its machine dies and another takes its address."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster
from tests.faults.writers import TOPIC
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.extensions import db

RESET = struct.pack("ii", 1, 0)


class Way:
    """The way to a server. After `forget` each connection of before is reset at the next byte of the client."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._forgotten: set[socket.socket] = set()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def forget(self) -> None:
        self._forgotten |= self._open

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                self._open.add(client)
                threading.Thread(target=self._pass, args=(client, server, client), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, client), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if client in self._forgotten:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.close()


@pytest.fixture
def way(cluster: Cluster) -> Iterator[Way]:
    made = Way(cluster.port)
    yield made
    made.close()


@pytest.fixture
def site(cluster: Cluster, migrated_postgresql: str, way: Way, tmp_path: Path) -> Iterator[Flask]:
    name = cluster.make_database(migrated_postgresql).rpartition("/")[2]
    url = f"postgresql://milepost@127.0.0.1:{way.port}/{name}"
    environ = {"DATABASE_URL": url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_who_is_signed_in_notices_nothing(site: Flask, way: Way) -> None:
    client = site.test_client()
    account = {"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    assert client.post("/signup", data=account).status_code == 303
    for _ in range(3):
        way.forget()
        assert "ada" in client.get("/me/settings").text
        way.forget()
        assert client.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
        way.forget()
        assert "1 of 9 done" in client.get("/alpha").text
