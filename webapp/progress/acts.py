"""A learner's acts: listing and undoing them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.orm import Session

from webapp.db.learners import lock_learner
from webapp.progress.dated_acts import add_dated_act, dated_marks, states_dates, steps_back
from webapp.progress.errors import AlreadyUndone, NotOnesOwn, TooOld, UnknownAct
from webapp.progress.marks import Change, all_marks, set_marks
from webapp.progress.models import MOVED, NO_MARK, ProgressAct, ProgressEvent

# Of all acts that are read together. Nobody reads more, and an act may have hundreds of changes.
MOST_CHANGES = 4000
UNDO = "undo"
# The key of a roadmap's marks, and the id of a topic.
Place = tuple[str, str]
UNDO_TIME = timedelta(days=30)
_IS_CHANGE = ProgressEvent.before != ProgressEvent.after
_ACT_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class ActSummary:
    """An act with its changes. `is_undone` is not set if the undo was undone in turn."""

    id: str
    kind: str
    at: datetime
    is_undone: bool
    changes: tuple[Change, ...]

    def can_be_undone(self, now: datetime) -> bool:
        """Whether an undo of it is still possible. That of an undo does the act again."""
        return not self.is_undone and self.kind != MOVED and now - self.at <= UNDO_TIME


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo changed. `changes` is empty if newer acts had changed all of the topics."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ActsPage:
    """Some acts, the newest first. `older` is the id of the last one if there are older ones, or empty."""

    acts: Sequence[ActSummary]
    older: str


def acts_page(session: Session, learner_id: int, limit: int, before: str = "") -> ActsPage:
    """Returns a learner's acts that are older than the act `before`, or else the newest, by one query."""
    found = recent_acts(session, learner_id, limit + 1, before)
    is_cut = len(found) > limit or sum(len(act.changes) for act in found) >= MOST_CHANGES
    # The last one is on the next page, also because some of its changes may be missing here.
    acts = found[:-1] if is_cut and len(found) > 1 else found
    return ActsPage(acts, acts[-1].id if is_cut and acts else "")


def recent_acts(session: Session, learner_id: int, limit: int, before: str = "") -> Sequence[ActSummary]:
    """Returns the newest acts of a learner that changed something, by one query.

    They are fewer than `limit` if they have more than MOST_CHANGES changes together. With `before`, the id of
    an act, they are those that are older.
    """
    of_act = (ProgressEvent.learner_id == ProgressAct.learner_id) & (ProgressEvent.act_id == ProgressAct.id)
    # A late act may have events that changed nothing.
    has_changes = select(ProgressEvent.number).where(of_act, _IS_CHANGE).exists()
    newest = (
        select(ProgressAct.id)
        .where(ProgressAct.learner_id == learner_id, has_changes, *_older_than(learner_id, before))
        .order_by(ProgressAct.at.desc(), ProgressAct.id)
        .limit(limit)
        .subquery()
    )
    query = (
        select(ProgressAct, ProgressEvent)
        .join(ProgressEvent, of_act)
        .where(ProgressAct.learner_id == learner_id, ProgressAct.id.in_(select(newest.c.id)), _IS_CHANGE)
        .order_by(ProgressAct.at.desc(), ProgressAct.id, ProgressEvent.number)
        .limit(MOST_CHANGES)
    )
    acts: dict[str, ProgressAct] = {}
    changes: dict[str, list[Change]] = defaultdict(list)
    for act, event in session.execute(query):
        acts[act.id] = act
        changes[act.id].append(Change(act.id, event.roadmap, event.topic_id, event.before, event.after))
    undone = undone_acts({act.id: act.undone_by for act in acts.values()})
    return [ActSummary(a.id, a.kind, a.at, a.id in undone, tuple(changes[a.id])) for a in acts.values()]


def undone_acts(undone_by: Mapping[str, str | None]) -> Set[str]:
    """Returns the acts that are undone, where the undo is in force.

    `undone_by` has, by id, what has undone an act; acts that nothing has undone may be missing. An import may
    have brought acts that undo each other in a circle: it is cut somewhere.
    """
    is_undone: dict[str, bool] = {}
    for act_id in undone_by:
        chain: list[str] = []
        current: str | None = act_id
        while current and undone_by.get(current) and current not in is_undone:
            is_undone[current] = False
            chain.append(current)
            current = undone_by[current]
        for before in reversed(chain):
            is_undone[before] = not is_undone.get(undone_by[before] or "", False)
    return {act_id for act_id, undone in is_undone.items() if undone}


