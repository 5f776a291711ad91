"""Gives an id to each line of an outline file that has none yet."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable

from webapp.catalog.outline_file.line import BLOCK, Line

ID_LETTERS = string.ascii_letters + string.digits + "_-"
ID_LENGTH = 21


def with_ids(text: str, make: Callable[[], str] | None = None) -> str:
    """Returns the text of an outline with an id on each heading and item that had none.

    Marks hang on ids, so a line keeps its id when its label changes. `make` returns a new id.
    """
    make = make or new_id
    lines = text.split("\n")
    taken = {word[1:] for line in lines for word in _words(Line(0, line)) if word.startswith("#")}
    return "\n".join(_with_id(line, make, taken) for line in lines)


def new_id() -> str:
    """Returns a random id of 21 letters and digits, as the editor of the format makes them."""
    return "".join(secrets.choice(ID_LETTERS) for _ in range(ID_LENGTH))


def _with_id(written: str, make: Callable[[], str], taken: set[str]) -> str:
    text = written.rstrip("\r\n")
    line = Line(0, text)
    words = _words(line)
    if not _takes_id(line) or any(w.startswith("#") for w in words):
        return written
    given = next(name for name in iter(make, None) if name not in taken)
    taken.add(given)
    block = BLOCK.search(text.rstrip())
    head = (text[: block.start()] if block else text).rstrip()
    return f"{head} {{{' '.join([f'#{given}', *words])}}}{written[len(text) :]}"


def _takes_id(line: Line) -> bool:
    """Whether a line is a heading below the title, or an item of a list."""
    is_rule = line.sign in {"-", "*"} and not line.label.strip("-* ")
    is_named = line.sign not in {"", "#"} and bool(line.label)
    return not line.is_too_long and is_named and not is_rule


def _words(line: Line) -> list[str]:
    return [word for word, _ in line.words]
