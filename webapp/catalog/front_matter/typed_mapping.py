"""Reads typed values out of a mapping and reports the key of each that has the wrong type."""

from __future__ import annotations

import difflib
import math
from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any

from webapp.catalog.findings import Findings
from webapp.catalog.links import safe_href, why_unusable
from webapp.catalog.sanitize import sanitize

LONGEST = 20_000
MOST_GUESSES, LONGEST_KEY = 50, 100  # a guess compares a key with all that are known
ALIKE = 0.75  # how alike a misspelt key is to the right one


class Fields:
    """A mapping and the path of its keys. Keys that are read are remembered; the rest can be reported."""

    def __init__(self, values: Mapping[str, Any], found: Findings, path: str = "") -> None:
        self._values = values
        self._found = found
        self._path = path
        self._taken: set[str] = set()

    def text(self, key: str, fallback: str = "") -> str:
        """Returns a text without outer blanks; numbers and dates are read as they are written."""
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
            return str(getattr(value, "written", value))
        if isinstance(value, bool):
            self._wrong(key, "a text: quote it, because YAML reads yes, no, on and off as true or false")
            return fallback
        self._wrong(key, "a text")
        return fallback

    def address(self, key: str, slugs: Container[str] | None = None) -> str:
        """Returns an address that may be linked; it leads to this site where `slugs` has the page."""
        value = self._take(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(key, "an address that begins with https:// or /")
            return ""
        found = safe_href(value, slugs)
        if value.strip() and not found:
            self._found.warning(f"{self._path}{key}", *why_unusable(value))
        return found

    def flag(self, key: str, fallback: bool = False) -> bool:
        """Returns true or false."""
        value = self._take(key)
        if value is None:
            return fallback
        if isinstance(value, bool):
            return value
        self._wrong(key, "true or false")
        return fallback

    def number(self, key: str, least: float = -1e6, most: float = 1e6) -> float | None:
        """Returns a finite number between `least` and `most`, or None."""
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
        self._wrong(key, f"a number from {least:,.10g} to {most:,.10g}")
        return None

    def day(self, key: str) -> date | None:
        """Returns a date, written as a date of YAML or as the text `YYYY-MM-DD`, or None."""
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
        """Returns the texts of a list; other values are reported and left out."""
        value = self._take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, "a list, one `- value` a line")
            return ()
        texts = []
        for number, item in enumerate(value):
            if isinstance(item, str):
                if item.strip():
                    texts.append(sanitize(item.strip()[:500]))
            elif isinstance(item, (int, float, date)) and not isinstance(item, bool):
                self._wrong(f"{key}[{number}]", "a text: quote it")
                texts.append(str(getattr(item, "written", item)))
            else:
                self._wrong(f"{key}[{number}]", "a text")
        return tuple(texts)

    def child(self, key: str) -> Fields | None:
        """Returns a mapping below this one, or None if it is missing or no mapping."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return Fields({str(k): v for k, v in value.items()}, self._found, f"{self._path}{key}.")
        self._wrong(key, "a mapping, its keys indented below it")
        return None

    def children(self, key: str) -> list[Fields]:
        """Returns the mappings of a list; other values are reported and left out."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, "a list of mappings")
            return []
        below = []
        for number, item in enumerate(value):
            if isinstance(item, dict):
                values = {str(k): v for k, v in item.items()}
                below.append(Fields(values, self._found, f"{self._path}{key}[{number}]."))
            else:
                self._wrong(f"{key}[{number}]", "a mapping")
        return below

    def report_rest(self, known: frozenset[str] = frozenset()) -> None:
        """Reports the keys that were not read and are not `known`."""
        unknown = [key for key in self._values if key not in self._taken and key not in known]
        names = {key.casefold(): key for key in self._taken}
        for number, key in enumerate(unknown):
            is_guessed = number < MOST_GUESSES and len(key) <= LONGEST_KEY
            near = difflib.get_close_matches(key.casefold(), names, 1, ALIKE) if is_guessed else []
            remedy = f"Did you mean {names[near[0]]}?" if near else "Remove it, or correct its spelling."
            self._found.note(f"{self._path}{key}", "the key is unknown and does nothing", remedy)

    def _take(self, key: str) -> Any:
        self._taken.add(key)
        return self._values.get(key)

    def _wrong(self, key: str, expected: str) -> None:
        self._found.warning(f"{self._path}{key}", "the value has the wrong type", f"Write {expected}.")
