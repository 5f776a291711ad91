"""The pages of the administration, for the tests that look at each of them, and who may open them."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import update

from webapp.accounts.models import Account
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db

PAGES_OF_ADMIN = ("/admin", "/admin/learners")


def make_admin(app: Flask, name: str) -> None:
    """Makes an administrator of an account."""
    with app.app_context(), writing(db.session()) as session:
        session.execute(update(Account).where(Account.username == name).values(is_admin=True))
