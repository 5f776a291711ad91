"""Links to one's progress on a roadmap: pages that expire, and badges; both can be revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from webapp.db.learners import lock_learner
from webapp.db.purging import Purged, delete_some
from webapp.progress.own_models import ShareLink

PAGE, BADGE = "page", "badge"
MOST_LINKS = 50
KEPT = timedelta(days=7)
# So much of a hash names a link to its owner.
NAME_LENGTH = 32


class TooManyLinks(Exception):
    """A learner has as many links as one may have."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link. `name` is for its owner's forms; a badge has no `expires_at`."""

    name: str
    kind: str
    roadmap: str
    made_at: datetime
    expires_at: datetime | None


def make_link(
    session: Session,
    learner_id: int,
    token_hash: str,
    kind: str,
    roadmap: str,
    now: datetime,
    lasting: timedelta | None,
) -> None:
    """Stores a link within a unit of work. Raises TooManyLinks and UnknownLearner."""
    lock_learner(session, learner_id)
    count = select(func.count()).select_from(ShareLink).where(*in_force(learner_id, now))
    if (session.scalar(count) or 0) >= MOST_LINKS:
        raise TooManyLinks
    values = {
        "kind": kind,
        "roadmap": roadmap,
        "made_at": now,
        "expires_at": now + lasting if lasting else None,
    }
    session.execute(insert(ShareLink).values(learner_id=learner_id, token_hash=token_hash, **values))


def find_link(
    session: Session, learner_id: int, token_hash: str, kind: str, now: datetime
) -> FoundLink | None:
    """Returns the link of a token, or None if there is none, or it has expired or was revoked."""
    own = (*in_force(learner_id, now), ShareLink.token_hash == token_hash, ShareLink.kind == kind)
    row = session.scalars(select(ShareLink).where(*own)).one_or_none()
    return _found(row) if row else None


def links_of(session: Session, learner_id: int, now: datetime) -> list[FoundLink]:
    """Returns a learner's links that are in force, the newest first."""
    query = select(ShareLink).where(*in_force(learner_id, now)).order_by(ShareLink.made_at.desc())
    return [_found(row) for row in session.scalars(query)]


def revoke_link(session: Session, learner_id: int, name: str) -> bool:
    """Deletes a learner's own link within a unit of work. Returns whether there was one."""
    own = (ShareLink.learner_id == learner_id, func.substr(ShareLink.token_hash, 1, NAME_LENGTH) == name)
    gone = delete(ShareLink).where(*own).returning(ShareLink.token_hash)
    return bool(session.scalars(gone.execution_options(synchronize_session=False)).all())


def purge_links(session: Session, now: datetime, after: int) -> Purged:
    """Deletes links that expired more than a week ago."""
    return delete_some(session, ShareLink, ShareLink.learner_id, after, ShareLink.expires_at < now - KEPT)


def in_force(learner_id: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Returns the condition for a learner's links that work."""
    return (
        ShareLink.learner_id == learner_id,
        or_(ShareLink.expires_at.is_(None), ShareLink.expires_at > now),
    )


def _found(row: ShareLink) -> FoundLink:
    return FoundLink(row.token_hash[:NAME_LENGTH], row.kind, row.roadmap, row.made_at, row.expires_at)
