"""Making a record of a roadmap of which every topic is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.progress.marks import marks_of
from webapp.progress.records import Finished, lock_walk, make_record


class NotFinished(Exception):
    """A topic of the roadmap is not done, so that nothing was recorded."""


def record_roadmap(
    session: Session,
    learner_id: int,
    roadmap: Roadmap,
    name: str,
    zone: tzinfo,
    now: datetime,
    *,
    stored_as: Sequence[str],
) -> str:
    """Records within a unit of work that a learner finished a roadmap, and returns the record's code.

    `name` is whom the record names, days are those of `zone`, and `stored_as` are the keys of the roadmap's
    marks. Raises NotFinished and UnknownLearner.
    """
    walk = lock_walk(session, learner_id, *stored_as)
    if not Standing(roadmap, marks_of(session, learner_id, *stored_as)).is_walked:
        raise NotFinished(roadmap.slug)
    finished = Finished(
        roadmap=stored_as[0],
        title=roadmap.brief_title,
        name=name,
        topic_ids=roadmap.order,
        first_day=(walk.first or now).astimezone(zone).date(),
        last_day=(walk.last or now).astimezone(zone).date(),
    )
    return make_record(session, learner_id, finished, now)
