"""Entries of the audit log in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.accounts.audit import Entry
from webapp.web.admin.event_words import details_words, event_words


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry, with its event and details in words."""

    entry: Entry
    words: str
    details: str


def entry_rows(entries: Iterable[Entry]) -> tuple[EntryRow, ...]:
    """Returns the rows of a list of entries."""
    return tuple(EntryRow(one, event_words(one.event), details_words(one.details)) for one in entries)
