"""Learners who mark topics one after the other, and repeat what was not acknowledged."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.cookies import SimpleCookie
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from tests.conftest import PASSWORD

TOPIC = "/alpha/first-steps@main-one-000000000001"
STATUSES = ("learning", "done")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_SECONDS = 90
# Writers who ask more often take the processor that a server needs to start.
PAUSE_SECONDS = 0.25
JOURNAL = """SELECT u.username, count(*) FROM account u JOIN progress_event e ON e.learner_id = u.learner_id
    GROUP BY u.username"""


class Reachable(Protocol):
    """A server, or a proxy in front of several."""

    def connection(self) -> AbstractContextManager[http.client.HTTPConnection]: ...


class Refusal(NamedTuple):
    """An answer that says that a mark is not saved."""

    code: int
    text: str
    retry_after: str


class Writer:
    """One learner. A mark counts once the server has answered that it is saved.

    A mark without such an answer is sent again. If the first was saved after all, the second changes nothing, so the
    journal has exactly one row for each mark that counts.
    """

    def __init__(self, server: Reachable, name: str) -> None:
        self.name = name
        self.acknowledged = 0
        self.unanswered = 0
        self.refusals: list[Refusal] = []
        self._server = server
        account = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
        end = time.monotonic() + PATIENCE_SECONDS
        status, headers, text = self._post("/signup", account, "")
        while status == 503 and time.monotonic() < end:
            # A machine that is busy with other tests.
            time.sleep(PAUSE_SECONDS)
            status, headers, text = self._post("/signup", account, "")
        assert status == 303, text
        cookies: SimpleCookie = SimpleCookie()
        for header in headers.get_all("Set-Cookie") or []:
            cookies.load(header)
        self.cookie = "; ".join(f"{key}={morsel.value}" for key, morsel in cookies.items())

    def mark(self) -> None:
        """Changes the topic's status and returns when that is acknowledged."""
        status = STATUSES[self.acknowledged % 2]
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                code, headers, text = self._post(f"{TOPIC}/status", {"status": status}, self.cookie)
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                time.sleep(PAUSE_SECONDS)
                continue
            if code == 303:
                self.acknowledged += 1
                return
            self.refusals.append(Refusal(code, text, headers.get("Retry-After", "")))
            time.sleep(PAUSE_SECONDS)
        raise AssertionError(
            f"{self.name}: not saved within {PATIENCE_SECONDS} seconds: {self.refusals[-1:]}"
        )

    def _post(self, path: str, data: dict[str, str], cookie: str) -> tuple[int, http.client.HTTPMessage, str]:
        with self._server.connection() as link:
            link.request("POST", path, urlencode(data), FORM | {"Cookie": cookie})
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read().decode()


def write_while(writers: list[Writer], marks: int, faults: list[Callable[[], None]]) -> None:
    """Lets each writer make so many marks, and injects the faults at even distances among them."""
    failures: list[BaseException] = []

    def work(writer: Writer) -> None:
        try:
            for _ in range(marks):
                writer.mark()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    total = marks * len(writers)
    for number, fault in enumerate(faults, start=1):
        while not failures and sum(writer.acknowledged for writer in writers) < total * number // (
            len(faults) + 1
        ):
            time.sleep(0.01)
        fault()
    for thread in threads:
        thread.join()
    assert not failures, failures


def assert_all_are_kept(writers: list[Writer], journal: list[tuple[str, int]]) -> None:
    """Compares the journal with what was acknowledged; what was refused has to say that nothing was saved."""
    assert dict(journal) == {writer.name: writer.acknowledged for writer in writers}
    for writer in writers:
        for code, text, retry_after in writer.refusals:
            assert (code, "Nothing was saved" in text, retry_after > "0") == (503, True, True), text
    print(
        f"{sum(writer.acknowledged for writer in writers)} acknowledged, 0 lost,"
        f" {sum(writer.unanswered for writer in writers)} unanswered,"
        f" {sum(len(writer.refusals) for writer in writers)} refused"
    )
