"""Restarts, reloads and releases while people use the site: no request fails, no answer is cut."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.deploy.server import ROOT, Server
from webapp.web.site.server_control import NAME

pytestmark = pytest.mark.slow

PAUSE_SECONDS = 0.02
FORM = b"username=ada&password="
HEADER = f"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: {len(FORM)}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.kill()


class Visitors:
    """People who fetch pages, some over one connection and some over a new one each time."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.codes: list[int] = []
        self.failures: list[BaseException] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._visit, args=(n % 2 == 0,)) for n in range(4)]

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _visit(self, keeps: bool) -> None:
        while not self._stop.is_set():
            try:
                with self.server.connection() as link:
                    for _ in range(20 if keeps else 1):
                        link.request("GET", "/alpha")
                        answer = link.getresponse()
                        answer.read()
                        self.codes.append(answer.status)
                        # Who asks without a pause takes the processor that the server needs to start.
                        if self._stop.wait(PAUSE_SECONDS) or answer.will_close:
                            break
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(error)


def workers_other_than(server: Server, old: list[int]) -> list[int]:
    for _ in range(1200):
        now = server.workers
        if len(now) == 2 and not set(now) & set(old):
            return now
        time.sleep(0.05)
    raise AssertionError("the workers were not replaced")


def test_reloads_under_load_fail_no_request(server: Server) -> None:
    with Visitors(server) as visitors:
        # The second replaces workers that a reload has started.
        for _ in range(2):
            old = server.workers
            code, said = server.command("reload")
            assert (code, "serves 3 roadmaps" in said) == (0, True), said
            # When the command ends, nobody is served by a worker that has the old content.
            assert not set(old) & set(server.workers)
    assert not visitors.failures
    assert set(visitors.codes) == {200}
    assert len(visitors.codes) > 50


def test_a_new_release_takes_over_without_a_refused_connection(server: Server) -> None:
    with Visitors(server) as visitors:
        os.kill(server.process.pid, signal.SIGUSR2)
        for _ in range(1200):
            if server.log.count("Milepost answers on") == 2:
                break
            time.sleep(0.05)
        os.kill(server.process.pid, signal.SIGTERM)
        server.process.wait(timeout=60)
        reached = len(visitors.codes)
        while len(visitors.codes) < reached + 20 and not visitors.failures:
            time.sleep(0.05)
        code, said = server.command("reload")
    assert (code, visitors.failures) == (0, []), said
    assert set(visitors.codes) == {200}


def test_a_release_that_is_taken_back_leaves_the_old_one_in_reach(server: Server) -> None:
    old = workers_other_than(server, [])
    os.kill(server.process.pid, signal.SIGUSR2)
    wait_for(lambda: server.log.count("Milepost answers on") == 2)
    (new,) = set(server.workers) - set(old)
    os.kill(new, signal.SIGTERM)
    wait_for(lambda: not is_running(new))
    wait_for(lambda: f"process {server.process.pid}" in server.command("reload")[1])


def test_hangups_that_come_at_once_are_one_reload(server: Server) -> None:
    """A stop that comes after them would wait for each."""
    workers_other_than(server, [])
    before = server.log.count("version")
    for _ in range(20):
        os.kill(server.process.pid, signal.SIGHUP)
        time.sleep(0.01)
    os.kill(server.process.pid, signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0
    assert server.log.count("version") - before < 5


def wait_for(is_so: Callable[[], bool]) -> None:
    for _ in range(1200):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_an_address_in_use_is_one_sentence(server: Server) -> None:
    command = [sys.executable, "-m", "deploy.serve"]
    environ = {**os.environ, "INSTANCE_DIR": str(server.folder), "PORT": str(server.port)}
    second = subprocess.run(command, env=environ, cwd=ROOT, check=False, capture_output=True, text=True)
    assert second.returncode == 1
    assert second.stderr.splitlines()[-1] == (
        f"Milepost cannot start. PORT: expected an address that is free, and 127.0.0.1, port {server.port},"
        " cannot be used: Address already in use; it is set in the environment"
    )
    assert "[ERROR]" not in second.stderr


def test_a_stop_answers_what_is_under_way(server: Server) -> None:
    links = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(8)]
    for link in links:
        link.sendall(HEADER.encode() + FORM[:5])
    time.sleep(0.5)
    os.kill(server.process.pid, signal.SIGTERM)
    time.sleep(0.5)
    wait_until_refused(server)
    for link in links:
        link.sendall(FORM[5:])
    answers = [b"".join(iter(lambda link=link: link.recv(65536), b"")) for link in links]
    for link in links:
        link.close()
    assert [answer[9:12] for answer in answers] == [b"422"] * 8
    assert all(answer.rstrip().endswith(b"</html>") for answer in answers)
    assert server.process.wait(timeout=60) == 0


def test_a_stop_answers_who_waits_to_be_taken(server: Server) -> None:
    """A connection that the system has made, and no worker has seen yet, is a client that waits."""
    workers = workers_other_than(server, [])
    server.raw(b"GET /alpha HTTP/1.0\r\n\r\n")
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    links = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(40)]
    for link in links:
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    os.kill(server.process.pid, signal.SIGTERM)
    for pid in workers:
        os.kill(pid, signal.SIGCONT)
    answers = [link.recv(65536)[9:12] for link in links]
    for link in links:
        link.close()
    assert answers == [b"200"] * 40
    assert server.process.wait(timeout=60) == 0


def wait_until_refused(server: Server) -> None:
    for _ in range(1200):
        try:
            socket.create_connection(("127.0.0.1", server.port), 1).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    raise AssertionError("the server goes on taking connections")


def test_a_worker_that_dies_is_replaced(server: Server) -> None:
    old = workers_other_than(server, [])
    for pid in old:
        os.kill(pid, signal.SIGKILL)
    workers_other_than(server, old)
    with server.connection() as link:
        link.request("GET", "/alpha")
        assert link.getresponse().status == 200


def test_the_workers_end_with_their_arbiter(server: Server) -> None:
    workers = server.workers
    server.process.kill()
    server.process.wait()
    for _ in range(200):
        if not any(is_running(pid) for pid in workers):
            return
        time.sleep(0.05)
    raise AssertionError("a worker goes on without its arbiter")


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_only_the_owner_may_ask_the_server(server: Server) -> None:
    assert (server.folder / NAME).stat().st_mode & 0o777 == 0o600


def test_a_number_that_somebody_left_is_no_server(tmp_path: Path) -> None:
    """A file that names a process does not make the command signal it."""
    server = Server(tmp_path)
    server.kill()
    for name in ("server.pid", NAME):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).write_text(f"{os.getpid()}\n", encoding="ascii")
    heard: list[int] = []
    before = signal.signal(signal.SIGHUP, lambda number, _: heard.append(number))
    try:
        code, said = server.command("reload")
    finally:
        signal.signal(signal.SIGHUP, before)
    assert (code, heard) == (1, [])
    assert "No server of `make run` serves" in said
