"""A tile of the overview."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.web.admin.parts import Part


@dataclass(frozen=True, slots=True)
class Tile:
    """What a part says of itself: a sentence that counts most, and others. `is_urgent` asks to look."""

    part: Part
    headline: str
    lines: tuple[str, ...] = ()
    is_urgent: bool = False
