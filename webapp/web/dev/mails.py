"""The mails that the site sends, each with an example of what it says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from webapp.mail.message import Mail
from webapp.web.account.notices import DISABLED, PASSWORD_CHANGED
from webapp.web.habits.digest_mail import Named
from webapp.web.habits.streak_words import StreakView
from webapp.web.site.mail_templates import render_mail
from webapp.web.site.translations import lazy_gettext

# Mail programs apply a style element, and load nothing.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'"
LINK = "http://127.0.0.1:8000/reset-password/7.dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgdG9rZW4tYS1iLWM"
# By the name of the templates; a test finds a mail that is missing here.
SAMPLES: Mapping[str, Mapping[str, Any]] = {
    "verify_email": {"link": LINK, "name": "lin"},
    "confirm_email": {"link": LINK, "name": "lin"},
    "email_changed": {"link": LINK, "address": "lin@example.org"},
    "password_reset": {"link": LINK, "name": "lin"},
    "security_notice": {
        "what": PASSWORD_CHANGED,
        "at": datetime(2026, 11, 26, 17, 30, tzinfo=UTC),
        "browser": "Firefox",
        "link": LINK,
    },
    "staff_notice": {
        "what": DISABLED,
        "reason": "The class of 2026 has ended.",
        "at": datetime(2026, 11, 26, 17, 30, tzinfo=UTC),
    },
    "account_leaving": {
        "due": datetime(2026, 11, 26, 17, 30, tzinfo=UTC),
        "link": LINK,
        "is_by_staff": False,
    },
    "digest": {
        "words": lazy_gettext("3 days of learning, 7 topics."),
        "streak": StreakView(lazy_gettext("Streak: 12 days"), ""),
        "next": None,
        "planned": [Named(lazy_gettext("A topic"), LINK, date(2026, 11, 26))],
        "link": LINK,
        "unsubscribe": LINK,
    },
    "test": {},
}


def sample_mails() -> tuple[Mail, ...]:
    """Returns every mail with the values of its example."""
    return tuple(render_mail(name, **values) for name, values in SAMPLES.items())
