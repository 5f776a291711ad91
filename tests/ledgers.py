"""A roadmap whose topics become others, and the marks on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from tests.catalog.trees import graph, node
from webapp.db.unit_of_work import writing
from webapp.learning.following import follow_changes
from webapp.progress.marks import all_marks, set_marks
from webapp.web.site.extensions import db
from webapp.web.site.moves import present_moves
from webapp.web.site.services import services_of

ADA = 1
DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)
OLD = ("mint", "verbena", "herbs", "water", "kettle", "docker", "cups")
NEW = ("mint-tea", "verbena", "herbs", "soft", "hard", "cups")
ORDER = ("pending", "skipped", "learning", "done")
LEDGER = """
- date: 2026-11-20
  renamed: mint
  to: mint-tea
- date: 2026-11-20
  merged: [verbena]
  into: herbs
- date: 2026-11-20
  split: water
  into: {soft: same, hard: learning, cups: nothing}
- date: 2026-11-20
  retired: kettle
  name: The Old Kettle
  see: cups
- date: 2026-11-20
  moved: docker
  to: ops/boxes
"""


def write(root: Path, slug: str, ids: tuple[str, ...], texts: Mapping[str, str] | None = None) -> None:
    folder = root / "roadmaps" / slug
    (folder / "content").mkdir(parents=True, exist_ok=True)
    nodes = [node(name, name.capitalize(), y=100.0 * place) for place, name in enumerate(ids)]
    (folder / f"{slug}.json").write_text(graph(*nodes))
    (folder / f"{slug}.md").write_text(f"---\ntitle: {slug.capitalize()}\n---\n")
    for name in ids:
        (folder / "content" / f"{name}@{name}.md").write_text(f"# {name.capitalize()}\n\nAbout {name}.\n")


class Author:
    """Changes the content that is served."""

    def __init__(self, app: Flask, root: Path) -> None:
        self._app = app
        self._root = root

    def publish(self, ids: tuple[str, ...], ledger: str = "") -> None:
        folder = self._root / "roadmaps/tea"
        for text in (folder / "content").iterdir():
            if text.stem.partition("@")[0] not in {*ids, "kettle"}:
                text.unlink()
        write(self._root, "tea", ids)
        (folder / "changes.yaml").write_text(ledger)
        with self._app.app_context():
            services_of(self._app).catalog_store.reload()

    def change(self, ledger: str = LEDGER) -> None:
        self.publish(tuple(name for name in NEW if name != "verbena"), ledger)


def mark(app: Flask, statuses: Mapping[str, str], at: datetime = DAY, learner: int = ADA) -> None:
    with app.app_context(), writing(db.session()) as session:
        set_marks(session, learner, [("tea", name, status) for name, status in statuses.items()], at)


def follow(app: Flask, learner: int = ADA) -> str:
    with app.app_context():
        moves = present_moves()
        with writing(db.session()) as session:
            return follow_changes(session, learner, moves, datetime.now(UTC))


def marks(app: Flask, learner: int = ADA) -> dict[str, str]:
    with app.app_context():
        found = all_marks(db.session(), learner)
        return {f"{key}/{name}": status for key, own in found.items() for name, status in own.items()}


def write_tea(tree: Path) -> Path:
    """Content with two roadmaps, tea and ops."""
    write(tree, "tea", OLD)
    write(tree, "ops", ("boxes",))
    return tree
