"""Two machines behind nginx as `docs/scale.md` says: one PostgreSQL, one Redis, one SECRET_KEY."""

from __future__ import annotations

import http.client
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.databases import Cluster
from tests.deploy.fronts import HOST, Answer, Front, running_nginx, signed_up
from tests.deploy.redis import running_redis
from tests.deploy.server import Server
from tests.faults.writers import TOPIC, Writer

pytestmark = pytest.mark.slow
KEY = "a key that both machines have, of 44 letters"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAUSE_SECONDS = 0.02
ENOUGH = 20  # answers, of which nginx asks each machine for about half
AFAR = "198.51.100.7"


@pytest.fixture(scope="module")
def front(
    cluster: Cluster, migrated_postgresql: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("machines")
    url = cluster.make_database(migrated_postgresql)
    with running_redis(folder) as redis:
        sites = [_machine(folder / name, url, redis.url) for name in ("one", "two")]
        try:
            with running_nginx(sites, folder) as made:
                yield made
        finally:
            for site in sites:
                site.kill()


def _machine(folder: Path, url: str, redis: str) -> Server:
    folder.mkdir()
    shared = {"DATABASE_URL": url, "REDIS_URL": redis, "SECRET_KEY": KEY}
    return Server(
        folder, workers=1, is_migrated=True, SITE_URL=f"https://{HOST}", TRUSTED_PROXIES="1", **shared
    )


def ask(
    machine: Server, path: str, form: dict[str, str] | None = None, cookie: str = "", address: str = AFAR
) -> Answer:
    """Asks one machine, as nginx does for somebody far away."""
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": address, "Cookie": cookie}
    with machine.connection() as link:
        if form is None:
            link.request("GET", path, headers=sent)
        else:
            link.request("POST", path, urlencode(form), sent | FORM)
        return Answer(link.getresponse())


def test_a_session_and_a_mark_of_one_machine_are_there_on_the_other(front: Front) -> None:
    one, two = front.sites
    cookie = signed_up(front, "ada")
    assert "0 of 9 done" in ask(two, "/alpha", cookie=cookie).body.decode()
    assert ask(one, f"{TOPIC}/status", {"status": "done"}, cookie).status == 303
    assert "1 of 9 done" in ask(two, "/alpha", cookie=cookie).body.decode()
    assert ask(two, "/logout", {}, cookie).status == 303
    assert b"ada" not in ask(one, "/alpha", cookie=cookie).body


def test_limits_count_on_both_machines_together(front: Front) -> None:
    one, two = front.sites
    # 60 a minute are let through; each machine alone would have seen half of them.
    statuses = [ask(machine, "/signup", {}, address="203.0.113.9").status for machine in (one, two) * 30]
    assert set(statuses) == {422}
    for machine in (one, two):
        refused = ask(machine, "/signup", {}, address="203.0.113.9")
        assert refused.status == 429
        assert int(refused.headers["Retry-After"]) > 0


class Load:
    """Learners who read and mark through the proxy for as long as the block lasts."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._stop = threading.Event()
        self.writers = [Writer(front, f"kim{number}-{time.monotonic_ns()}") for number in range(3)]
        self.statuses: list[int] = []
        self.cut = 0
        self.failures: list[BaseException] = []
        self._threads = [
            *(threading.Thread(target=self._run, args=(writer.mark,)) for writer in self.writers),
            *(threading.Thread(target=self._run, args=(self._read,)) for _ in range(2)),
        ]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def marks(self) -> int:
        return sum(writer.acknowledged for writer in self.writers)

    def _run(self, act: Callable[[], None]) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            try:
                act()
            except BaseException as error:
                self.failures.append(error)
                return

    def _read(self) -> None:
        # Past the micro-cache of nginx, so that a machine has to answer.
        try:
            self.statuses.append(self._front.ask("/alpha", Cookie=self.writers[0].cookie).status)
        except http.client.IncompleteRead:
            self.cut += 1

    def wait_for_more(self) -> None:
        """Waits for as many pages and marks as show that whoever is up answers."""
        pages, marks = len(self.statuses), self.marks
        while not self.failures and min(len(self.statuses) - pages, self.marks - marks) < ENOUGH:
            time.sleep(0.05)


def journal(front: Front, writers: list[Writer]) -> dict[str, int]:
    query = """SELECT u.username, count(*) FROM account u JOIN progress_event e ON e.learner_id = u.learner_id
        WHERE u.username = ANY(%s) GROUP BY u.username"""
    with psycopg.connect(front.sites[0].environ["DATABASE_URL"]) as database:
        return dict(database.execute(query, ([writer.name for writer in writers],)).fetchall())


def restart(machine: Server) -> None:
    """One step of a rolling restart: stop it, start it, wait until it is ready."""
    os.kill(machine.process.pid, signal.SIGTERM)
    assert machine.process.wait(timeout=60) == 0
    machine.start()
    while ask(machine, "/readyz").status != 200:
        time.sleep(0.1)


def test_a_rolling_restart_loses_no_request(front: Front) -> None:
    with Load(front) as load:
        for machine in front.sites:
            load.wait_for_more()
            before = load.marks
            restart(machine)
            assert load.marks > before
        load.wait_for_more()
    assert (load.failures, load.cut) == ([], 0)
    assert set(load.statuses) == {200}
    for writer in load.writers:
        assert (writer.refusals, writer.unanswered) == ([], 0)
    assert journal(front, load.writers) == {writer.name: writer.acknowledged for writer in load.writers}
    print(f"{len(load.statuses)} pages and {load.marks} marks, none failed")


def test_the_other_machine_goes_on_alone(front: Front) -> None:
    one = front.sites[0]
    with Load(front) as load:
        load.wait_for_more()
        one.kill()
        load.wait_for_more()
        one.start()
        load.wait_for_more()
    assert not load.failures
    # Each reader may have been reading what the machine was sending when it died.
    assert load.cut <= 2
    assert set(load.statuses) == {200}
    # What the machine had received when it died was not sent to the other one; whoever sent it is told so.
    for writer in load.writers:
        assert {refusal.code for refusal in writer.refusals} <= {502}
        assert len(writer.refusals) <= 1
    assert journal(front, load.writers) == {writer.name: writer.acknowledged for writer in load.writers}
