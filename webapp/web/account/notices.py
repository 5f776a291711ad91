"""What tells the owner of an account what somebody else did to it: mails, and entries of the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import request
from sqlalchemy.orm import Session

from webapp.accounts.addresses import email_of
from webapp.language import gettext_noop
from webapp.web.site.browsers import browser_name
from webapp.web.site.mail_templates import queue_mail
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings

NEW_SIGN_IN = gettext_noop("Somebody signed in to your account from a browser that is new to it.")
PASSWORD_CHANGED = gettext_noop("The password of your account was changed.")
PASSWORD_RESET = gettext_noop("The password of your account was set anew by a link from a mail.")
SESSIONS_ENDED = gettext_noop("Your account was signed out in all other browsers.")
RECOVERY_CODE_USED = gettext_noop("Somebody signed in to your account by one of its recovery codes.")
IDENTITY_CONNECTED = gettext_noop("Another site was connected to your account: it can sign in to it now.")
IDENTITY_DISCONNECTED = gettext_noop("A site that could sign in to your account was disconnected from it.")
PASSWORD_REMOVED = gettext_noop("The password of your account was removed.")
APP_ADDED = gettext_noop("An authenticator app was added to your account.")
APP_REMOVED = gettext_noop("The authenticator app was removed from your account.")
NEW_RECOVERY_CODES = gettext_noop(
    "New recovery codes were made for your account. The old ones no longer work."
)
PASSKEY_ADDED = gettext_noop("A passkey was added to your account.")
PASSKEY_REMOVED = gettext_noop("A passkey was removed from your account.")
SECOND_STEP_ON = gettext_noop("Your account now asks for a passkey after the password.")
SECOND_STEP_OFF = gettext_noop("Your account no longer asks for a second step after the password.")
CHANGE_TAKEN_BACK = gettext_noop(
    "The change of your account’s address was taken back, everybody was signed out, and the password no"
    " longer works."
)
NAME_CHANGED = gettext_noop("Your account has another username.")
MERGED = gettext_noop("Two accounts were merged into one; the other one is gone.")
CAME_BACK = gettext_noop("Your account stays: it is not going to be deleted any more.")
# What those who run the site have done.
DISABLED = gettext_noop("Your account was disabled: nobody can sign in to it. Nothing in it is lost.")
ENABLED = gettext_noop("Your account was enabled: you can sign in again.")
PROMOTED = gettext_noop("Your account is an administrator’s now.")
DEMOTED = gettext_noop("Your account is no longer an administrator’s.")
SIGNED_OUT = gettext_noop("Your account was signed out in all browsers.")
RESET_LINK_MADE = gettext_noop("A link was made by which a new password can be set for your account.")
SECOND_STEP_ENDED = gettext_noop("Your account no longer asks for a second step after the password.")
DELETION_TAKEN_BACK = gettext_noop("Your account stays: it is not going to be deleted any more.")


def queue_notice(session: Session, learner_id: int, what: str, now: datetime) -> None:
    """Puts a mail into the queue that tells the owner what happened, when and from which browser.

    An account without an address gets none.
    """
    to = email_of(session, learner_id)
    if to:
        link = f"{settings().site_url}/forgot-password"
        browser = browser_name(request.user_agent.string)
        queue_mail(session, to, "security_notice", now, what=what, at=now, browser=browser, link=link)


def note_lost_address(learner_ids: Iterable[int], to: int) -> None:
    """Logs that accounts have lost an address that they had not verified, to the account that has.

    No mail can tell them, because the address is another account's now; their settings say that they have
    none.
    """
    for learner_id in learner_ids:
        security_event("email_lost", user=learner_id, to=to)


def queue_staff_notice(session: Session, learner_id: int, what: str, now: datetime, reason: str = "") -> None:
    """Puts a mail into the queue that tells the owner what those who run the site did, when and why.

    An account without an address gets none.
    """
    to = email_of(session, learner_id)
    if to:
        queue_mail(session, to, "staff_notice", now, what=what, at=now, reason=reason)


def queue_leaving(
    session: Session, learner_id: int, due: datetime, now: datetime, is_by_staff: bool = False
) -> None:
    """Puts a mail into the queue that says when an account will be deleted, and how to come back.

    An account without an address gets none.
    """
    to = email_of(session, learner_id)
    if to:
        link = f"{settings().site_url}/login"
        queue_mail(session, to, "account_leaving", now, due=due, link=link, is_by_staff=is_by_staff)
