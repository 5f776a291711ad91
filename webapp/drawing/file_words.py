"""What files of a roadmap say by themselves, beside what its content says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FileWords:
    """The title of a PDF, what the share picture says at its foot, and the language of both.

    `statuses` are the words for the statuses in a learner's own PDF, by their values.
    """

    title: str
    facts: str
    language: str
    statuses: Mapping[str, str] = field(default_factory=dict)

    @property
    def typst_language(self) -> str:
        """The language as the typesetter names it, without a region."""
        return self.language.partition("-")[0].lower()


@dataclass(frozen=True, slots=True)
class RecordWords:
    """What the picture of a record of completion says, and its language as the typesetter names it."""

    title: str
    line: str
    days: str
    typst_language: str
