"""Toasts: messages after a change, shown at once or on the next page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import flash, get_flashed_messages
from flask import session as browser_session

_UNDO = "undo:"
# Where Flask stores messages in the session.
_STORED = "_flashes"


@dataclass(frozen=True, slots=True)
class Toast:
    """A message. A POST to `undo_href` undoes the change; it is empty if the change cannot be undone.

    `ending_href` leads to the ending of a roadmap that was finished by the change, or is empty.
    """

    words: str
    undo_href: str = ""
    ending_href: str = ""


def show_on_next_page(toast: Toast) -> None:
    """Stores a message for the page to which the response redirects, instead of an older one.

    Of many answers whose redirects nobody follows the cookie would become larger than browsers keep.
    """
    browser_session.pop(_STORED, None)
    category = f"{_UNDO}{toast.undo_href} {toast.ending_href}"
    flash(toast.words, category)


def has_pending_toast() -> bool:
    """Returns whether a message is stored for the next page."""
    return _STORED in browser_session


def pending_toasts() -> tuple[Toast, ...]:
    """Returns and removes the stored message, if there is one."""
    stored = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))[-1:]
    return tuple(_toast(kind.removeprefix(_UNDO), words) for kind, words in stored)


def _toast(addresses: str, words: str) -> Toast:
    undo_href, _, ending_href = addresses.partition(" ")
    return Toast(words, undo_href, ending_href)
