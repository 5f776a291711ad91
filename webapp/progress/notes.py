"""A learner's notes on topics. No text is ever lost: where two were written at once, both are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from webapp.db.learners import lock_learner
from webapp.progress.own_models import Note

LONGEST_NOTE = 20_000
# Of one that was put together from several.
LONGEST_JOINED = 100_000
# Of all notes of a learner together, in characters.
MOST_TEXT = 2_000_000
# Between two editions of a note that were brought together: a rule in Markdown.
BETWEEN = "\n\n---\n\n"


class NoteTooLong(Exception):
    """A note, or all notes of a learner together, would have more than `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"at most {most} characters")
        self.most = most


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page sends. `edition` is that of the text that was changed, and `writer` the page itself."""

    text: str
    edition: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is stored now. In a conflict that is the other text, and the draft is not stored.

    `is_joined` is whether a late draft was put below another text.
    """

    text: str
    is_conflict: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class FoundNote:
    """A note, with the key of its roadmap."""

    roadmap: str
    topic_id: str
    text: str
    written_at: datetime


def edition_of(text: str) -> str:
    """Returns what tells the texts of a note apart; of an empty one it is empty."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def clean_text(text: str) -> str:
    """Returns a text as it is stored: with plain line ends, and without what no database can store."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return kept.encode("utf-8", "ignore").decode().strip()


def save_note(
    session: Session,
    learner_id: int,
    keys: Sequence[str],
    topic_id: str,
    draft: Draft,
    now: datetime,
    is_late: bool = False,
) -> Saved:
    """Saves a note within a unit of work; the first of `keys`, those of the roadmap's marks, is for new rows.

    A draft of a text that somebody else has changed since then is a conflict. One that waited for a
    connection is put below the other text instead, because nobody is there to be asked.
    Raises NoteTooLong and UnknownLearner.
    """
    lock_learner(session, learner_id)
    text = clean_text(draft.text)
    found = _find(session, learner_id, keys, topic_id)
    present = found.text if found else ""
    is_own = bool(draft.writer) and found is not None and found.writer == draft.writer
    if is_own and is_late and found and found.written_at > now:
        return Saved(present)
    if not is_own and present and present != text and draft.edition != edition_of(present):
        if not is_late:
            return Saved(present, is_conflict=True)
        if text in present:
            return Saved(present)
        # Longer than a note may be, rather than lost.
        text, longest = f"{present}{BETWEEN}{text}", LONGEST_JOINED
    else:
        longest = LONGEST_NOTE
    if len(text) > len(present):
        if len(text) > longest:
            raise NoteTooLong(longest)
        if length_of_notes(session, learner_id) - len(present) + len(text) > MOST_TEXT:
            raise NoteTooLong(MOST_TEXT)
    return _store(session, learner_id, found, keys[0], topic_id, text, draft, now)


def _find(session: Session, learner_id: int, keys: Sequence[str], topic_id: str) -> Note | None:
    own = (Note.learner_id == learner_id, Note.roadmap.in_(keys), Note.topic_id == topic_id)
    return session.scalars(select(Note).where(*own).order_by(Note.written_at.desc()).limit(1)).first()


def _store(
    session: Session,
    learner_id: int,
    found: Note | None,
    roadmap: str,
    topic_id: str,
    text: str,
    draft: Draft,
    now: datetime,
) -> Saved:
    is_joined = text != clean_text(draft.text)
    if found is not None:
        own = (
            Note.learner_id == learner_id,
            Note.roadmap == found.roadmap,
            Note.topic_id == topic_id,
        )
        session.expunge(found)
        if text:
            # The page does not know the other text, and must not replace it by its next edition.
            writer = "" if is_joined else draft.writer
            new = {"text": text, "written_at": max(now, found.written_at), "writer": writer}
            session.execute(update(Note).where(*own).values(**new))
        else:
            session.execute(delete(Note).where(*own))
    elif text:
        place = {"learner_id": learner_id, "roadmap": roadmap, "topic_id": topic_id}
        session.execute(insert(Note).values(**place, text=text, written_at=now, writer=draft.writer))
    return Saved(text, is_joined=is_joined)


def length_of_notes(session: Session, learner_id: int) -> int:
    """Returns how many characters all notes of a learner have together."""
    own = select(func.coalesce(func.sum(func.length(Note.text)), 0)).where(Note.learner_id == learner_id)
    return int(session.scalar(own) or 0)


def notes_of(session: Session, learner_id: int) -> list[FoundNote]:
    """Returns all notes of a learner, the newest first."""
    columns = (Note.roadmap, Note.topic_id, Note.text, Note.written_at)
    query = select(*columns).where(Note.learner_id == learner_id).order_by(Note.written_at.desc())
    return [FoundNote(*row) for row in session.execute(query)]


def bring_notes(session: Session, gone_id: int, kept_id: int) -> None:
    """Gives the notes of a learner to another one; where both have written, the texts follow each other."""
    own = {
        (n.roadmap, n.topic_id): n for n in session.scalars(select(Note).where(Note.learner_id == kept_id))
    }
    for note in session.scalars(select(Note).where(Note.learner_id == gone_id)).all():
        there = own.get((note.roadmap, note.topic_id))
        if there is None:
            values = {"text": note.text, "written_at": note.written_at, "writer": note.writer}
            place = {"learner_id": kept_id, "roadmap": note.roadmap, "topic_id": note.topic_id}
            session.execute(insert(Note).values(**place, **values))
        elif note.text not in there.text:
            there.text = f"{there.text}{BETWEEN}{note.text}"
    session.flush()
