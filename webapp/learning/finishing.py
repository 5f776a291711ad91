"""Making a record of a roadmap of which everything is done that the author demands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from webapp.catalog.model import Roadmap
from webapp.learning.standing import Standing
from webapp.learning.status import DONE
from webapp.progress.marks import marks_of
from webapp.progress.records import Finished, lock_walk, make_record


class NotFinished(Exception):
    """Something that the author demands is not done, so that nothing was recorded."""


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
    standing = Standing(roadmap, marks_of(session, learner_id, *stored_as))
    if not standing.is_walked:
        raise NotFinished(roadmap.slug)
    finished = Finished(
        roadmap=stored_as[0],
        title=roadmap.brief_title,
        name=name,
        topic_ids=tuple(i for i in roadmap.order if standing.status_of(i) is DONE),
        first_day=(walk.first or now).astimezone(zone).date(),
        last_day=(walk.last or now).astimezone(zone).date(),
    )
    return make_record(session, learner_id, finished, now)
