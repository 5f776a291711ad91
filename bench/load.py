"""Learners at work at once, on a real server: `python -m bench.load --seconds 600`.

Each has an account, reads roadmaps and topics, marks, and searches, with a pause after each answer. What each
does is the same in every run. `--database` takes the address of an empty PostgreSQL database; without it the
site is on SQLite. Prints how long answers took, and fails if one in twenty took longer than LONGEST or if any
was an error.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier
from urllib.parse import quote, urlencode

from tests.deploy.server import Server
from webapp.catalog.catalog import Catalog
from webapp.catalog.loading.load import load
from webapp.catalog.model import Topic
from webapp.config import ROOT

LONGEST = 0.1  # seconds, for 95 % of all answers
SIGNING_UP = 4  # at once: hashing a password takes its time
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HX = {"HX-Request": "true"}
# How often each is done, among all.
ACTS = {"roadmap": 3, "topic": 4, "mark": 4, "search": 2, "today": 1}


@dataclass
class Learner:
    """A learner with a connection that stays open, and what came of the requests."""

    number: int
    port: int
    catalog: Catalog
    pause: float
    cookie: str = ""
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)

    def sign_up(self) -> None:
        """Makes the account."""
        name = f"learner-{self.number}"
        form = {"username": name, "email": f"{name}@example.org", "password": f"three blind mice {name}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/signup", urlencode(form), FORM)
        answer = connection.getresponse()
        assert answer.status == 303, answer.read()
        found = (value for name, value in answer.getheaders() if name == "Set-Cookie")
        self.cookie = "; ".join(value.partition(";")[0] for value in found)
        connection.close()

    def work(self, together: Barrier, seconds: float) -> None:
        """Works for so many seconds, after all others are there too."""
        rng = random.Random(self.number)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        together.wait()
        end = time.monotonic() + seconds
        time.sleep(rng.uniform(0, 2 * self.pause))
        while time.monotonic() < end:
            act = rng.choices(list(ACTS), list(ACTS.values()))[0]
            self._ask(connection, act, *request_of(act, rng, self.catalog))
            time.sleep(rng.uniform(0, 2 * self.pause))
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, act: str, path: str, form: str) -> None:
        headers = {
            "Cookie": self.cookie,
            "Accept-Encoding": "br",
            **(HX if form else {}),
            **(FORM if form else {}),
        }
        began = time.perf_counter()
        try:
            connection.request("POST" if form else "GET", path, form or None, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.errors[f"{act}: {type(error).__name__}"] += 1
            connection.close()
            return
        self.seconds[act].append(time.perf_counter() - began)
        if answer.status != 200:
            self.errors[f"{act}: {answer.status}"] += 1


def request_of(act: str, rng: random.Random, catalog: Catalog) -> tuple[str, str]:
    """Returns the path of a request, and its form if it is a POST."""
    roadmap = rng.choice([r for r in catalog.listed if r.order])
    topic: Topic = roadmap.topics[rng.choice(roadmap.order)]
    if act == "mark":
        status = rng.choices(["done", "learning", "skipped", "pending"], [5, 3, 1, 1])[0]
        return f"{topic.path}/status", urlencode({"status": status})
    paths = {
        "roadmap": roadmap.path,
        "topic": topic.path,
        "search": f"/search?q={quote(rng.choice(topic.label.split()))}",
        "today": "/me",
    }
    return paths[act], ""


def main() -> int:
    """Runs it. Returns 1 if answers were too slow, or if there was an error."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--learners", type=int, default=200)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--pause", type=float, default=3, help="seconds between two requests, on average")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--database", default="", help="DATABASE_URL of an empty database")
    chosen = options.parse_args()
    environ = {"DATABASE_URL": chosen.database} if chosen.database else {}
    catalog = load(ROOT / "content", reserved=())
    with tempfile.TemporaryDirectory() as folder:
        site = Server(Path(folder), ROOT / "content", workers=chosen.workers, **environ)
        try:
            learners = [Learner(n, site.port, catalog, chosen.pause) for n in range(chosen.learners)]
            with ThreadPoolExecutor(SIGNING_UP) as few:
                list(few.map(Learner.sign_up, learners))
            together = Barrier(len(learners))
            with ThreadPoolExecutor(len(learners)) as all_at_once:
                list(all_at_once.map(lambda who: who.work(together, chosen.seconds), learners))
        finally:
            site.kill()
    return report(learners)


def report(learners: Sequence[Learner]) -> int:
    """Prints what came of it, and returns the exit code."""
    everything: list[float] = []
    for act in ACTS:
        times = sorted(second for learner in learners for second in learner.seconds[act])
        everything += times
        print(f"{act:<8} {words(times)}")
    errors = sum((learner.errors for learner in learners), Counter())
    print(f"{'all':<8} {words(sorted(everything))}")
    print(f"errors   {dict(errors) or 'none'}")
    return int(bool(errors) or quantile(sorted(everything), 0.95) > LONGEST)


def words(times: Sequence[float]) -> str:
    """Returns how many answers there were, and how long they took."""
    shares = ", ".join(
        f"{share:.0%} in {1000 * quantile(times, share):.0f} ms" for share in (0.5, 0.95, 0.99)
    )
    return f"{len(times):>7} answers: {shares}"


def quantile(times: Sequence[float], share: float) -> float:
    """Returns the time within which that share of the sorted times is."""
    return times[min(len(times) - 1, int(share * len(times)))] if times else 0.0


if __name__ == "__main__":
    sys.exit(main())
