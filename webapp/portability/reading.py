"""Reading a file that is to be imported: what is wrong with it is said with its place.

Whoever sends a file can have written anything into it, so that its size, its depth, the number of rows and
every value are checked before anything is done with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column

from webapp.habits.plans import FARTHEST
from webapp.language import gettext_noop
from webapp.learning.status import STATUSES
from webapp.portability.export import FORMAT, VERSION
from webapp.portability.rules import Arrival, TableRule
from webapp.portability.tables import SECTIONS
from webapp.portability.values import BadValue, from_json
from webapp.progress.notes import LONGEST_JOINED

LARGEST_FILE = 4 * 1024 * 1024
MOST_ROWS = 30_000
MOST_ROADMAPS = 2_000
# Clocks of other machines may be ahead.
AHEAD = timedelta(days=1)
Row = Mapping[str, Any]
# Whether a value may be there, and what is said if it may not.
Check = tuple[Callable[[Any], bool], str]
_STATUS = tuple(status.value for status in STATUSES)
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_KIND = re.compile(r"[a-z]{1,10}", re.ASCII)
_NAME = re.compile(r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,100}")
TOO_MUCH_TEXT = gettext_noop("all notes together would have more than %(count)d characters")
NOT_MARK = gettext_noop("expected done, learning or skipped")
NOT_STATUS = gettext_noop("expected pending, learning, done or skipped")


class UploadError(Exception):
    """A file cannot be imported.

    `where` is the place in it, or empty; `message` is marked for translation.
    """

    def __init__(self, where: str, message: str, **values: object) -> None:
        super().__init__(f"{where}: {message % values if values else message}".removeprefix(": "))
        self.where = where
        self.message = message
        self.values = values


@dataclass(frozen=True, slots=True)
class NamedRoadmap:
    """What the other site calls a roadmap whose marks have a key."""

    slug: str
    ids: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """What a file has: rows by section, with their values as columns store them."""

    site: str
    roadmaps: Mapping[str, NamedRoadmap]
    rows: Mapping[str, Sequence[Row]]

    def names(self, key: str) -> NamedRoadmap:
        """Returns what the file says of a roadmap; one that it says nothing of has its key as slug."""
        return self.roadmaps.get(key) or NamedRoadmap(key)


def read_upload(content: bytes, now: datetime) -> Upload:
    """Returns what a file has. Raises UploadError with the first thing that is wrong and where it is."""
    if len(content) > LARGEST_FILE:
        raise UploadError("", gettext_noop("The file is larger than %(count)d MB."), count=LARGEST_FILE >> 20)
    found = _parse(content)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UploadError("format", gettext_noop("This file does not hold a learner’s data from Milepost."))
    version = found.get("version")
    if version != VERSION or isinstance(version, bool):
        raise UploadError(
            "version", gettext_noop("This site reads version %(version)d only."), version=VERSION
        )
    return _upload(found, now)


def _upload(found: Mapping[str, object], now: datetime) -> Upload:
    rows: dict[str, Sequence[Row]] = {}
    for rule in SECTIONS:
        if rule.arrival is not Arrival.NEVER:
            rows[rule.section] = _section(rule, found, now)
        elif found.get(rule.section):
            rows[rule.section] = ()
    _check_journal(rows)
    site = found.get("site")
    return Upload(_shown(site)[:100], _roadmaps(found), rows)


def _parse(content: bytes) -> object:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UploadError(
            "", gettext_noop("The file is not text in UTF-8, from byte %(place)d on."), place=error.start + 1
        ) from error
    try:
        return json.loads(text, object_pairs_hook=_without_twins, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UploadError(
            "",
            gettext_noop("The file is no JSON: line %(line)d, column %(column)d."),
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise UploadError("", gettext_noop("The file is nested too deeply.")) from error
    except ValueError as error:
        raise UploadError("", gettext_noop("The file has a number that is too long.")) from error


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twin = next(name for name, count in counts.items() if count > 1)
        raise UploadError(_shown(twin)[:40], gettext_noop("this name is there twice in one object"))
    return found


def _shown(value: object) -> str:
    """Returns a text that is only shown, without what no page can have."""
    text = value if isinstance(value, str) else ""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def _no_constant(name: str) -> object:
    raise UploadError(name, gettext_noop("this is no number of JSON"))


def _roadmaps(found: Mapping[str, object]) -> dict[str, NamedRoadmap]:
    given = _list(found, "roadmaps", MOST_ROADMAPS)
    return dict(_roadmap(row, f"roadmaps[{place}]") for place, row in enumerate(given))


def _roadmap(row: object, where: str) -> tuple[str, NamedRoadmap]:
    if not isinstance(row, dict):
        raise UploadError(where, gettext_noop("expected an object"))
    for name in ("key", "slug"):
        if not isinstance(row.get(name), str) or not _NAME.fullmatch(row[name]):
            raise UploadError(f"{where}.{name}", gettext_noop("expected a name without spaces"))
    ids, title = row.get("ids", []), row.get("title", "")
    if not isinstance(ids, list) or len(ids) > 20 or not all(isinstance(name, str) for name in ids):
        raise UploadError(f"{where}.ids", gettext_noop("expected a list of names"))
    return row["key"], NamedRoadmap(row["slug"], tuple(ids), _shown(title)[:200])


def _section(rule: TableRule, found: Mapping[str, object], now: datetime) -> tuple[Row, ...]:
    # A file has ten thousands of rows, and these are the same for each.
    columns = [(column, _check_of(rule.section, column.name)) for column in rule.columns]
    if rule.is_single:
        given = found.get(rule.section)
        return (_row(columns, given, rule.section, now),) if given is not None else ()
    rows = _list(found, rule.section, MOST_ROWS)
    read = tuple(_row(columns, row, f"{rule.section}[{place}]", now) for place, row in enumerate(rows))
    _refuse_twins(rule, read)
    return read


def _list(found: Mapping[str, object], name: str, most: int) -> list[object]:
    given = found.get(name, [])
    if not isinstance(given, list):
        raise UploadError(name, gettext_noop("expected a list"))
    if len(given) > most:
        raise UploadError(name, gettext_noop("there are more than %(count)d"), count=most)
    return given


def _row(
    columns: Sequence[tuple[Column[Any], Check | None]], given: object, where: str, now: datetime
) -> Row:
    if not isinstance(given, dict):
        raise UploadError(where, gettext_noop("expected an object"))
    row: dict[str, Any] = {}
    for column, check in columns:
        name = column.name
        try:
            value = from_json(column, given.get(name))
        except BadValue as error:
            raise UploadError(f"{where}.{name}", str(error), **error.values) from error
        if isinstance(value, date):
            _refuse_future(value, f"{where}.{name}", now)
        if check and value is not None and not check[0](value):
            raise UploadError(f"{where}.{name}", check[1])
        row[name] = value
    return row


def _check_of(section: str, name: str) -> Check | None:
    return _CHECKS.get((section, name)) or _CHECKS.get(("", name))


def _refuse_future(value: date, where: str, now: datetime) -> None:
    if isinstance(value, datetime):
        if value > now + AHEAD:
            raise UploadError(where, gettext_noop("this time has not come yet"))
    elif value > now.date() + FARTHEST:
        raise UploadError(where, gettext_noop("this day is too far away"))


def _refuse_twins(rule: TableRule, rows: Sequence[Row]) -> None:
    if not set(rule.key) <= set(rule.exported):
        return
    seen: dict[tuple[object, ...], int] = {}
    names = tuple(rule.key)
    for place, row in enumerate(rows):
        first = seen.setdefault(tuple([row[name] for name in names]), place)
        if first != place:
            raise UploadError(
                f"{rule.section}[{place}]",
                gettext_noop("this is there before, as number %(first)d"),
                first=first,
            )


def _check_journal(rows: Mapping[str, Sequence[Row]]) -> None:
    """Checks that every event belongs to an act of the file, so that no history is left hanging."""
    acts: set[str] = set()
    for name in ("acts", "imports"):
        for place, row in enumerate(rows[name]):
            if row["id"] in acts:
                raise UploadError(f"{name}[{place}].id", gettext_noop("another act has this id"))
            acts.add(row["id"])
    for name in ("events", "import_events"):
        for place, row in enumerate(rows[name]):
            if row["act_id"] not in acts:
                raise UploadError(f"{name}[{place}].act_id", gettext_noop("there is no such act in the file"))


def _is_mark(value: Any) -> bool:
    return value in _STATUS and value != _STATUS[0]


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_ACT_ID = (_matches(_ID), gettext_noop("expected 32 digits from 0 to f"))
# By section and column; without a section, of every one.
_CHECKS: Mapping[tuple[str, str], Check] = {
    ("marks", "status"): (_is_mark, NOT_MARK),
    ("events", "before"): (lambda value: value in _STATUS, NOT_STATUS),
    ("events", "after"): (lambda value: value in _STATUS, NOT_STATUS),
    ("import_events", "before"): (lambda value: value in _STATUS, NOT_STATUS),
    ("import_events", "after"): (lambda value: value in _STATUS, NOT_STATUS),
    ("acts", "kind"): (_matches(_KIND), gettext_noop("expected a word of small letters")),
    ("imports", "kind"): (_matches(_KIND), gettext_noop("expected a word of small letters")),
    ("acts", "id"): _ACT_ID,
    ("imports", "id"): _ACT_ID,
    ("acts", "undone_by"): _ACT_ID,
    ("imports", "undone_by"): _ACT_ID,
    ("", "roadmap"): (_matches(_NAME), gettext_noop("expected a name without spaces")),
    ("notes", "text"): (
        lambda value: len(value) <= LONGEST_JOINED,
        gettext_noop("the text is longer than that of a note may be"),
    ),
    ("", "topic_id"): (_matches(_NAME), gettext_noop("expected a name without spaces")),
}
