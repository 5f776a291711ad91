"""The whole site on tables that are split by learner: what learners ask for touches one part, theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster
from tests.db.partitions import DISTRIBUTED, SHARED, Touched, make_partitioned_tables, watch
from tests.deploy.server import ROOT
from tests.web.site.route_table import ROWS, Row
from webapp.accounts.models import Account
from webapp.app import create_app
from webapp.config import read_settings
from webapp.db.unit_of_work import writing
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

# What ends the session, or is about the site as a whole.
LEFT_OUT = {"/logout", "/readyz", "/metrics"}
OPERATORS = [row for row in ROWS if row.rule.startswith("/admin")]
LEARNERS = [row for row in ROWS if row not in OPERATORS and row.rule not in LEFT_OUT]
TOPIC = "/alpha/first-steps@main-one-000000000001"


@pytest.fixture(scope="module")
def site(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("partitioned")
    environ = {"DATABASE_URL": cluster.make_database(), "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(folder)}
    made = create_app(read_settings(environ, root=folder), TESTING=True, RATELIMIT_ENABLED=False)
    with made.app_context():
        make_partitioned_tables(db.engine)
    for name in ("kim", "noor", "sam", "grace"):
        _signed_up(made, name)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def touched(site: Flask) -> Touched:
    with site.app_context():
        return watch(db.engine)


def _signed_up(site: Flask, name: str) -> FlaskClient:
    client = site.test_client()
    form = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    assert client.post("/signup", data=form).status_code == 303
    return client


def statements_of(rows: list[Row], client: FlaskClient, touched: Touched) -> tuple[int, dict[str, list[str]]]:
    """How many statements on tables of learners some routes made, and those that touched several parts."""
    count, wide = 0, {}
    for row in rows:
        touched.statements.clear()
        answer = client.open(row.address, method=row.method, data=row.data)
        assert answer.status_code < 500, (row, answer.text)
        count += len(touched.own)
        if touched.wide:
            wide[str(row)] = touched.wide
    return count, wide


def test_the_documented_commands_distribute_every_table() -> None:
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    own, shared = (
        set(re.findall(r"'(\w+)'", names)) for names in re.findall(r"ARRAY\[(.*?)\]", text, re.DOTALL)
    )
    assert own == DISTRIBUTED - {"learner"}
    assert shared == SHARED


def test_no_request_of_a_learner_touches_another_part(site: Flask, touched: Touched) -> None:
    touched.statements.clear()
    client = _signed_up(site, "ada")
    assert not touched.wide
    # The second round finds what the first has written.
    for rows in (LEARNERS, [row for row in LEARNERS if row.method == "GET"]):
        count, wide = statements_of(rows, client, touched)
        assert wide == {}, wide
        assert count > 100
    touched.statements.clear()
    for path, form in (("/login", {"username": "ada", "password": PASSWORD}), ("/logout", {})):
        assert client.post(path, data=form).status_code == 303
    assert touched.own
    assert not touched.wide


def test_no_request_of_a_guest_touches_another_part(site: Flask, touched: Touched) -> None:
    client = site.test_client()
    touched.statements.clear()
    assert client.post(f"{TOPIC}/status", data={"status": "done"}).status_code == 303
    assert touched.own
    count, wide = statements_of(LEARNERS, client, touched)
    assert wide == {}, wide
    assert count > 50


def test_what_operators_ask_for_touches_all_parts(site: Flask, touched: Touched) -> None:
    client = _signed_up(site, "lin")
    with site.app_context(), writing(db.session()) as session:
        session.execute(update(Account).values(is_admin=True))
    _, wide = statements_of(OPERATORS, client, touched)
    assert wide
    touched.statements.clear()
    worker = services_of(site).worker
    worker._put_daily()
    worker.run_due()
    # Purges look at everybody once a day.
    assert touched.wide
