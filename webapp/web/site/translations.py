"""Texts for people in the language of the site; the only module that imports Flask-Babel.

`pybabel` finds texts by the names of these functions.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import flask_babel
from flask import Flask

from webapp.config import ROOT

# English as the world writes it: to Babel "en" alone means American dates.
SOURCE_LANGUAGE, SOURCE_LOCALE = "en", "en_001"
MOST_FORMS_BELOW = 1000


def init_translations(app: Flask, language: str) -> None:
    """Shows every text in `language`, from the catalogs in `webapp/translations/`.

    Templates get `_`, `ngettext`, `language_tag` and `plural_numbers`.
    """
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(ROOT / "webapp" / "translations"))
    flask_babel.Babel(app, default_locale=SOURCE_LOCALE if language == SOURCE_LANGUAGE else language)
    app.jinja_env.globals.update(language_tag=language_tag, plural_numbers=plural_numbers)


def gettext(message: str, **values: object) -> str:
    """Returns the translation of a text with its `%(names)s` filled in."""
    return str(flask_babel.gettext(message, **values))


def lazy_gettext(message: str, **values: object) -> Any:
    """Returns a text that is translated when it is shown: for what is written where no request is."""
    return flask_babel.lazy_gettext(message, **values)


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Returns the translation for a number, which the text may name as `%(num)d`."""
    return str(flask_babel.ngettext(singular, plural, num, **values))


def long_date(day: date) -> str:
    """Returns a day such as `3 October 2024`."""
    return str(flask_babel.format_date(day, "long"))


def time_ago(gone: timedelta, unit: str) -> str:
    """Returns how long ago something was in that unit, such as `5 minutes ago`."""
    # No number reaches the threshold, so that a larger unit is never used.
    return str(flask_babel.format_timedelta(-gone, granularity=unit, add_direction=True, threshold=1e9))


def language_tag() -> str:
    """Returns the language of the site as HTML and feeds name it, such as `pt-BR`."""
    language = str(flask_babel.get_locale() or SOURCE_LANGUAGE)
    return SOURCE_LANGUAGE if language == SOURCE_LOCALE else language.replace("_", "-")


def plural_numbers() -> tuple[tuple[str, int], ...]:
    """Returns each plural form as `Intl.PluralRules` names it, with the least number that takes it."""
    locale = flask_babel.get_locale()
    if locale is None:
        return (("other", 0),)
    form_of = locale.plural_form
    first = {form_of(number): number for number in reversed(range(MOST_FORMS_BELOW))}
    return tuple(sorted(first.items(), key=lambda pair: pair[1]))
