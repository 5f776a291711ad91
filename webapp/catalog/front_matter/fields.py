"""Reads typed values out of a mapping, naming the key of each that has the wrong type."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href
from webapp.catalog.sanitize import sanitize

LONGEST = 20_000


class Fields:
    """A mapping with the path of its keys; what is taken is remembered, so that the rest can be reported."""

    def __init__(self, values: Mapping[str, Any], found: Findings, path: str = "") -> None:
        self._values = values
        self._found = found
        self._path = path
        self._taken: set[str] = set()

    def text(self, key: str, fallback: str = "") -> str:
        """A text without outer blanks; a number is taken as its digits, a date as its day."""
        value = self._take(key)
        if value is None:
            return fallback
        if isinstance(value, str):
            if len(value) > LONGEST:
                self._wrong(key, f"a text of at most {LONGEST} characters")
                return fallback
            return sanitize(value.strip())
        if isinstance(value, (int, float, date)) and not isinstance(value, bool):
            self._wrong(key, "a text: quote it")
            return str(value)
        self._wrong(key, "a text")
        return fallback

    def address(self, key: str, slugs: Container[str] | None = None) -> str:
        """An address that may be linked, led to this site where `slugs` has the page."""
        value = self._take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, "an address that begins with https:// or /")
            return ""
        found = safe_href(value, slugs)
        if value.strip() and not found:
            remedy = "Give one that begins with https:// or /."
            self._found.warning(f"{self._path}{key}", f"{value[:200]!r} is not a usable address", remedy)
        return found

    def flag(self, key: str, fallback: bool = False) -> bool:
        """True or false."""
        value = self._take(key)
        if value is None:
            return fallback
        if isinstance(value, bool):
            return value
        self._wrong(key, "true or false")
        return fallback

    def number(self, key: str, least: float = -1e6, most: float = 1e6) -> float | None:
        """A finite number within limits."""
        value = self._take(key)
        if value is None:
            return None
        if (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and math.isfinite(value)
            and least <= value <= most
        ):
            return float(value)
        self._wrong(key, f"a number from {least:g} to {most:g}")
        return None

    def day(self, key: str) -> date | None:
        """A date, as YAML has it or as the text `YYYY-MM-DD`."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip()[:10])
            except ValueError:
                pass
        self._wrong(key, "a date such as '2026-11-23'")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; what is none of them is left out."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, "a list, one `- value` a line")
            return ()
        kept = []
        for number, item in enumerate(value[:500]):
            if isinstance(item, str):
                if item.strip():
                    kept.append(sanitize(item.strip()[:500]))
            else:
                self._wrong(f"{key}[{number}]", "a text")
        return tuple(kept)

    def child(self, key: str) -> Fields | None:
        """A mapping below this one, or None where it is missing or no mapping."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields({str(k): v for k, v in value.items()}, self._found, f"{self._path}{key}.")
        self._wrong(key, "a mapping, its keys indented below it")
        return None

    def children(self, key: str) -> list[Fields]:
        """A list of mappings."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "a list of mappings")
            return []
        below = []
        for number, item in enumerate(value[:200]):
            if isinstance(item, dict):
                values = {str(k): v for k, v in item.items()}
                below.append(Fields(values, self._found, f"{self._path}{key}[{number}]."))
            else:
                self._wrong(f"{key}[{number}]", "a mapping")
        return below

    def rest(self, known: frozenset[str] = frozenset()) -> dict[str, Any]:
        """What nobody took, reported as unknown unless `known`."""
        left = {k: v for k, v in self._values.items() if k not in self._taken}
        for key in left:
            if key not in known:
                self._found.note(
                    f"{self._path}{key}",
                    "the key is unknown and does nothing",
                    "Remove it, or correct its spelling.",
                )
        return left

    def _take(self, key: str) -> Any:
        self._taken.add(key)
        return self._values.get(key)

    def _wrong(self, key: str, expected: str) -> None:
        self._found.warning(f"{self._path}{key}", "the value has the wrong type", f"Write {expected}.")
