"""A learner's data as files: one JSON, the marks as CSV, and a zip with a CSV for each table.

Rows are read in batches and written to a file, so that an export needs little memory however long the
journal is.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from webapp.portability.rules import TableRule
from webapp.portability.tables import SECTIONS
from webapp.portability.values import to_cell, to_json
from webapp.progress.models import ProgressEvent, Record, TopicMark

FORMAT, VERSION = "milepost-learner-data", 1
SCHEMA_PATH = f"/schemas/learner-data-{VERSION}.json"
READ_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RoadmapLabel:
    """What another site needs to find a roadmap, and what people call it and its topics."""

    slug: str
    title: str
    ids: tuple[str, ...]
    topics: Mapping[str, str]


# By the key of the roadmap's marks. Roadmaps that the site no longer has are missing.
Labels = Mapping[str, RoadmapLabel]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from, and when."""

    site_url: str
    at: datetime


def write_json(session: Session, learner_id: int, labels: Labels, origin: Origin, file: IO[bytes]) -> None:
    """Writes everything that is kept of a learner as one JSON, a row on each line."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "schema": f"{origin.site_url}{SCHEMA_PATH}",
        "site": origin.site_url,
        "exported_at": to_json(origin.at),
    }
    file.write(_dumps(head)[:-1].encode())
    _write_list(file, "roadmaps", _roadmaps(session, learner_id, labels))
    for rule in SECTIONS:
        rows = _rows(session, learner_id, rule)
        if rule.is_single:
            # Read to their end, or the cursor would stay open.
            row = next(iter(list(rows)), None)
            file.write(f",\n{_dumps(rule.section)}: {_dumps(_as_json(rule, row))}".encode())
        else:
            _write_list(file, rule.section, (_as_json(rule, row) for row in rows))
    file.write(b"\n}\n")


def write_marks(session: Session, learner_id: int, labels: Labels, file: IO[bytes]) -> None:
    """Writes the marks as CSV, with the names of roadmaps and topics."""
    mark = TopicMark.__table__.c
    query = select(mark.roadmap, mark.topic_id, mark.status, mark.marked_at).where(
        mark.learner_id == learner_id
    )
    rows = session.execute(query.order_by(mark.roadmap, mark.topic_id), execution_options=_BATCHES)
    with _Csv(file) as writer:
        writer.writerow(["roadmap", "roadmap_title", "topic_id", "topic", "status", "marked_at"])
        for roadmap, topic, status, at in rows:
            label = labels.get(roadmap)
            names = (label.slug, label.title) if label else (roadmap, "")
            topic_name = label.topics.get(topic, "") if label else ""
            writer.writerow([to_cell(value) for value in (*names, topic, topic_name, status, at)])


def write_zip(
    session: Session, learner_id: int, labels: Labels, origin: Origin, readme: str, file: IO[bytes]
) -> None:
    """Writes a zip with a CSV for each table, the JSON of everything, and a text that says what is what."""
    moment = origin.at.timetuple()[:6]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("README.txt", moment), readme)
        with archive.open(_entry("milepost.json", moment), "w") as part:
            write_json(session, learner_id, labels, origin, part)
        for rule in SECTIONS:
            with archive.open(_entry(f"{rule.section}.csv", moment), "w") as part, _Csv(part) as writer:
                writer.writerow(rule.exported)
                for row in _rows(session, learner_id, rule):
                    writer.writerow([to_cell(value) for value in row])


def count_rows(session: Session, learner_id: int) -> dict[str, int]:
    """Returns how many rows of a learner each section of an export has, by one query."""
    counts = [_of_learner(select(func.count()), learner_id, rule).scalar_subquery() for rule in SECTIONS]
    row = session.execute(select(*counts), {"learner": learner_id}).one()
    return dict(zip((rule.section for rule in SECTIONS), row, strict=True))


class _Csv:
    """A writer of CSV into a file of bytes, which stays open. With a mark by which Excel knows UTF-8."""

    def __init__(self, file: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)

    def __enter__(self) -> Any:
        self._text.write("\ufeff")
        return csv.writer(self._text)

    def __exit__(self, *_: object) -> None:
        self._text.flush()
        self._text.detach()


_BATCHES = {"yield_per": READ_AT_ONCE}


def _rows(session: Session, learner_id: int, rule: TableRule) -> Iterator[Any]:
    columns: Any = select(*rule.columns)
    query = _of_learner(columns, learner_id, rule).order_by(*rule.table.primary_key)
    yield from session.execute(query, {"learner": learner_id}, execution_options=_BATCHES)


def _of_learner(query: Select[Any], learner_id: int, rule: TableRule) -> Select[Any]:
    own = query.select_from(rule.table).where(rule.owner == learner_id)
    return own if rule.only is None else own.where(rule.only)


def _roadmaps(session: Session, learner_id: int, labels: Labels) -> Iterator[dict[str, object]]:
    tables = (TopicMark, ProgressEvent, Record)
    named = union(*(select(table.roadmap).where(table.learner_id == learner_id) for table in tables))
    for key in sorted(session.scalars(named)):
        if label := labels.get(key):
            yield {"key": key, "slug": label.slug, "title": label.title, "ids": list(label.ids)}


def _as_json(rule: TableRule, row: Any) -> dict[str, object] | None:
    return None if row is None else dict(zip(rule.exported, map(to_json, row), strict=True))


def _write_list(file: IO[bytes], name: str, rows: Iterator[dict[str, object] | None]) -> None:
    file.write(f",\n{_dumps(name)}: [".encode())
    separator = "\n"
    for row in rows:
        file.write(f"{separator}{_dumps(row)}".encode())
        separator = ",\n"
    file.write(b"\n]" if separator != "\n" else b"]")


def _entry(name: str, moment: tuple[int, ...]) -> zipfile.ZipInfo:
    year, month, day, hour, minute, second = moment
    entry = zipfile.ZipInfo(name, (year, month, day, hour, minute, second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
