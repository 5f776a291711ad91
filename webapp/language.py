"""The language of the site's own texts.

A text for people is marked where it is written and translated where it is shown: `gettext` and `ngettext` do
both in the web floor and in templates. The floors below do not know who reads, so they mark only.
"""

from __future__ import annotations

import re
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_interval

# A tag of BCP 47: language, script, region and variants. What is private or historic is left out.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?P<script>-[a-z]{4})?(?P<region>-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)\Z",
    re.I | re.A,
)


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


def read_language_tag(text: str) -> str:
    """Returns a tag of BCP 47 as it is usually written, such as `pt-BR` or `zh-Hans`.

    Raises ValueError where the text is no tag, or its language is unknown to Unicode's CLDR.
    """
    match = _TAG.match(text.strip())
    if match is None or match["language"].lower() not in Locale("en").languages:
        raise ValueError(f"no language {text!r}")
    return "".join(
        (
            match["language"].lower(),
            (match["script"] or "").title(),
            (match["region"] or "").upper(),
            match["variants"].lower(),
        )
    )
