"""Pages with a form for people who are not signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from webapp.accounts.errors import TooManyTries
from webapp.web.account.forms import SiteForm, too_many_tries_message
from webapp.web.site.responses import NEVER, meta_builder, page

# Other pages of accounts are not for search engines.
FOUND_BY_SEARCH = frozenset({"/login", "/signup"})
AnyForm = TypeVar("AnyForm", bound=SiteForm)


def form_page(
    template: str, form: SiteForm, title: str, about: str, status: int | None = None, **context: object
) -> Response:
    """Returns a page with a form; without a status it is 200 before and 422 after the form was sent."""
    form.focus_first_error()
    if status is None:
        status = 422 if request.method == "POST" else 200
    canonical = request.path if request.path in FOUND_BY_SEARCH else ""
    meta = meta_builder().simple(title, about, canonical, section="account")
    response = page(template, meta, status=status, form=form, **context)
    response.headers["Cache-Control"] = NEVER
    return response


def say_wait(
    show: Callable[[AnyForm, int], Response], form: AnyForm, error: TooManyTries, field: str = ""
) -> Response:
    """Returns a form's page with the message that there were too many tries, and when to come again."""
    form.blame(field, too_many_tries_message(error))
    response = show(form, 429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response
