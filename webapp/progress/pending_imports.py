"""Files that wait until their learner has seen what they would do."""

from __future__ import annotations

import secrets
import zlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.db.purging import Purged, delete_some
from webapp.progress.models import PendingImport

KEPT = timedelta(days=1)


def keep_file(session: Session, learner_id: int, content: bytes, now: datetime) -> str:
    """Keeps a file instead of an older one, and returns its id."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    values = {"id": secrets.token_hex(16), "content": zlib.compress(content), "sent_at": now}
    kept = dialect.insert(PendingImport).values(learner_id=learner_id, **values)
    session.execute(kept.on_conflict_do_update(index_elements=["learner_id"], set_=values))
    return str(values["id"])


def kept_file(session: Session, learner_id: int, now: datetime) -> tuple[str, bytes] | None:
    """Returns the id and the content of a learner's file, or None if none waits."""
    own = (PendingImport.learner_id == learner_id, PendingImport.sent_at > now - KEPT)
    row = session.execute(select(PendingImport.id, PendingImport.content).where(*own)).one_or_none()
    return (row.id, zlib.decompress(row.content)) if row else None


def take_file(session: Session, learner_id: int, file_id: str, now: datetime) -> bytes | None:
    """Removes a file and returns its content, to one of parallel requests only."""
    own = (PendingImport.learner_id == learner_id, PendingImport.id == file_id)
    is_fresh = PendingImport.sent_at > now - KEPT
    taken = delete(PendingImport).where(*own, is_fresh).returning(PendingImport.content)
    content = session.scalar(taken)
    return zlib.decompress(content) if content is not None else None


def purge_files(session: Session, now: datetime, after: int) -> Purged:
    """Deletes files that have waited for longer than a day."""
    old = PendingImport.sent_at <= now - KEPT
    return delete_some(session, PendingImport, PendingImport.learner_id, after, old)
