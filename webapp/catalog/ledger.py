"""The ledger of a roadmap: what became of topics, as its authors say in `changes.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

FILE = "changes.yaml"
Kind = Literal["renamed", "merged", "split", "retired", "moved", "added"]
# What a part of a split topic gets of a mark: the same status, `learning` in place of done, or nothing.
HOW = ("same", "learning", "nothing")


@dataclass(frozen=True, slots=True)
class Successor:
    """A topic that takes a mark over. `roadmap` is empty for the same roadmap; `how` is one of HOW."""

    roadmap: str
    id: str
    how: str = "same"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One entry. `ids` are those of the topics that are no more, or of those that are new.

    `name` is what a topic was called, where the entry says so.
    """

    line: int
    day: date
    kind: Kind
    ids: tuple[str, ...]
    into: tuple[Successor, ...] = ()
    name: str = ""

    @property
    def words(self) -> str:
        """The entry in a few words, for authors and operators."""
        targets = ", ".join(f"{s.roadmap}/{s.id}" if s.roadmap else s.id for s in self.into)
        link = {
            "renamed": " to ",
            "moved": " to ",
            "merged": " into ",
            "split": " into ",
            "retired": ", see ",
        }
        return f"{self.kind} {', '.join(self.ids)}{link.get(self.kind, '') + targets if targets else ''}"
