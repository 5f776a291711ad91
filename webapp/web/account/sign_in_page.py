"""The page for signing in."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.web.account.form_page import form_page
from webapp.web.account.forms import SignInForm
from webapp.web.account.passkey_pages import sign_in_options
from webapp.web.site.translations import gettext


def sign_in_page(form: SignInForm, status: int | None = None) -> Response:
    """Returns the page with the form for name and password, and with what a passkey is asked."""
    title, about = gettext("Sign in"), gettext("Sign in to keep track of what you have learnt.")
    options = sign_in_options()
    return form_page("account/login.html", form, title, about, status, passkey_options=options)
