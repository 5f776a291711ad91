"""Marks as columns, which any statement about their learner can read along."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, String, bindparam, cast, extract, func, select

from webapp.progress.models import TopicMark

_mark = TopicMark.__table__.c
_of_learner = _mark.learner_id == bindparam("learner")


def packed_marks() -> ColumnElement[str]:
    """Returns the marks of `learner` under the key `roadmap` as one column, for `unpacked_marks`."""
    # Neither ids nor statuses have spaces or ends of lines.
    pairs = func.aggregate_strings(_mark.topic_id + " " + _mark.status, "\n")
    return select(pairs).where(_of_learner, _mark.roadmap == bindparam("roadmap")).scalar_subquery()


def unpacked_marks(packed: str | None) -> dict[str, str]:
    """Returns the status of each marked topic by topic id."""
    return dict(line.split(" ") for line in (packed or "").splitlines())


def packed_times() -> ColumnElement[str]:
    """Returns when `topics` of `roadmaps` got the `status` that they have, as one column.

    `unpacked_times` reads it. It has every topic whose key is among the ones and whose id among the others.
    """
    seconds = cast(extract("epoch", _mark.marked_at), String)
    lines = func.aggregate_strings(_mark.roadmap + " " + _mark.topic_id + " " + seconds, "\n")
    of_topics = (
        _mark.roadmap.in_(bindparam("roadmaps", expanding=True)),
        _mark.topic_id.in_(bindparam("topics", expanding=True)),
        _mark.status == bindparam("status"),
    )
    return select(lines).where(_of_learner, *of_topics).scalar_subquery()


def unpacked_times(packed: str | None) -> dict[tuple[str, str], datetime]:
    """Returns the time of each topic, to the second, by key and topic id."""
    rows = (line.rsplit(" ", 2) for line in (packed or "").splitlines())
    return {(key, topic_id): datetime.fromtimestamp(float(at), UTC) for key, topic_id, at in rows}
