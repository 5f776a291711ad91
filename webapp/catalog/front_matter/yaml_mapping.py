"""Reads the YAML of front matter into a plain mapping and reports every trap of YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import yaml

from webapp.catalog.findings import Findings

LARGEST_HEADER = 256 * 1024
DEEPEST = 40
TAB = re.compile(r" *\t")
# A text in single quotes that an apostrophe ends too soon, as in `title: 'It's tea'`.
QUOTED = re.compile(r"[:-] +'(?:[^']|'')*\w'\w")
# Hard blanks and what has no width, before a key or behind its colon.
UNSEEN = re.compile(
    "^[ ]*[\u00a0\u202f\u3000\u200b-\u200f\u2060\ufeff]|^[ ]*[A-Za-z]+:[\u00a0\u202f\u3000\u200b]", re.M
)
LARGEST_NUMBER = 10**15
MOST_UNSEEN = 20
LONGEST_NUMBER = 60


class _Refused(Exception):
    pass


class WrittenInt(int):
    """A whole number, and how it was written: 007 is 7, and 12:30 is 750, which no title or id means."""

    written = ""


class WrittenFloat(float):
    """A number with a fraction or an exponent, and how it was written."""

    written = ""


class _Loader(yaml.CSafeLoader):
    """The safe loader, which also reports keys that are given twice."""

    found: Findings
    first_line = 1

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                place = f"line {key.start_mark.line + self.first_line}"
                self.found.warning(place, f"the key {name} is given twice", "Keep one; the last one counts.")
            seen.add(name)
        return super().construct_mapping(node, deep)


def _lenient(construct: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Returns a constructor that keeps a value as text if it is none of its kind, such as a 45th of May."""

    def read(loader: Any, node: Any) -> Any:
        if len(node.value) > LONGEST_NUMBER:
            return node.value
        try:
            value = construct(loader, node)
        except (ValueError, OverflowError, LookupError, AttributeError):
            return node.value
        if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
            return node.value
        return _as_written(value, node.value)

    return read


def _as_written(value: Any, text: str) -> Any:
    if type(value) not in {int, float} or str(value) == text:
        return value
    number: WrittenInt | WrittenFloat = (WrittenInt if type(value) is int else WrittenFloat)(value)
    number.written = text
    return number


for _name in ("bool", "int", "float", "timestamp"):
    _Loader.add_constructor(
        f"tag:yaml.org,2002:{_name}", _lenient(getattr(yaml.CSafeLoader, f"construct_yaml_{_name}"))
    )


def read_header(text: str, found: Findings, first_line: int = 1) -> dict[str, Any]:
    """Returns the mapping of a YAML header that starts at `first_line` of its file.

    It is empty, with a finding, if the header is no mapping.
    """
    if len(text) > LARGEST_HEADER:
        found.error("front matter", f"it is longer than {LARGEST_HEADER // 1024} KB", "Shorten it.")
        return {}
    for unseen in islice(UNSEEN.finditer(text), MOST_UNSEEN):
        place = f"line {text.count(chr(10), 0, unseen.end()) + first_line}"
        what = "a blank that YAML does not know, or a sign that nobody sees, is part of the key"
        found.warning(place, what, "Take it away, and type the blank anew.")
    try:
        _look_through(text, first_line)
        loader = _Loader(text)
        loader.found = found
        loader.first_line = first_line
        try:
            header = loader.get_single_data()
        finally:
            loader.dispose()
    except _Refused as error:
        found.error(str(error), "it uses a YAML alias or nests too deeply", "Write the value out.")
        return {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + first_line}" if mark else "front matter"
        problem = getattr(error, "problem", None) or "it is not YAML"
        written = _line(text, mark.line) if mark else ""
        remedy = "Mend the YAML; quoting the value in single quotes often does."
        if QUOTED.search(written):
            remedy = "Mend the YAML; within single quotes an apostrophe is written twice: 'it''s'."
        if TAB.match(written):
            problem, remedy = "a tab indents it, which YAML does not read", "Indent it with blanks."
        found.error(line, str(problem), remedy)
        return {}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        found.error(
            "front matter", f"it is not usable YAML ({type(error).__name__})", "Mend the value that it names."
        )
        return {}
    if header is None:
        return {}
    if not isinstance(header, dict):
        found.error("front matter", "it is a list or a single value", "Write one `key: value` a line.")
        return {}
    return dict(_named(header, found))


def read_rows(text: str, found: Findings, remedy: str) -> list[tuple[int, Any]]:
    """Returns the rows of a YAML list, each with its line; none, with a finding, if the text is no list."""
    loader = _Loader(text)
    loader.found = found
    try:
        _look_through(text, 1)
        node = loader.get_single_node()
        if node is not None and not isinstance(node, yaml.SequenceNode):
            found.error("file", "it is no list", remedy)
            return []
        rows = node.value if node is not None else []
        return [(row.start_mark.line + 1, loader.construct_object(row, deep=True)) for row in rows]
    except _Refused as error:
        found.error(str(error), "it uses a YAML alias or nests too deeply", "Write the value out.")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        found.error(place, str(getattr(error, "problem", None) or "it is not YAML"), "Mend the YAML.")
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        found.error("file", f"it is not usable YAML ({type(error).__name__})", remedy)
    finally:
        loader.dispose()
    return []


def _line(text: str, number: int) -> str:
    """Returns a line by its number from 0; nothing behind the last one."""
    return next(islice(text.split("\n"), number, None), "")


def _look_through(text: str, first_line: int) -> None:
    """Raises _Refused for aliases and deep nesting, before anything is built.

    A few lines of aliases can expand to more than memory holds.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > DEEPEST:
            raise _Refused(
                f"line {event.start_mark.line + first_line}" if event.start_mark else "front matter"
            )


def _named(header: dict[Any, Any], found: Findings) -> Iterator[tuple[str, Any]]:
    for key, value in header.items():
        if isinstance(key, str):
            yield key, value
        else:
            what, remedy = "the key is not text", "Quote it."
            if isinstance(key, bool):
                what = f"YAML reads the key as {str(key).lower()}, as it does yes, no, on and off"
                remedy = "Write the key that is meant, or remove it."
            found.warning(str(key), what, remedy)