def _older_than(learner_id: int, act_id: str) -> list[ColumnElement[bool]]:
    if not act_id:
        return []
    of_act = (ProgressAct.learner_id == learner_id, ProgressAct.id == act_id)
    moment = select(ProgressAct.at).where(*of_act).scalar_subquery()
    is_earlier = ProgressAct.at < moment
    return [is_earlier | ((ProgressAct.at == moment) & (ProgressAct.id > act_id))]


def undo(
    session: Session,
    learner_id: int,
    act_id: str,
    now: datetime,
    moved_to: Callable[[Place], Place] = lambda place: place,
) -> Undone:
    """Adds an act that is the inverse of an act, for the topics that no newer act has changed.

    The undo is an act too, and an undo of it does the first one again. `moved_to` says where a mark is now
    that has followed a change of the content. Runs in a unit of work. Raises UnknownAct, AlreadyUndone,
    TooOld and NotOnesOwn.
    """
    if not _ACT_ID.fullmatch(act_id):
        raise UnknownAct(act_id)
    lock_learner(session, learner_id)
    of_act = (ProgressAct.learner_id == learner_id, ProgressAct.id == act_id)
    row = session.execute(select(ProgressAct.at, ProgressAct.kind).where(*of_act)).one_or_none()
    if row is None:
        raise UnknownAct(act_id)
    if row.kind == MOVED:
        raise NotOnesOwn(act_id)
    if _is_undone(session, learner_id, act_id):
        raise AlreadyUndone(act_id)
    if now - row.at > UNDO_TIME:
        raise TooOld(act_id)
    changes = _take_back(session, learner_id, act_id, now, moved_to)
    if not changes:
        return Undone(())
    session.execute(update(ProgressAct).where(*of_act).values(undone_by=changes[0].act_id))
    return Undone(tuple(changes))


def _is_undone(session: Session, learner_id: int, act_id: str) -> bool:
    """Returns whether an act is undone, and its undo is in force."""
    links = session.scalar(_LINKS, {"learner": learner_id, "act": act_id}) or 0
    return links % 2 == 1


def _take_back(
    session: Session, learner_id: int, act_id: str, now: datetime, moved_to: Callable[[Place], Place]
) -> list[Change]:
    of_act = (ProgressEvent.learner_id == learner_id, ProgressEvent.act_id == act_id)
    events = session.scalars(select(ProgressEvent).where(*of_act).order_by(ProgressEvent.number)).all()
    if states_dates(events):
        steps = steps_back(events, dated_marks(session, learner_id), now, moved_to)
        return add_dated_act(session, learner_id, steps, now, UNDO)
    new_marks = _inverse(all_marks(session, learner_id), events, moved_to)
    return set_marks(session, learner_id, new_marks, now, kind=UNDO).changes if new_marks else []


def _inverse(
    marks: Mapping[str, Mapping[str, str]],
    events: Iterable[ProgressEvent],
    moved_to: Callable[[Place], Place],
) -> list[tuple[str, str, str]]:
    placed = ((moved_to((event.roadmap, event.topic_id)), event) for event in events)
    return [
        (key, topic_id, event.before)
        for (key, topic_id), event in placed
        if marks.get(key, {}).get(topic_id, NO_MARK) == event.after
    ]


# How many undos there are in turn: of an act, of its undo, of the undo of that, and so on.
_chain = (
    select(ProgressAct.undone_by.label("undo"))
    .where(ProgressAct.learner_id == bindparam("learner"), ProgressAct.id == bindparam("act"))
    .cte("chain", recursive=True)
)
# Without duplicates, so that it ends where an import has brought acts that undo each other in a circle.
_chain = _chain.union(
    select(ProgressAct.undone_by)
    .join(_chain, ProgressAct.id == _chain.c.undo)
    .where(ProgressAct.learner_id == bindparam("learner"))
)
_LINKS = select(func.count()).select_from(_chain).where(_chain.c.undo.is_not(None))
