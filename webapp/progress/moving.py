"""Marks by the ids of topics: those of one learner, and which learners have any."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from webapp.db.base import Reader
from webapp.db.learners import lock_learner
from webapp.progress.dated_acts import DatedMark, DatedMarks
from webapp.progress.models import TopicMark

MOST_AT_ONCE = 500  # learners who are looked up together
_mark = TopicMark.__table__.c


def marks_on(reader: Reader, learner_id: int, topic_ids: Collection[str]) -> DatedMarks:
    """Returns a learner's marks on topics with these ids, under any key."""
    query = select(_mark.roadmap, _mark.topic_id, _mark.status, _mark.marked_at).where(
        _mark.learner_id == learner_id, _mark.topic_id.in_(topic_ids)
    )
    return {(key, topic_id): DatedMark(status, at) for key, topic_id, status, at in reader.execute(query)}


def lock_marks_on(reader: Reader, learner_id: int, topic_ids: Collection[str]) -> DatedMarks:
    """Returns what `marks_on` returns, and lets no other unit of work change the marks meanwhile.

    Raises UnknownLearner.
    """
    lock_learner(reader, learner_id)
    return marks_on(reader, learner_id, topic_ids)


def learners_with(
    session: Session, keys: Collection[str], topic_ids: Collection[str], after: int
) -> list[int]:
    """Returns some learners beyond the id `after` who have marks on such topics, by id; none at the end."""
    query = (
        select(_mark.learner_id)
        .distinct()
        .where(_mark.learner_id > after, _mark.roadmap.in_(keys), _mark.topic_id.in_(topic_ids))
        .order_by(_mark.learner_id)
        .limit(MOST_AT_ONCE)
    )
    return list(session.scalars(query))


def count_marks(
    session: Session, groups: Sequence[tuple[Collection[str], Collection[str]]]
) -> list[tuple[int, int]]:
    """Returns of each group of topics, with the keys of their roadmap, how many learners have marks on them,
    and how many marks these are: by one query, because all marks have to be looked at.
    """
    if not groups:
        return []
    places = [_mark.roadmap.in_(keys) & _mark.topic_id.in_(ids) for keys, ids in groups]
    group = case(*((place, number) for number, place in enumerate(places))).label("number")
    every = {topic_id for _, ids in groups for topic_id in ids}
    found = select(group, _mark.learner_id).where(_mark.topic_id.in_(every)).subquery()
    query = select(found.c.number, func.count(found.c.learner_id.distinct()), func.count()).group_by(
        found.c.number
    )
    counts = {number: (learners, marks) for number, learners, marks in session.execute(query)}
    return [counts.get(number, (0, 0)) for number in range(len(groups))]
