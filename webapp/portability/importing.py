"""Importing a file: first what it would do, then the same as one act that can be undone.

On a topic that both have marked the further status stays, and of the same status the earlier date, as where
accounts are merged. Acts keep their ids, so that what has been imported before changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.db.learners import Learner, lock_learner
from webapp.db.statistics import refresh_statistics
from webapp.language import gettext_noop
from webapp.learning.merging import is_further
from webapp.portability.export import count_rows
from webapp.portability.matching import Matches
from webapp.portability.reading import TOO_MUCH_TEXT, Row, Upload, UploadError
from webapp.portability.rules import Arrival, TableRule
from webapp.portability.tables import SECTIONS
from webapp.progress.dated_acts import DatedMark, DatedMarks, dated_marks
from webapp.progress.importing import add_journal, known_acts
from webapp.progress.merging import Merger, add_merged
from webapp.progress.models import IMPORT
from webapp.progress.notes import MOST_TEXT, length_of_notes

SETTINGS = ("time_zone", "locale")
# The sections that pages join, and with how many rows of a file it matters how they are joined.
JOURNAL = ("acts", "events")
MANY_ROWS = 1000
TOO_MANY_ROWS = gettext_noop("with what is here already, there would be more than %(count)d")


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does.

    `gained` are marks that are set, with the status of before in `before`; `earlier` are marks whose date
    becomes earlier; `kept` are marks that stay as they are here. `unknown` are the topics of the file that
    this site does not have: their marks are kept, and shown as soon as it has them. `added` and `there` are
    rows of other sections, by section; `left_out` names the sections of which nothing is imported.
    """

    gained: DatedMarks
    before: Mapping[tuple[str, str], str]
    earlier: DatedMarks
    kept: tuple[tuple[str, str], ...]
    unknown: tuple[tuple[str, str], ...]
    acts: tuple[Row, ...]
    events: tuple[Row, ...]
    added: Mapping[str, Sequence[Row]]
    there: Mapping[str, int]
    settings: Mapping[str, str]
    left_out: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether everything of the file is there already."""
        parts = (self.gained, self.earlier, self.acts, self.settings, *self.added.values())
        return not any(parts)


def plan_import(session: Session, learner_id: int, upload: Upload, matches: Matches) -> Plan:
    """Returns what an import would do now, without doing it. Raises UploadError if it would be too much."""
    marks = _marks(upload, matches)
    merger = Merger(guest=marks, learner=dated_marks(session, learner_id))
    gained, earlier = merger.gained(is_further), merger.earlier
    acts, events = _journal(session, learner_id, upload, matches)
    added, there = _other_rows(session, learner_id, upload, matches)
    _check_room(session, learner_id, {"marks": gained.keys(), "acts": acts, "events": events, **added})
    return Plan(
        gained=gained,
        before={topic: mark.status for topic in gained if (mark := merger.learner.get(topic))},
        earlier=earlier,
        kept=tuple(topic for topic in marks if topic not in gained and topic not in earlier),
        unknown=tuple(topic for topic in marks if not matches.is_known(*topic)),
        acts=acts,
        events=events,
        added=added,
        there=there,
        settings=_settings(session, learner_id, upload),
        left_out=tuple(rule.section for rule in SECTIONS if _is_left_out(rule, upload)),
    )


def apply_import(
    session: Session, learner_id: int, upload: Upload, matches: Matches, now: datetime
) -> tuple[Plan, str]:
    """Imports a file within a unit of work. Returns what was done, and the id of the act if marks changed.

    Raises UploadError, TooManyChanges and UnknownLearner.
    """
    lock_learner(session, learner_id)
    plan = plan_import(session, learner_id, upload, matches)
    merger = Merger(_marks(upload, matches), dated_marks(session, learner_id))
    add_journal(session, learner_id, plan.acts, plan.events)
    touched = {(row["roadmap"], row["topic_id"]) for row in plan.events}
    act_id = add_merged(session, learner_id, merger, is_further, touched, now, IMPORT)
    for rule in SECTIONS:
        if rows := plan.added.get(rule.section):
            session.execute(insert(rule.table), [{**row, "learner_id": learner_id} for row in rows])
    if plan.settings:
        session.execute(update(Learner).where(Learner.id == learner_id).values(**plan.settings))
    if len(plan.acts) + len(plan.events) > MANY_ROWS:
        refresh_statistics(session.connection(), (rule.table for rule in SECTIONS if rule.section in JOURNAL))
    return plan, act_id


def _marks(upload: Upload, matches: Matches) -> DatedMarks:
    found: DatedMarks = {}
    for row in upload.rows["marks"]:
        topic = (matches.key(row["roadmap"]), row["topic_id"])
        mark = DatedMark(row["status"], row["marked_at"])
        # Two roadmaps of the other site may be one here.
        if topic not in found or is_further(mark.status, found[topic].status):
            found[topic] = mark
    return found


def _journal(
    session: Session, learner_id: int, upload: Upload, matches: Matches
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    known = known_acts(session, learner_id)
    acts = [row for name in ("acts", "imports") for row in upload.rows[name] if row["id"] not in known]
    ids = {row["id"] for row in acts}
    events = [row for name in ("events", "import_events") for row in upload.rows[name]]
    new = (_here(row, matches) for row in events if row["act_id"] in ids)
    return tuple(acts), tuple(new)


def _other_rows(
    session: Session, learner_id: int, upload: Upload, matches: Matches
) -> tuple[dict[str, Sequence[Row]], dict[str, int]]:
    added: dict[str, Sequence[Row]] = {}
    there: dict[str, int] = {}
    for rule in SECTIONS:
        if rule.arrival is Arrival.ADDED and (rows := upload.rows[rule.section]):
            new = missing_rows(session, learner_id, rule, [_here(row, matches) for row in rows])
            added[rule.section] = new
            there[rule.section] = len(rows) - len(new)
    return added, there


def _check_room(session: Session, learner_id: int, new: Mapping[str, Collection[Any]]) -> None:
    """Raises UploadError if a learner would have more rows than a table may have of one, or too much text."""
    there = count_rows(session, learner_id)
    for rule in SECTIONS:
        rows = new.get(rule.section, ())
        if rows and there[rule.section] + len(rows) > rule.most:
            raise UploadError(rule.section, TOO_MANY_ROWS, count=rule.most)
    written = sum(len(row["text"]) for row in new.get("notes", ()))
    if written and length_of_notes(session, learner_id) + written > MOST_TEXT:
        raise UploadError("notes", TOO_MUCH_TEXT, count=MOST_TEXT)


def missing_rows(session: Session, learner_id: int, rule: TableRule, rows: Sequence[Row]) -> list[Row]:
    """Returns the rows whose key the learner does not have yet, each key once."""
    # The owner too: a table with one row for each learner has no other key.
    columns: Any = select(rule.owner, *(rule.table.c[name] for name in rule.key))
    seen = {tuple(row)[1:] for row in session.execute(columns.where(rule.owner == learner_id))}
    found: list[Row] = []
    for row in rows:
        key = tuple(row[name] for name in rule.key)
        if key not in seen:
            seen.add(key)
            found.append(row)
    return found


def _here(row: Row, matches: Matches) -> Row:
    return {**row, "roadmap": matches.key(row["roadmap"])} if "roadmap" in row else row


def _settings(session: Session, learner_id: int, upload: Upload) -> dict[str, str]:
    """Returns the settings of the file that are not known here yet."""
    own = session.execute(select(Learner.time_zone, Learner.locale).where(Learner.id == learner_id)).one()
    given = next(iter(upload.rows["learner"]), {})
    return {name: given[name] for name in SETTINGS if given.get(name) and not getattr(own, name)}


def _is_left_out(rule: TableRule, upload: Upload) -> bool:
    return rule.arrival is Arrival.NEVER and rule.section in upload.rows
