"""Texts for people in the language of the site; the only module that imports Flask-Babel.

`pybabel` finds texts by the names of these functions.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, cast

import flask_babel
from flask import Flask, current_app
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from webapp.config import PACKAGE
from webapp.language import day_span

# International English: with "en" alone Babel writes American dates.
SOURCE_LANGUAGE, SOURCE_LOCALE = "en", "en_001"
MOST_FORMS_BELOW = 1000
_NAME = "milepost.translations"


def init_translations(app: Flask, language: str) -> None:
    """Shows every text in `language`, from the catalogs in `webapp/translations/`.

    Templates get `_`, `ngettext`, `language_tag` and `plural_numbers`.
    """
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(PACKAGE / "translations"))
    locale = SOURCE_LOCALE if language == SOURCE_LANGUAGE else language
    flask_babel.Babel(app, default_locale=locale, configure_jinja=False)
    with app.app_context():
        found = app.extensions[_NAME] = flask_babel.get_translations()
    texts = _TemplateTexts(found)
    app.jinja_env.globals.update(
        _=texts.gettext, ngettext=texts.ngettext, language_tag=language_tag, plural_numbers=plural_numbers
    )


def gettext(message: str, **values: object) -> str:
    """Returns the translation of a text with its `%(names)s` filled in."""
    text = str(_catalog().ugettext(message))
    return text % values if values else text


def lazy_gettext(message: str, **values: object) -> Any:
    """Returns a text that is translated when it is shown. For texts outside a request."""
    return flask_babel.lazy_gettext(message, **values)


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Returns the translation for a number, which the text may name as `%(num)d`."""
    return str(_catalog().ungettext(singular, plural, num)) % {"num": num, **values}


def long_date(day: date) -> str:
    """Returns a day such as `3 October 2024`."""
    return str(flask_babel.format_date(day, "long"))


def full_date(day: date) -> str:
    """Returns a day such as `Thursday, 3 October 2024`."""
    return str(flask_babel.format_date(day, "full"))


def long_span(first: date, last: date) -> str:
    """Returns two days as one span, such as `14–26 Nov 2026`, or a single day."""
    return day_span(first, last, str(flask_babel.get_locale()))


def short_weekday(day: date) -> str:
    """Returns the short name of a day of the week, such as `Thu`."""
    return str(flask_babel.format_date(day, "EEE"))


def weekday(day: date) -> str:
    """Returns the name of a day of the week, such as `Thursday`."""
    return str(flask_babel.format_date(day, "EEEE"))


def month_name(day: date) -> str:
    """Returns a month with its year, such as `October 2024`."""
    return str(flask_babel.format_date(day, "MMMM y"))


def short_month(day: date) -> str:
    """Returns the short name of a month, such as `Oct`."""
    return str(flask_babel.format_date(day, "MMM"))


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
    return _plural_numbers(str(flask_babel.get_locale()))


@cache
def _plural_numbers(locale: str) -> tuple[tuple[str, int], ...]:
    form_of = flask_babel.Locale.parse(locale).plural_form
    least = {form_of(number): number for number in reversed(range(MOST_FORMS_BELOW))}
    return tuple(sorted(least.items(), key=lambda pair: pair[1]))


def _catalog() -> Any:
    # Flask-Babel looks it up in ten steps for each request, and the site has one language.
    try:
        return current_app.extensions[_NAME]
    except RuntimeError:
        # Outside an application.
        return flask_babel.get_translations()


class _TemplateTexts:
    """What `_` and `ngettext` mean in templates: a text may hold markup, and what is filled in is escaped.

    Jinja's own extension means the same, and takes half a millisecond longer for a page.
    """

    def __init__(self, catalog: Any) -> None:
        self._catalog = catalog

    @pass_eval_context
    def gettext(self, eval_ctx: EvalContext, message: str, **values: object) -> str:
        text = self._catalog.ugettext(message)
        if eval_ctx.autoescape:
            text = Markup(text)  # noqa: S704  # written by us, or by translators
        return cast("str", text % values if values else text)

    @pass_eval_context
    def ngettext(self, eval_ctx: EvalContext, singular: str, plural: str, num: int, **values: object) -> str:
        text = self._catalog.ungettext(singular, plural, num)
        if eval_ctx.autoescape:
            text = Markup(text)  # noqa: S704  # written by us, or by translators
        return cast("str", text % {"num": num, **values})
