"""Marks follow topics: what the ledgers say became of a topic is done to the marks on it.

The marks are written to where they belong now, rather than looked up under several ids whenever they are
read: a split gives several topics a status that each goes its own way, a topic may move to another roadmap,
and whatever counts or exports marks finds each of them once, in the place where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.catalog.catalog import Catalog
from webapp.catalog.digest import digest
from webapp.catalog.ledger import LedgerEntry
from webapp.learning.merging import is_further
from webapp.learning.status import DONE, LEARNING
from webapp.progress.dated_acts import DatedMark, DatedMarks
from webapp.progress.marks import set_marks
from webapp.progress.merging import set_dates
from webapp.progress.models import MOVED, NO_MARK
from webapp.progress.moving import MOST_AT_ONCE, count_marks, learners_with, lock_marks_on, marks_on
from webapp.progress.own_moving import learners_with_own, move_own

# The key of a roadmap's marks, and the id of a topic.
Place = tuple[str, str]
KeysOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the marks on each place go, each with how much of the status goes there."""

    targets: Mapping[Place, tuple[tuple[Place, str], ...]]

    @property
    def topic_ids(self) -> list[str]:
        """The ids of the topics that are no more."""
        return sorted({topic_id for _, topic_id in self.targets})

    @property
    def digest(self) -> str:
        """A hash that changes when anything else is to be done."""
        return digest(repr(row).encode() for row in sorted(self.targets.items()))

    def renamed(self, place: Place) -> Place:
        """Returns the place that a mark has now, where it is that mark alone that went there."""
        targets = self.targets.get(place, ())
        only = targets[0][0] if len(targets) == 1 else place
        others = [source for source, found in self.targets.items() if any(only == to for to, _ in found)]
        return only if len(others) == 1 else place


NOTHING_MOVES = Moves({})


def moves_of(catalog: Catalog, keys_of: KeysOf) -> Moves:
    """Returns what the ledgers do to marks. `keys_of` has the keys of the marks on a roadmap, by its slug.

    Marks on retired topics stay where they are.
    """
    targets: dict[Place, tuple[tuple[Place, str], ...]] = {}
    for (slug, topic_id), fate in catalog.fates.items():
        for key in keys_of(slug):
            found = []
            for topic, how in fate.parts:
                # Of a roadmap that took over another one, marks stay under the key that they have.
                keys = [key] if topic.roadmap == slug else keys_of(topic.roadmap)
                found += [
                    ((to, i), how) for to in keys for i in catalog.roadmaps[topic.roadmap].ids_of(topic)
                ]
            if found:
                targets[key, topic_id] = tuple(found)
    return Moves(targets)


def follow_changes(reader: Connection | Session, learner_id: int, moves: Moves, now: datetime) -> str:
    """Moves a learner's marks on topics that became others, as one act within a unit of work.

    Where a topic has a mark already the further status stays, with its date; of the same status, the earlier
    date. Returns the id of the act, or an empty string if there was nothing to move. Raises UnknownLearner.
    """
    if not moves.targets:
        return ""
    # A note cannot be split: it goes to the first of several topics.
    move_own(reader, learner_id, {source: found[0][0] for source, found in moves.targets.items()})
    if not _leaving(marks_on(reader, learner_id, moves.topic_ids), moves):
        return ""
    # Again, because another request may have moved them meanwhile.
    leaving = _leaving(lock_marks_on(reader, learner_id, moves.topic_ids), moves)
    if not leaving:
        return ""
    places = {place for source in leaving for place, _ in moves.targets[source]}
    present = marks_on(reader, learner_id, {topic_id for _, topic_id in places})
    arriving = _arriving(leaving, present, moves)
    gained = {place: mark for place, mark in arriving.items() if _status(present, place) != mark.status}
    earlier = {place: mark for place, mark in arriving.items() if place not in gained}
    new_marks = [(*place, NO_MARK) for place in leaving]
    new_marks += [(*place, mark.status) for place, mark in gained.items()]
    dates = {place: mark.at for place, mark in gained.items()}
    done = set_marks(reader, learner_id, new_marks, now, kind=MOVED, dates=dates, is_limited=False)
    set_dates(reader, learner_id, earlier)
    return done.changes[0].act_id


def learners_to_follow(session: Session, moves: Moves, after: int) -> list[int]:
    """Returns some learners beyond the id `after` who have marks or notes to move, by id; none at the end."""
    if not moves.targets:
        return []
    keys = {key for key, _ in moves.targets}
    found = set(learners_with(session, keys, moves.topic_ids, after))
    found |= set(learners_with_own(session, keys, moves.topic_ids, after, MOST_AT_ONCE))
    # What is beyond the first ones is found from the last of them on.
    return sorted(found)[:MOST_AT_ONCE]


@dataclass(frozen=True, slots=True)
class Touched:
    """How many learners and marks an entry of a roadmap's ledger touches."""

    slug: str
    entry: LedgerEntry
    learners: int
    marks: int


def touched_by(session: Session, catalog: Catalog, keys_of: KeysOf) -> Iterator[Touched]:
    """Yields what each entry in force would do now: to marks that move, and to those that no longer count."""
    by_entry: dict[tuple[str, LedgerEntry], list[str]] = {}
    for (slug, topic_id), fate in catalog.fates.items():
        by_entry.setdefault((slug, fate.entry), []).append(topic_id)
    counts = count_marks(session, [(keys_of(slug), ids) for (slug, _), ids in by_entry.items()])
    for (slug, entry), (learners, marks) in zip(by_entry, counts, strict=True):
        yield Touched(slug, entry, learners, marks)


def _leaving(marks: DatedMarks, moves: Moves) -> DatedMarks:
    return {place: mark for place, mark in marks.items() if place in moves.targets}


def _arriving(leaving: DatedMarks, present: DatedMarks, moves: Moves) -> DatedMarks:
    """Returns the marks of the places to which others go, where these change the status or the date."""
    found: DatedMarks = {}
    for source, mark in leaving.items():
        for place, how in moves.targets[source]:
            if how == "nothing":
                continue
            status = LEARNING.value if how == "learning" and mark.status == DONE.value else mark.status
            own = found.get(place) or present.get(place)
            if own is None or _wins(DatedMark(status, mark.at), own):
                found[place] = DatedMark(status, mark.at)
    return found


def _wins(mark: DatedMark, own: DatedMark) -> bool:
    return mark.at < own.at if mark.status == own.status else is_further(mark.status, own.status)


def _status(marks: DatedMarks, place: Place) -> str:
    return marks[place].status if place in marks else NO_MARK
