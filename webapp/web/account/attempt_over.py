"""The page of a sign-in that waited too long for its second step."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.web.account.attempt_cookie import forget_attempt
from webapp.web.account.form_page import form_page
from webapp.web.account.forms import CodeForm
from webapp.web.site.translations import gettext


def attempt_over() -> Response:
    """Says that a sign-in is over, and leads to the beginning."""
    title = gettext("This sign-in is over")
    about = gettext("The second step of signing in.")
    return forget_attempt(form_page("account/attempt_over.html", CodeForm(None), title, about, 410))
