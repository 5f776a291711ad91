"""HTML that is rendered once with holes, and filled in per request.

A template takes milliseconds for a learner's page, of which hardly anything depends on the learner. So it is
rendered once with a hole in each of these places, cut there, and joined again with what belongs there. The
values are given to the template by the same dataclasses in both cases: `with_holes` makes one of holes, and
`filling` names the values of another.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Shown = TypeVar("Shown", bound=DataclassInstance)

# Stands on both sides of the name of a hole. It is random, so that no text of the content contains it.
MARK = f"~{secrets.token_hex(8)}~"


# What belongs into each hole, as bytes.
Values = Mapping[str, bytes]


def hole(name: str) -> Markup:
    """Returns what a template is given instead of a value."""
    return Markup(f"{MARK}{name}{MARK}")  # noqa: S704  # a name of our own


def with_holes(shown: Shown, prefix: str, names: Iterable[str]) -> Shown:
    """Returns a dataclass with holes as the values of some of its fields, named `prefix.field`."""
    return replace(shown, **{name: hole(f"{prefix}.{name}") for name in names})


def filling(shown: object, prefix: str, names: Iterable[str]) -> dict[str, bytes]:
    """Returns what belongs into the holes that `with_holes` makes, escaped as a template escapes it."""
    return {f"{prefix}.{name}": html_bytes(getattr(shown, name)) for name in names}


def html_bytes(value: object) -> bytes:
    """Returns a value as a template shows it, in UTF-8."""
    return str(escape(value)).encode()


class Prerendered:
    """HTML, cut at its holes, in UTF-8: a text would be joined and encoded in ten times the time."""

    def __init__(self, html: str) -> None:
        parts = html.split(MARK)
        self._pieces = [part.encode() for part in parts]
        self._holes = parts[1::2]

    def fill(self, values: Values) -> bytes:
        """Returns the HTML with the values of all holes."""
        pieces = self._pieces.copy()
        pieces[1::2] = map(values.__getitem__, self._holes)
        return b"".join(pieces)
