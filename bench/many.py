"""What 500 marks at once cost beside one mark, in the same database: `python -m bench.many`."""

from __future__ import annotations

import gc
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from flask_migrate import upgrade

from bench.timing import Work, processor_times
from webapp.app import create_app
from webapp.config import ROOT, read_settings
from webapp.db.unit_of_work import writing
from webapp.progress.marks import set_marks
from webapp.web.site.extensions import db

MANY, EACH = 500, 1


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
            many, one = processor_times([marking(MANY), marking(1)], EACH)
    print(f"{MANY} marks as one act / a single mark                   {many / one:6.2f}")


def marking(size: int) -> Work:
    """An act with so many marks, in a unit of work; each changes all of them."""
    turn = count()

    def mark() -> None:
        status = ("done", "learning")[next(turn) % 2]
        with writing(db.session()) as session:
            set_marks(
                session, 1, [(f"bench-{size}", f"t{n}", status) for n in range(size)], datetime.now(UTC)
            )

    return mark


if __name__ == "__main__":
    main()
