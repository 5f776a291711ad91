"""Every event of the audit log has words, and so has what is said of it."""

from __future__ import annotations

import ast

import pytest
from flask import Flask

from tests.test_logs_explained import EXPLAINED, calls, events
from webapp.web.admin.event_words import DETAILS, EVENTS, NAMES, details_words, event_words

# They are said of events that are about no account, and so in the log only.
ONLY_IN_THE_LOG = {"endpoint", "why", "reason"}


def facts() -> set[str]:
    named = {k.arg for _, call in calls("security_event") for k in call.keywords if k.arg}
    return named - {"user", "staff"} - ONLY_IN_THE_LOG


def deeds_of_staff() -> set[str]:
    """The events that go through a helper which tells the owner, too."""
    return {a.value for _, c in calls("_tell") for a in c.args if isinstance(a, ast.Constant)}


@pytest.mark.parametrize("event", sorted(events() | deeds_of_staff()))
def test_every_event_has_words(event: str) -> None:
    assert event in EVENTS


def test_no_words_are_of_an_event_that_is_gone() -> None:
    assert EVENTS.keys() <= EXPLAINED
    assert len(set(EVENTS.values())) == len(EVENTS)


@pytest.mark.parametrize("fact", sorted(facts()))
def test_every_fact_has_words(fact: str) -> None:
    assert fact in NAMES or any(detail.startswith(f"{fact}=") for detail in DETAILS)


def test_details_are_said_in_words(app: Flask) -> None:
    with app.test_request_context():
        assert event_words("signed_in") == "Signed in"
        assert event_words("of_later") == "of_later"
        assert details_words("by=password") == "with a password"
        assert details_words("marks=3, acts=2") == "marks: 3, changes: 2"
        assert details_words("by=stars, note") == "by=stars, note"
        assert details_words("") == ""
