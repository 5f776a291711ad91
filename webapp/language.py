"""The language of the site's own texts.

A text for people is marked where it is written and translated where it is shown: `gettext` and `ngettext` do
both in the web floor and in templates. The floors below do not know who reads, so they mark only.
"""

from __future__ import annotations

from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_interval


def gettext_noop(message: str) -> str:
    """Returns `message`, which is marked for translation and is translated where it is shown."""
    return message


def read_locale(name: str) -> str:
    """Returns the name of a locale as Babel writes it, such as `pt_BR`.

    Raises ValueError where there is no locale of that name.
    """
    try:
        return str(Locale.parse(name.strip().replace("-", "_")))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise ValueError(f"no locale {name!r}") from error


def day_span(first: date, last: date, locale: str) -> str:
    """Returns two days as one span, such as `14–26 Nov 2026`, or a single day."""
    return str(format_interval(first, last, skeleton="yMMMd", locale=locale))
