"""The list of learners is read by indexes, whatever is searched for in it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text

from tests.databases import on_both
from tests.plans import tables_scanned
from tests.web.admin.test_learners import add_accounts
from webapp.operators.learners import ACTIVE, AWAY, STATES, Wanted, count_learners, list_learners
from webapp.web.site.extensions import db

pytestmark = on_both
# What is read by its key, the newest rows first, until there are enough; SQLite calls that a scan.
NEWEST_OF = {"": "account", ACTIVE: "account", AWAY: "account_deletion"}


@pytest.mark.parametrize("search", ["", "p-0", "p-0001@example.org"])
def test_no_list_reads_a_table_as_a_whole(app: Flask, search: str) -> None:
    add_accounts(app, 200)
    with app.app_context():
        session = db.session()
        session.execute(text("ANALYZE"))
        session.commit()
        for state in ("", *STATES):
            wanted = Wanted(search, state)
            is_by_key = session.get_bind().dialect.name == "sqlite" and not search and state in NEWEST_OF
            allowed = {NEWEST_OF[state]} if is_by_key else set()
            for read in (
                lambda wanted=wanted: list_learners(session, wanted, 51),
                lambda wanted=wanted: list_learners(session, wanted, 51, 100),
                lambda wanted=wanted: count_learners(session, wanted, 1001),
            ):
                assert tables_scanned(session, read) <= allowed, (state, read)
                session.rollback()
