"""The message that a page shows after a change, at once or on the next page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import flash, get_flashed_messages

_UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """A message after a change; `undo_href` is where to post to undo it, empty where it cannot be undone."""

    words: str
    undo_href: str = ""


def show_on_next_page(toast: Toast) -> None:
    """Keeps a message for the page to which the answer redirects."""
    flash(toast.words, _UNDO + toast.undo_href)


def kept_toasts() -> tuple[Toast, ...]:
    """Returns the newest message that was kept for this page, if any: one at a time is shown."""
    kept = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))[-1:]
    return tuple(Toast(words, kind.removeprefix(_UNDO)) for kind, words in kept)
