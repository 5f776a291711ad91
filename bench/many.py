"""What 500 marks at once cost beside one mark, in the same database: `python -m bench.many`."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from flask_migrate import upgrade

from webapp.app import create_app
from webapp.config import ROOT, read_settings
from webapp.db.unit_of_work import writing
from webapp.progress.marks import set_marks
from webapp.web.site.extensions import db

MANY, ROUNDS = 500, 15


def main() -> None:
    """Prints the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"INSTANCE_DIR": folder, "CONTENT_DIR": str(ROOT / "content")}, Path(folder))
        app = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
        with app.app_context():
            upgrade()
        account = {"username": "ada", "email": "ada@example.org", "password": "three blind mice"}
        assert app.test_client().post("/signup", data=account).status_code == 303
        # As the server does: the garbage collector leaves the content alone.
        gc.freeze()
        with app.app_context():
            many, one = seconds(MANY), seconds(1)
    print(f"{MANY} marks as one act / a single mark                   {many / one:6.2f}")


def seconds(size: int) -> float:
    """Seconds of an act with so many marks, in a unit of work: the best of several."""
    turn = count()

    def mark() -> None:
        status = ("done", "learning")[next(turn) % 2]
        with writing(db.session()) as session:
            set_marks(session, 1, [("bench", f"t{n}", status) for n in range(size)], datetime.now(UTC))

    return min(timed(mark) for _ in range(ROUNDS))


def timed(work: Callable[[], None]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
