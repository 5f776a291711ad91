"""PostgreSQL behind pgbouncer in transaction mode, which gives each transaction another connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.conftest import PASSWORD, TREE
from tests.databases import Cluster
from tests.db.pooler import running_pooler
from tests.parallel import in_parallel
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.extensions import db


@pytest.fixture
def pooled_url(cluster: Cluster) -> Iterator[str]:
    direct = cluster.make_database()
    with running_pooler(cluster, direct.rpartition("/")[2], pool_size=3) as pooler:
        yield pooler.url(direct.rpartition("/")[2])


def test_people_sign_up_and_mark_behind_a_pooler_in_transaction_mode(pooled_url: str, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": pooled_url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        upgrade()
    assert (
        in_parallel([_visit(app, number) for number in range(6)])
        == [["303", "303", "303", "2 of 9 done"]] * 6
    )
    assert app.test_client().get("/readyz").status_code == 200
    with app.app_context():
        db.engine.dispose()


def _visit(app: Flask, number: int) -> Callable[[], list[str]]:
    def visit() -> list[str]:
        client = app.test_client()
        account = {"username": f"lin{number}", "email": f"lin{number}@example.org", "password": PASSWORD}
        answers = [client.post("/signup", data=account)]
        for topic in ("first-steps@main-one-000000000001", "second-part@main-two-000000000001"):
            for status in ("learning", "skipped", "done"):
                answer = client.post(f"/alpha/{topic}/status", data={"status": status})
            answers.append(answer)
        words = "2 of 9 done" if "2 of 9 done" in client.get("/alpha").text else "not marked"
        return [*(str(answer.status_code) for answer in answers), words]

    return visit


def test_a_backup_by_way_of_the_pooler_is_refused(pooled_url: str, tmp_path: Path) -> None:
    """pg_dump sets an empty search path; the pooler would hand it on to the site, which would find no table."""
    environ = {"DATABASE_URL": pooled_url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    app = create_app(read_settings(environ, root=tmp_path), TESTING=True)
    with app.app_context():
        upgrade()
    done = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "site.tar.zst")])
    assert (done.exit_code, "is a pooler" in done.output) == (1, True), done.output
    assert not (tmp_path / "site.tar.zst").exists()
    with app.app_context():
        db.engine.dispose()


def test_a_restore_by_way_of_the_pooler_is_refused_and_touches_nothing(
    pooled_url: str, cluster: Cluster, tmp_path: Path
) -> None:
    def site(url: str, name: str) -> Flask:
        folder = tmp_path / name
        environ = {"DATABASE_URL": url, "CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(folder)}
        return create_app(read_settings(environ, root=tmp_path), TESTING=True)

    full, empty = site(cluster.make_database(), "full"), site(pooled_url, "empty")
    with full.app_context():
        upgrade()
    with empty.app_context():
        upgrade()
    file = str(tmp_path / "site.tar.zst")
    made = full.test_cli_runner().invoke(args=["backup", file])
    assert made.exit_code == 0, made.output
    done = empty.test_cli_runner().invoke(args=["restore", file])
    assert (done.exit_code, "is a pooler" in done.output) == (1, True), done.output
    # The tables that migrations have made are still there, and the site finds them.
    assert empty.test_client().get("/readyz").status_code == 200
    direct = site(f"{cluster.url('postgres').rpartition('/')[0]}/{pooled_url.rpartition('/')[2]}", "direct")
    done = direct.test_cli_runner().invoke(args=["restore", file])
    assert done.exit_code == 0, done.output
    for app in (full, empty, direct):
        with app.app_context():
            db.engine.dispose()
