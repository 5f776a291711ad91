"""Writes ids into an outline file: new ones, and those that lines have lost."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable, Mapping

from webapp.catalog.outline_file.blocks import BlockScan
from webapp.catalog.outline_file.line import BLOCK, Line

ID_LETTERS = string.ascii_letters + string.digits + "_-"
ID_LENGTH = 21


def with_ids(text: str, make: Callable[[], str] | None = None) -> str:
    """Returns the text of an outline with an id on each heading and item that had none.

    Marks hang on ids, so a line keeps its id when its label changes. `make` returns a new id.
    """
    make = make or new_id
    lines = [Line(number, written) for number, written in enumerate(text.split("\n"), 1)]
    skipped = BlockScan(lines).skipped
    taken = {word[1:] for line in lines for word in _words(line) if word.startswith("#")}
    return "\n".join(
        line.text if line.number in skipped else _with_new_id(line, make, taken) for line in lines
    )


def with_known_ids(text: str, ids: Mapping[int, str]) -> str:
    """Returns the text with these ids on the lines of these numbers, in the place of those they have."""
    lines = text.split("\n")
    for number, topic_id in ids.items():
        lines[number - 1] = _with_id(Line(number, lines[number - 1]), topic_id)
    return "\n".join(lines)


def new_id() -> str:
    """Returns a random id of 21 letters and digits, as the editor of the format makes them."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def _with_new_id(line: Line, make: Callable[[], str], taken: set[str]) -> str:
    if not _takes_id(line) or any(w.startswith("#") for w in _words(line)):
        return line.text
    given = next(name for name in iter(make, None) if name not in taken)
    taken.add(given)
    return _with_id(line, given)


def _with_id(line: Line, topic_id: str) -> str:
    text = line.text.rstrip("\r\n")
    block = BLOCK.search(text.rstrip())
    head = (text[: block.start()] if block else text).rstrip()
    words = [word for word in _words(line) if not word.startswith("#")]
    return f"{head} {{{' '.join([f'#{topic_id}', *words])}}}{line.text[len(text) :]}"


def _takes_id(line: Line) -> bool:
    """Whether a line is a heading below the title, or an item of a list."""
    is_rule = line.sign in {"-", "*"} and not line.label.strip("-* ")
    is_named = line.sign not in {"", "#"} and bool(line.label)
    return not line.is_too_long and is_named and not is_rule


def _words(line: Line) -> list[str]:
    return [word for word, _ in line.words]
