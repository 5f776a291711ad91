"""Usage: numbers of people, and none below five."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from tests.web.admin.pages import words_of
from tests.web.site.route_table import TOPIC

pytestmark = on_both


def test_few_people_are_not_counted(admin: FlaskClient, grace: FlaskClient) -> None:
    grace.post(f"{TOPIC}/status", data={"status": "done"})
    shown = words_of(admin, "/admin/usage")
    assert "Accounts fewer than 5" in shown
    assert "Guests with marks 0" in shown
    assert "No roadmap has marks of 5 people yet." in shown
    assert "Alpha" not in shown


def test_five_are(app: Flask, admin: FlaskClient, sign_up: Callable[[str], FlaskClient]) -> None:
    for name in ("lin", "grace", "barbara", "edsger", "donald"):
        learner = sign_up(name)
        learner.post(f"{TOPIC}/status", data={"status": "learning"})
        if name == "lin":
            for topic in ("one@b1", "two@b2"):
                learner.post(f"/beta/{topic}/status", data={"status": "done"})
    shown = words_of(admin, "/admin/usage")
    assert "Accounts 6" in shown
    assert "Within 7 days Accounts that were here 6 Guests that were here 0 New accounts 6" in shown
    assert "Within 30 days" in shown
    assert "5 have marks 0 have finished it" in shown
    assert "Beta" not in shown, "one learner of it would be known"
