"""Reads the text of a ledger strictly: what an entry says too much, too little or wrongly is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from webapp.catalog.findings import Findings
from webapp.catalog.front_matter.yaml_mapping import read_rows
from webapp.catalog.ledger import HOW, Kind, LedgerEntry, Successor
from webapp.catalog.slug import SLUG, TOPIC_ID

# What else an entry of a kind says, besides its date. All of it is needed, except for what ends with `?`.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "renamed": ("to", "name?"),
    "merged": ("into", "name?"),
    "split": ("into", "name?"),
    "retired": ("name", "see?"),
    "moved": ("to", "name?"),
    "added": (),
}
EXAMPLE = "An entry is such as `- date: 2026-11-26`, below it `renamed: old-id` and `to: new-id`."
_TARGET = re.compile(r"(?:(?P<slug>[^/]*)/)?(?P<id>[^/]*)")


class _Fault(Exception):
    """What is wrong with an entry, and what would be right."""

    def __init__(self, what: str, remedy: str = EXAMPLE) -> None:
        super().__init__(what)
        self.remedy = remedy


def parse_ledger(text: str, found: Findings) -> tuple[LedgerEntry, ...]:
    """Returns the entries of a ledger by day. What cannot be read is reported, and left out."""
    entries: list[LedgerEntry] = []
    seen: dict[str, int] = {}
    for line, row in read_rows(text, found, EXAMPLE):
        try:
            entry = _entry(line, row)
            _check_once(entry, seen)
        except _Fault as fault:
            found.error(f"line {line}", str(fault), fault.remedy)
            continue
        entries.append(entry)
    return tuple(sorted(entries, key=lambda entry: (entry.day, entry.line)))


def _entry(line: int, row: object) -> LedgerEntry:
    if not isinstance(row, dict):
        raise _Fault("the entry is no list of `key: value`")
    kinds = [name for name in FIELDS if name in row]
    if len(kinds) != 1:
        what = f"the entry says {' and '.join(kinds)}" if kinds else "the entry does not say what happened"
        raise _Fault(what, f"Write one of {', '.join(FIELDS)}, with the id of the topic.")
    kind = kinds[0]
    fields = {name.rstrip("?"): not name.endswith("?") for name in FIELDS[kind]}
    if unknown := [str(name)[:100] for name in row if name not in {"date", kind, *fields}]:
        raise _Fault(f"{unknown[0]} is not known of what was {kind}", _remedy_of_fields(kind))
    if missing := [name for name, is_needed in fields.items() if is_needed and not row.get(name)]:
        raise _Fault(f"{missing[0]} is missing", _remedy_of_fields(kind))
    return LedgerEntry(
        line,
        _day(row.get("date")),
        cast("Kind", kind),
        tuple(_ids(kind, row[kind])),
        tuple(_successors(kind, row)),
        _name(row.get("name", "")),
    )


def _remedy_of_fields(kind: str) -> str:
    named = [f"`{name.rstrip('?')}`{' if you like' if name.endswith('?') else ''}" for name in FIELDS[kind]]
    return f"Write `date`, `{kind}`{''.join(f', {name}' for name in named)}, and nothing else."


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _Fault(
            "the date is missing" if value is None else "the date is none", "Write it as 2026-11-26."
        )
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or "\n" in value or len(value) > 1000:
        raise _Fault("name is no text of one line", "Write what the topic was called, in quotes if need be.")
    return value


def _ids(kind: str, value: object) -> Iterator[str]:
    many = value if isinstance(value, list) and kind in {"merged", "retired", "added"} else [value]
    if not many:
        raise _Fault(f"{kind} names no topic")
    for one in many:
        # An id of digits is a number for YAML.
        text = str(one) if isinstance(one, int) and not isinstance(one, bool) else one
        if not isinstance(text, str) or not TOPIC_ID.match(text):
            raise _Fault(
                f"{str(one)[:100]!r} is no id of a topic", "Write what follows the # in the outline."
            )
        yield text


def _successors(kind: str, row: Mapping[str, Any]) -> Iterator[Successor]:
    if kind == "split":
        yield from _parts(row["into"])
        return
    value = row.get("see" if kind == "retired" else "into" if kind == "merged" else "to")
    if value is None:
        return
    successor = _successor(value, may_be_elsewhere=kind in {"moved", "retired"})
    if kind == "moved" and not successor.roadmap:
        raise _Fault("`to` names no other roadmap", f"Write it as backend/{successor.id}.")
    yield successor


def _parts(value: object) -> Iterator[Successor]:
    rows = value.items() if isinstance(value, dict) else [(part, "same") for part in _list(value)]
    found = [Successor("", _successor(part).id, _how(how)) for part, how in rows]
    if len(found) < 2:
        raise _Fault("`into` names fewer than two topics", "Write `into: [one-id, other-id]`.")
    yield from found


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise _Fault("`into` is no list", "Write `into: [one-id, other-id]`.")
    return value


def _how(value: object) -> str:
    if value not in HOW:
        raise _Fault(f"{str(value)[:100]!r} does not say what a part gets", f"Write one of {', '.join(HOW)}.")
    return str(value)


def _successor(value: object, may_be_elsewhere: bool = False) -> Successor:
    match = _TARGET.fullmatch(str(value)) if isinstance(value, (str, int)) else None
    if match is None or not TOPIC_ID.match(match["id"]) or (match["slug"] and not SLUG.match(match["slug"])):
        remedy = "Write an id of this roadmap" + (", or roadmap/id." if may_be_elsewhere else ".")
        raise _Fault(f"{str(value)[:100]!r} names no topic", remedy)
    if match["slug"] and not may_be_elsewhere:
        raise _Fault(f"{str(value)[:100]} is in another roadmap", "Write it as `moved`, with `to`.")
    return Successor(match["slug"] or "", match["id"])


def _check_once(entry: LedgerEntry, seen: dict[str, int]) -> None:
    """Raises _Fault if a topic that is no more became something else before."""
    if entry.kind == "added":
        return
    if entry.kind != "merged" and any(s.id in entry.ids and not s.roadmap for s in entry.into):
        raise _Fault(f"{entry.ids[0]} becomes itself", "Give what it becomes an id of its own.")
    ids = [topic_id for topic_id in entry.ids if all(s.id != topic_id or s.roadmap for s in entry.into)]
    if again := next((topic_id for topic_id in ids if topic_id in seen), ""):
        what = f"{again} became something else on line {seen[again]} already"
        raise _Fault(what, "Keep one of the two; an id is never used for another topic.")
    seen.update(dict.fromkeys(ids, entry.line))
