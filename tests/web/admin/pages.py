"""The pages of the administration, for the tests that look at each of them, and who may open them."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select, update

from webapp.accounts.models import Account
from webapp.accounts.operator_models import AuditEvent
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

DEEDS = ("sign-out", "reset-link", "end-second-step", "promote", "demote", "disable", "delete")
# The first account is the administrator's own.
PAGES_OF_ADMIN = (
    "/admin",
    "/admin/learners",
    "/admin/learners?q=zzz",
    "/admin/learners?state=disabled&before=1",
    "/admin/learners/1",
    *(f"/admin/learners/1/{deed}" for deed in DEEDS),
    "/admin/content",
    "/admin/jobs",
    "/admin/usage",
    "/admin/invitations",
    "/admin/audit",
)


def words_of(client: FlaskClient, path: str) -> str:
    """What a page says, without its markup."""
    (main,) = html.fromstring(client.get(path).text).xpath("//main")
    return " ".join(" ".join(main.itertext()).split())


def make_admin(app: Flask, name: str) -> None:
    """Makes an administrator of an account."""
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(Account).where(Account.username == name).values(is_admin=True))


def number_of(app: Flask, name: str) -> int:
    """Returns the number of the account with a username."""
    with app.app_context():
        found = db.session().scalar(select(Account.learner_id).where(Account.username == name))
        assert found is not None
        return found


def events_of(app: Flask) -> list[tuple[str, int | None, int | None]]:
    """Returns what was done by whom to whom, the oldest first, but for what owners do themselves."""
    with app.app_context():
        rows = db.session().scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [(row.event, row.actor_id, row.subject_id) for row in rows if row.actor_id != row.subject_id]
