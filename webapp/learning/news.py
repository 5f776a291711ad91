"""What became of the topics of a roadmap since a learner marked them or finished it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.catalog.catalog import Catalog
from webapp.catalog.digest import digest
from webapp.catalog.fates import Fate
from webapp.catalog.ledger import LedgerEntry
from webapp.catalog.model import Roadmap, Topic
from webapp.learning.standing import Standing
from webapp.learning.status import DONE, PENDING

# How long a change is news for those who have not seen it.
TOLD_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class News:
    """Topics that are new since the learner finished the roadmap, and what became of marked ones."""

    added: tuple[Topic, ...]
    fates: tuple[Fate, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.added and not self.fates


def recent_entries(roadmap: Roadmap, today: date) -> tuple[LedgerEntry, ...]:
    """Returns the entries of a ledger that are still news."""
    return tuple(entry for entry in roadmap.ledger if today - entry.day <= TOLD_FOR)


def news_key(roadmap: Roadmap, entries: Sequence[LedgerEntry]) -> str:
    """Returns the key under which it is noted that a learner has seen these entries."""
    newest = entries[-1]
    said = (roadmap.feed_name or roadmap.slug, newest.day.isoformat(), *newest.ids, str(len(roadmap.ledger)))
    return f"seen-{digest(part.encode() for part in said)}"


def news(
    catalog: Catalog, standing: Standing, entries: Sequence[LedgerEntry], moved: Collection[str]
) -> News:
    """Returns the news of a learner. `moved` are the ids of topics from which marks went to others."""
    roadmap = standing.roadmap
    named = [i for entry in entries if entry.kind != "added" for i in entry.ids]
    fates = [fate for i in named if (fate := catalog.fates.get((roadmap.slug, i)))]
    marked = {*moved, *standing.marks}
    return News(_added(standing, entries), tuple(fate for fate in fates if fate.left.id in marked))


def _added(standing: Standing, entries: Sequence[LedgerEntry]) -> tuple[Topic, ...]:
    """Returns the topics that are new and not begun, if everything else is done that counts."""
    order = standing.roadmap.order
    new = {i for entry in entries if entry.kind == "added" for i in entry.ids}
    before = Standing(standing.roadmap, {**standing.effective_marks, **dict.fromkeys(new, DONE.value)})
    if not before.is_walked or new.issuperset(order):
        return ()
    return tuple(standing.roadmap.topics[i] for i in order if i in new and standing.status_of(i) is PENDING)
