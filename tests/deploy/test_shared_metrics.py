"""The measurements of a server with several workers, across reloads and deaths."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.server import Server

pytestmark = pytest.mark.slow
SHM = Path("/dev/shm")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, workers=2)
    yield running
    running.kill()


def ask(server: Server, path: str) -> str:
    with server.connection() as link:
        link.request("GET", path)
        return link.getresponse().read().decode()


def pages(server: Server) -> int:
    found = re.findall(
        r'(?m)^milepost_requests_total{.*route="/<slug>".*} ([\d.]+)$', ask(server, "/metrics")
    )
    return int(sum(map(float, found)))


def wait_for(server: Server, count: int) -> None:
    end = time.monotonic() + 20
    while pages(server) != count and time.monotonic() < end:
        time.sleep(0.2)
    assert pages(server) == count


def folders(server: Server) -> list[Path]:
    return list(SHM.glob(f"milepost-metrics.{server.process.pid}-*"))


def test_all_workers_are_counted_together_and_a_reload_forgets_nothing(server: Server) -> None:
    for _ in range(20):
        ask(server, "/alpha")
    wait_for(server, 20)
    first = set(server.workers)
    for _ in range(2):
        assert server.command("reload")[0] == 0
    assert not first & set(server.workers)
    for _ in range(10):
        ask(server, "/alpha")
    wait_for(server, 30)
    (folder,) = folders(server)
    counters = sorted(path.name for path in folder.glob("counter_*"))
    assert len(counters) <= 4, "workers go on with the files of those before"
    os.kill(server.workers[0], signal.SIGKILL)
    wait_for(server, 30)
    assert len(list(folder.glob("gauge_livesum_*"))) <= 3


def test_the_folder_is_gone_afterwards_also_where_the_server_was_killed(tmp_path: Path) -> None:
    killed = Server(tmp_path, workers=1)
    (left,) = folders(killed)
    assert left.stat().st_mode & 0o077 == 0
    killed.kill()
    assert left.exists()
    following = Server(tmp_path, workers=1)
    try:
        ask(following, "/healthz")
        assert not left.exists()
        (own,) = folders(following)
        following.process.send_signal(signal.SIGTERM)
        following.process.wait(40)
        assert not own.exists()
    finally:
        following.kill()
