"""Who may make an account here, which SIGN_UP says: everybody, who has an invitation, or nobody."""

from __future__ import annotations

from datetime import datetime

from flask import abort
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.accounts.invitations import is_usable, use_invitation
from webapp.web.account.form_page import form_page
from webapp.web.account.forms import SiteForm
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext

CLOSED, INVITE = "closed", "invite"


def refusal(form: SiteForm, session: Session, code: str, now: datetime) -> Response | None:
    """Returns the page that says why nobody can sign up, or not without an invitation; else None."""
    needed = settings().sign_up
    if needed == CLOSED:
        title, is_over = gettext("No new accounts"), False
    elif needed == INVITE and not is_usable(session, code, now):
        title, is_over = gettext("By invitation"), bool(code)
    else:
        return None
    about = gettext("Who can make an account on this site.")
    return form_page(
        "account/not_open.html", form, title, about, 403, is_closed=needed == CLOSED, is_over=is_over
    )


def take_invitation(session: Session, code: str, now: datetime) -> None:
    """Uses an invitation where one is needed, in the sign-up's unit of work. Raises AccountError."""
    if settings().sign_up == CLOSED:
        abort(403)
    if settings().sign_up == INVITE:
        use_invitation(session, code, now)
