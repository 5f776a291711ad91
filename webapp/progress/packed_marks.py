"""The marks on a roadmap as one column, which any statement about their learner can read along."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, func, select

from webapp.progress.models import TopicMark


def packed_marks() -> ColumnElement[str]:
    """Returns the marks of `learner` under the key `roadmap` as one column, for `unpacked_marks`."""
    mark = TopicMark.__table__.c
    # Neither ids nor statuses have spaces or ends of lines.
    pairs = func.aggregate_strings(mark.topic_id + " " + mark.status, "\n")
    of_roadmap = (mark.learner_id == bindparam("learner"), mark.roadmap == bindparam("roadmap"))
    return select(pairs).where(*of_roadmap).scalar_subquery()


def unpacked_marks(packed: str | None) -> dict[str, str]:
    """Returns the status of each marked topic by topic id."""
    return dict(line.split(" ") for line in (packed or "").splitlines())
