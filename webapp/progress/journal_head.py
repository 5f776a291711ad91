"""What an act has to know of its learner before it changes anything, read by one statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Dialect, bindparam, func, select

from webapp.db.learners import Learner, UnknownLearner, lock_learner
from webapp.db.prepared import PreparedQuery
from webapp.progress import limits
from webapp.progress.models import ProgressAct, ProgressEvent
from webapp.progress.packed_marks import packed_marks, unpacked_marks

_learner, _act = Learner.__table__.c, ProgressAct.__table__.c


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The head of a learner's journal.

    `last_number` is that of the newest event, and `limiting_act` is when the act was made that limits the
    pace. `act_id` and `deed` are those of the act with the key of the request, or None. `marks` are the marks
    under the key of a roadmap.
    """

    last_number: int
    limiting_act: datetime | None
    act_id: str | None
    deed: str | None
    marks: Mapping[str, str]


def lock_journal(
    connection: Connection, learner_id: int, now: datetime, key: str | None = None, roadmap: str = ""
) -> JournalHead:
    """Lets one unit of work at a time add to a learner's journal, and returns its head.

    Raises UnknownLearner.
    """
    # SQLite's unit of work holds the lock of the whole database.
    if connection.dialect.name != "sqlite":
        # A statement of its own, because what one reads is what was there before it waited for the lock.
        lock_learner(connection, learner_id)
    values = {
        "learner": learner_id,
        "since": now - limits.LONGEST,
        "now": now,
        "skipped": limits.LIMITS[0][0] - 1,
        "key": key,
        "roadmap": roadmap,
    }
    row = _head(connection.dialect).one_or_none(connection, values)
    if row is None:
        raise UnknownLearner(learner_id)
    last_number, limiting_act, act_id, deed, packed = row
    return JournalHead(last_number or 0, limiting_act, act_id, deed, unpacked_marks(packed))


_last_number = select(func.max(ProgressEvent.number)).where(ProgressEvent.learner_id == bindparam("learner"))
_of_key = (_act.learner_id == bindparam("learner")) & (_act.key == bindparam("key"))


@lru_cache(maxsize=8)
def _head(dialect: Dialect) -> PreparedQuery:
    query = (
        select(
            _last_number.scalar_subquery(),
            limits.earlier_act().scalar_subquery(),
            _act.id,
            _act.deed,
            packed_marks(),
        )
        .select_from(Learner.__table__)
        .outerjoin(ProgressAct.__table__, _of_key)
        .where(_learner.id == bindparam("learner"))
    )
    return PreparedQuery(query, dialect, ("learner", "since", "now", "skipped", "key", "roadmap"))
