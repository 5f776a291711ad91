"""Lists of learners and the audit log are read by indexes, whatever is searched for in them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text

from tests.databases import on_both
from tests.plans import tables_scanned
from tests.web.admin.test_learners import add_accounts
from webapp.accounts.audit import Filter, list_entries, record
from webapp.db.unit_of_work import writing
from webapp.operators.learners import ACTIVE, AWAY, STATES, Wanted, count_learners, list_learners
from webapp.web.site.extensions import db

pytestmark = on_both
NOW = datetime.now(UTC)
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
                partial(list_learners, session, wanted, 51),
                partial(list_learners, session, wanted, 51, 100),
                partial(count_learners, session, wanted, 1001),
            ):
                assert tables_scanned(session, read) <= allowed, (state, read)
                session.rollback()


def test_no_page_of_the_audit_log_reads_it_as_a_whole(app: Flask) -> None:
    with app.app_context(), writing(db.session()) as session:
        for number in range(300):
            record(session, f"event-{number % 3}", number % 7 or None, number % 11, "", NOW)
    with app.app_context():
        session = db.session()
        session.execute(text("ANALYZE"))
        session.commit()
        for wanted in (Filter(learner_id=3), Filter("event-1"), Filter("event-1", 3)):
            for before in (None, 100):
                entries = partial(list_entries, session, wanted, before, 11)
                assert tables_scanned(session, entries) == set()
                assert 0 < len(entries()) <= 11
                session.rollback()
