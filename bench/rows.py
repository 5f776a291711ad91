"""Whether a mark takes longer in a large table: `python -m bench.rows`.

A learner with 10 events beside one with 100,000, and a table with the marks of one learner beside one with a
million rows of others, each in its own SQLite file.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from bench.learner import HX, SLUG, make_site, signed_up, status
from bench.timing import processor_times
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

FEW, MANY = 10, 100_000
OTHERS, OF_EACH = 10_000, 100  # other learners, and the marks of each
EACH = 3
NUMBERS = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :most)"
# A history of one event an act, all of it long ago.
ACTS = f"""{NUMBERS} INSERT INTO progress_act (learner_id, id, deed, kind, at)
    SELECT 1, printf('%032x', n), '', 'mark', datetime('2026-01-01', n || ' seconds') || '.000000'
    FROM number"""
EVENTS = f"""{NUMBERS} INSERT INTO progress_event
    (learner_id, number, act_id, roadmap, topic_id, "before", "after", at)
    SELECT 1, n, printf('%032x', n), 'bench', 't', 'pending', 'done',
    datetime('2026-01-01', n || ' seconds') || '.000000' FROM number"""
LEARNERS = f"""{NUMBERS} INSERT INTO learner (id, kind, time_zone, locale, created_at)
    SELECT n + 10, 'guest', '', '', '2026-01-01 00:00:00.000000' FROM number"""
MARKS = f"""{NUMBERS} INSERT INTO topic_mark (learner_id, roadmap, topic_id, status, marked_at)
    SELECT learner.id, 'bench', 't' || n, 'done', '2026-01-01 00:00:00.000000'
    FROM learner, number WHERE learner.id > 10"""


def main() -> None:
    """Prints the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        few, marking_few = made(Path(folder) / "few")
        many, marking_many = made(Path(folder) / "many")
        others, marking_others = made(Path(folder) / "others")
        add_history(few, FEW)
        add_history(many, MANY)
        add_history(others, FEW)
        add_others(others)
        gc.collect()
        gc.freeze()
        base, long, wide = processor_times([marking_few, marking_many, marking_others], EACH)
    print(f"status POST with {MANY:,} events / with {FEW}               {long / base:6.2f}")
    print(f"status POST beside {OTHERS * OF_EACH:,} rows of others / none     {wide / base:6.2f}")


def made(place: Path) -> tuple[Flask, Callable[[], object]]:
    """A site in a folder of its own, and what sets a learner's mark there by a request; each changes it."""
    place.mkdir()
    app = make_site(place)
    roadmap = services_of(app).catalog_store.catalog.roadmaps[SLUG]
    address, turns = f"{roadmap.topics[roadmap.order[0]].path}/status", count()
    ada = signed_up(app)
    return app, lambda: ada.post(address, data={"status": status(next(turns))}, headers=HX)


def add_history(app: Flask, number: int) -> None:
    """Gives the learner a history of so many events."""
    run(app, (ACTS, number), (EVENTS, number))


def add_others(app: Flask) -> None:
    """Adds the marks of other learners."""
    run(app, (LEARNERS, OTHERS), (MARKS, OF_EACH))


def run(app: Flask, *statements: tuple[str, int]) -> None:
    """Executes statements, each for so many numbers."""
    with app.app_context(), db.engine.begin() as connection:
        for statement, most in statements:
            connection.execute(text(statement), {"most": most})


if __name__ == "__main__":
    main()
