"""Collects what is wrong with content, so that the reader of a file can report it and continue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from webapp.catalog.sanitize import on_one_line

LONGEST = 600
MOST = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where it is (file and place), what is wrong, and what would be right."""

    severity: Literal["error", "warning", "note"]
    file: str
    place: str
    message: str
    remedy: str = ""


def sentences(message: str, remedy: str) -> str:
    """Returns what is wrong and what would be right, each as a sentence."""
    return f"{message}{'' if message.endswith('?') else '.'} {remedy}".rstrip()


class Findings:
    """Collects the findings of one file; the findings of all files share one list."""

    def __init__(self, file: str, collected: list[Finding] | None = None) -> None:
        self.file = file
        self.said = 0
        self.collected: list[Finding] = [] if collected is None else collected

    def relocate(self, since: int, moved: Callable[[Finding], Finding]) -> None:
        """Replaces each finding from a number on by what `moved` returns for it."""
        self.collected[since:] = [moved(finding) for finding in self.collected[since:]]

    def of(self, file: str) -> Findings:
        """Returns the same collection for another file."""
        return Findings(file, self.collected)

    def error(self, place: str, message: str, remedy: str = "") -> None:
        """Adds something because of which content cannot be served, or a file that is hostile."""
        self._add("error", place, message, remedy)

    def warning(self, place: str, message: str, remedy: str = "") -> None:
        """Adds a mistake in spite of which the content is served."""
        self._add("warning", place, message, remedy)

    def note(self, place: str, message: str, remedy: str = "") -> None:
        """Adds something worth knowing that needs no repair."""
        self._add("note", place, message, remedy)

    def _add(
        self, severity: Literal["error", "warning", "note"], place: str, message: str, remedy: str
    ) -> None:
        # Names and values come from the file: they may be very long, or hold control signs of a terminal.
        said = [on_one_line(part[:LONGEST]) for part in (self.file, place, message, remedy)]
        self.said += 1
        # What keeps content from being served is said in any case.
        if self.said <= MOST or severity == "error":
            self.collected.append(Finding(severity, *said))
        elif self.said == MOST + 1:
            self.collected.append(
                Finding(
                    "note",
                    on_one_line(self.file),
                    "file",
                    f"there is more to say than {MOST} things",
                    "Mend these first.",
                )
            )
