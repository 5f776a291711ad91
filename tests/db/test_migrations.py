"""Migrations give the schema of the models, keep rows, and stand several starters at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade

from tests.databases import Cluster, on_both
from webapp.db.base import Base
from webapp.web.site.extensions import db

ROOT = Path(__file__).parent.parent.parent


@on_both
def test_the_migrated_schema_is_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


@on_both
def test_upgrading_again_keeps_rows(app: Flask, ada: FlaskClient) -> None:
    with app.app_context():
        upgrade()
    assert ada.get("/me").status_code == 200


@on_both
def test_down_and_up_again(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        upgrade()
    assert app.test_client().get("/readyz").status_code == 200


def test_three_starters_at_once(cluster: Cluster, tmp_path: Path) -> None:
    url = cluster.make_database()
    environ = {**os.environ, "DATABASE_URL": url, "INSTANCE_DIR": str(tmp_path), "SECRET_KEY": "0123456789abcdefXYZ"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    starters = [subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    outputs = [(s.communicate(timeout=60)[0], s.returncode) for s in starters]
    assert [code for _, code in outputs] == [0, 0, 0], outputs
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM topic_mark").fetchone() == (0,)
