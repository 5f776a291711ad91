"""Background work beside the pages of a real server: it holds up no request, and ends with its job done."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.deploy.server import Server
from tests.mail.servers import MailServer
from tests.mail.servers import mail_server as mail_server  # a fixture

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


def test_a_slow_mail_server_holds_up_nobody_and_a_stop_waits_for_the_mail_under_way(
    mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.delay = 2.0
    server = Server(tmp_path, workers=1, MAIL_URL=mail_server.url)
    try:
        began = time.monotonic()
        assert sign_up(server) == 303
        assert time.monotonic() - began < mail_server.delay, "the request waited for the mail"
        wait_until(lambda: leased(server) == 1)
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(timeout=25)
    finally:
        server.kill()
    assert len(mail_server.arrived) == 1
    assert jobs(server) == []


def sign_up(server: Server) -> int:
    form = urlencode({"username": "ada", "email": "ada@example.org", "password": "three blind mice"})
    with server.connection() as link:
        link.request("POST", "/signup", form, {"Content-Type": "application/x-www-form-urlencoded"})
        return link.getresponse().status


def jobs(server: Server) -> list[tuple[str, int]]:
    """The mails in the queue, and how often each was tried."""
    with sqlite3.connect(server.folder / "site.db") as connection:
        return connection.execute("SELECT kind, attempts FROM job WHERE kind = 'mail'").fetchall()


def leased(server: Server) -> int:
    return sum(attempts for _, attempts in jobs(server))


def wait_until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not is_true():
        assert time.monotonic() < end
        time.sleep(0.02)
