"""A text that names a duration names the one that the code uses."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests import pseudo
from webapp.accounts import attempts, audit, email_links, recovery, renaming, sessions
from webapp.operators import learners
from webapp.progress import acts
from webapp.web.account import provider_notes
from webapp.web.admin import jobs_tile

WORDS = {
    "ten minutes": timedelta(minutes=10),
    "15 minutes": timedelta(minutes=15),
    "an hour": timedelta(hours=1),
    "for a day": timedelta(days=1),
    "7 days": timedelta(days=7),
    "seven days": timedelta(days=7),
    "30 days": timedelta(days=30),
    "a year": timedelta(days=365),
}
DURATION = re.compile(rf"\b({'|'.join(WORDS)}|\d+ (?:hours?|minutes?|days?)|(?:two|three) weeks)\b")
# A piece of each text, and what decides how long that is.
DECIDED = [
    ("This link has been used or is older than an hour", recovery.VALID),
    ("This link has been used, or it is older than an hour", recovery.VALID),
    ("once, within an hour", recovery.VALID),
    ("a link is on its way. It works once, for an hour", recovery.VALID),
    ("The link works once, for an hour", recovery.VALID),
    ("The link works once, for an hour", email_links.VALID[email_links.CHANGE]),
    ("A link is on its way to %(address)s. It works for an hour", email_links.VALID[email_links.CHANGE]),
    ("A link is on its way. It works for a day", email_links.VALID[email_links.VERIFY]),
    ("The link works once, for a day", email_links.VALID[email_links.VERIFY]),
    ("or it is older than seven days", email_links.VALID[email_links.KEEP]),
    ("take it back within seven days", email_links.VALID[email_links.KEEP]),
    ("other names within 30 days", renaming.HELD),
    ("is held for you for 30 days", renaming.HELD),
    ("Your old name is held for 30 days", renaming.HELD),
    ("Keep me signed in for 30 days", sessions.IDLE[True]),
    ("15 minutes", sessions.RECENT),
    ("Nobody has done what is due for 15 minutes", timedelta(seconds=jobs_tile.LATE_SECONDS)),
    ("it took longer than ten minutes", timedelta(seconds=provider_notes.VALID_SECONDS)),
    ("It took longer than ten minutes", attempts.VALID),
    ("%(num)d new in 7 days", learners.WEEK),
    ("for a year", audit.KEPT),
    ("you can undo for 30 days", acts.UNDO_TIME),
    ("You can undo your choice for 30 days.", acts.UNDO_TIME),
]
# Examples, choices, and what no constant decides.
OTHERS = (
    "3 days of learning, 7 topics.",
    "Streak: 12 days",
    "One topic is enough for a day.",
    "hour to sixty hours a week",
    "at an hour a week",
    "last seven days",
    "A link for",
)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """The texts for people that name a duration."""
    messages = pseudo.messages()
    forms = (form for message in messages for form in (message if isinstance(message, tuple) else (message,)))
    return [form for form in forms if DURATION.search(form)]


def test_every_text_with_a_duration_is_named_here(texts: list[str]) -> None:
    known = [piece for piece, _ in DECIDED] + list(OTHERS)
    assert [text for text in texts if not any(piece in text for piece in known)] == []


@pytest.mark.parametrize(("piece", "lasts"), DECIDED)
def test_a_text_names_the_duration_that_the_code_uses(texts: list[str], piece: str, lasts: timedelta) -> None:
    said = DURATION.search(piece)
    assert said
    assert WORDS[said[0]] == lasts
    assert any(piece in text for text in texts), "no text says so any more"
