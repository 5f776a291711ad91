"""A backup is taken while learners work, restores whole, and says so where it does not."""

from __future__ import annotations

import os
import resource
import shutil
import stat
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backports.zstd import ZstdFile
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from pyrage import x25519
from sqlalchemy import text

from tests.backups.conftest import TOPICS, mark_all
from tests.conftest import PASSWORD
from tests.databases import Cluster, on_both
from tests.tables import rows_of_all_tables
from webapp.backups import postgresql
from webapp.backups.backup import INSTANCE_FILES
from webapp.config import Settings
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

Run = Callable[..., Result]


def restored(site: Flask, *words: Any) -> Result:
    return site.test_cli_runner().invoke(args=["restore", *map(str, words)])


@on_both
def test_another_machine_has_everything(
    app: Flask, ada: FlaskClient, learner: int, run: Run, empty_site: Any, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.zst"
    done = run("backup", file)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    with empty_site() as other:
        done = restored(other, file)
        assert done.exit_code == 0, done.output
        assert rows_of_all_tables(other) == rows_of_all_tables(app)
        kept = services_of(other).settings.instance_dir / "secret_key"
        assert kept.read_text() == services_of(app).settings.secret_key
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        client = other.test_client()
        assert client.post("/login", data={"username": "ada", "password": PASSWORD}).status_code == 303
        again = restored(other, file)
    assert (again.exit_code, "is not empty" in again.output) == (1, True)


@on_both
def test_tables_without_rows_are_no_obstacle(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path
) -> None:
    run("backup", tmp_path / "site.tar.zst")
    with empty_site() as other:
        with other.app_context():
            upgrade()
        done = restored(other, tmp_path / "site.tar.zst")
        assert done.exit_code == 0, done.output
        assert rows_of_all_tables(other) == rows_of_all_tables(app)


@on_both
def test_no_act_is_torn_while_learners_write(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path
) -> None:
    has_ended, acts = threading.Event(), []

    def work() -> None:
        with app.app_context():
            while not has_ended.is_set():
                mark_all(learner, "learning" if len(acts) % 2 else "done")
                acts.append(1)
            db.session.remove()

    thread = threading.Thread(target=work)
    thread.start()
    files = []
    for number in range(3):
        before = len(acts)
        files.append(tmp_path / f"{number}.tar.zst")
        done = run("backup", files[-1])
        assert (done.exit_code, "journal" in done.output) == (0, False), done.output
        assert len(acts) > before, "nobody wrote meanwhile"
    has_ended.set()
    thread.join()
    for file in files:
        with empty_site() as other:
            done = restored(other, file)
            assert done.exit_code == 0, done.output
            with other.app_context(), db.engine.connect() as connection:
                sizes = connection.scalars(text("SELECT count(*) FROM progress_event GROUP BY act_id")).all()
                states = connection.scalars(text("SELECT DISTINCT status FROM topic_mark")).all()
            assert (set(sizes), len(states)) == ({TOPICS}, 1)


@on_both
def test_an_older_schema_is_restored_and_then_upgraded(
    settings: Settings, empty_site: Any, tmp_path: Path
) -> None:
    file = tmp_path / "old.tar.zst"
    with empty_site() as old:
        with old.app_context():
            upgrade(revision="0001")
            with db.engine.begin() as connection:
                for statement in OLD_ROWS:
                    connection.execute(text(statement))
        done = old.test_cli_runner().invoke(args=["backup", str(file)])
        assert done.exit_code == 0, done.output
    with empty_site() as new:
        done = restored(new, file)
        assert (done.exit_code, "db upgrade" in done.output) == (0, True), done.output
        with new.app_context():
            upgrade()
        assert [row["username"] for row in rows_of_all_tables(new)["account"]] == ["ada"]


OLD_ROWS = (
    "INSERT INTO user_account (id, username, username_folded, email, email_folded, password_hash, is_admin,"
    " created_at, password_changed_at) VALUES (1, 'ada', 'ada', 'ada@example.org', 'ada@example.org', 'x',"
    " false, '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    "INSERT INTO topic_mark (user_id, roadmap, topic_id, status, marked_at) VALUES (1, 'alpha', 'one', 'done',"
    " '2026-01-01 00:00:00')",
    "INSERT INTO progress_act (id, user_id, kind, at) VALUES ('a', 1, 'mark', '2026-01-01 00:00:00')",
    'INSERT INTO progress_event (id, user_id, act_id, roadmap, topic_id, "before", "after", at)'
    " VALUES (1, 1, 'a', 'alpha', 'one', 'pending', 'done', '2026-01-01 00:00:00')",
)


@on_both
def test_a_newer_schema_is_refused(app: Flask, run: Run, empty_site: Any, tmp_path: Path) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    run("backup", tmp_path / "new.tar.zst")
    with empty_site() as other:
        done = restored(other, tmp_path / "new.tar.zst")
        assert (done.exit_code, "newer release" in done.output) == (1, True)
        assert rows_of_all_tables(other) == {}


@on_both
def test_a_damaged_file_changes_nothing(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path
) -> None:
    file = tmp_path / "site.tar.zst"
    run("backup", file)
    whole = file.read_bytes()
    with ZstdFile(file) as packed:
        plain = bytearray(packed.read())
    # The content of a row, which the database itself would take as it is.
    plain[plain.rindex(b"topic-1")] ^= 1
    with ZstdFile(tmp_path / "repacked", "w") as packed:
        packed.write(bytes(plain))
    middle = len(whole) // 2
    cases = [
        whole[:middle],
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        (tmp_path / "repacked").read_bytes(),
        b"",
        b"no backup at all",
    ]
    with empty_site() as other:
        for case in cases:
            file.write_bytes(case)
            for words in ((file,), (file, "--check")):
                done = restored(other, *words)
                assert (done.exit_code, "Traceback" in done.output) == (1, False), done.output
        assert rows_of_all_tables(other) == {}
        assert list(services_of(other).settings.instance_dir.glob(".restore-*")) == []


@on_both
def test_what_was_restored_is_compared(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "site.tar.zst"
    run("backup", file)
    lost = "DELETE FROM topic_mark WHERE topic_id = 'topic-1'"

    with empty_site() as other:
        from webapp.backups import restore

        load = restore._load

        def load_less(url: str, source: Path) -> None:
            load(url, source)
            with other.app_context(), db.engine.begin() as connection:
                connection.execute(text(lost))

        monkeypatch.setattr(restore, "_load", load_less)
        done = restored(other, file)
    assert done.exit_code == 1
    assert f"topic_mark has {TOPICS - 1} rows instead of {TOPICS}; the marks differ" in done.output


@on_both
def test_a_full_disk_leaves_nothing(app: Flask, learner: int, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, hard))
    try:
        done = run("backup", folder / "site.tar.zst")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.exit_code, "Error: " in done.output) == (1, True), done.output
    assert list(folder.iterdir()) == []
    assert run("backup", folder / "site.tar.zst").exit_code == 0


def test_the_wrong_kind_says_how_to_move(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path, cluster: Cluster
) -> None:
    run("backup", tmp_path / "site.tar.zst")
    with empty_site("postgresql") as other:
        done = restored(other, tmp_path / "site.tar.zst")
    assert (done.exit_code, "db copy" in done.output) == (1, True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_pg_dump_there_is_a_sentence(
    app: Flask, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "PLACES", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("backup", tmp_path / "site.tar.zst")
    assert (done.exit_code, "install PostgreSQL's client" in done.output) == (1, True)


def test_a_database_that_is_not_there(app: Flask, run: Run, settings: Settings, tmp_path: Path) -> None:
    with app.app_context():
        db.engine.dispose()
    Path(settings.database_url.removeprefix("sqlite:///")).unlink()
    done = run("backup", tmp_path / "site.tar.zst")
    assert (done.exit_code, "could not be copied" in done.output) == (1, True)
    assert not Path(settings.database_url.removeprefix("sqlite:///")).exists()


def test_a_file_that_is_there_stays(app: Flask, run: Run, tmp_path: Path) -> None:
    (tmp_path / "site.tar.zst").write_text("precious")
    assert run("backup", tmp_path / "site.tar.zst").exit_code == 1
    assert (tmp_path / "site.tar.zst").read_text() == "precious"
    assert "is no folder" in run("backup", tmp_path / "none" / "site.tar.zst").output


@on_both
def test_only_the_owner_of_the_key_can_read_it(
    app: Flask, learner: int, run: Run, empty_site: Any, tmp_path: Path
) -> None:
    identity, other_key = x25519.Identity.generate(), x25519.Identity.generate()
    key, wrong = tmp_path / "key.txt", tmp_path / "wrong.txt"
    key.write_text(f"# created: today\n{identity}\n")
    wrong.write_text(f"{other_key}\n")
    folder = tmp_path / "backups"
    folder.mkdir()
    assert run("backup", folder, "--encrypt-to", identity.to_public()).exit_code == 0
    (file,) = folder.iterdir()
    assert file.name.endswith(".tar.zst.age")
    assert file.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert run("backup", tmp_path / "x", "--encrypt-to", "age1nonsense").exit_code == 1
    with empty_site() as other:
        assert "--identity" in restored(other, file).output
        assert restored(other, file, "--identity", wrong).exit_code == 1
        assert restored(other, file, "--identity", key).exit_code == 0
        assert rows_of_all_tables(other) == rows_of_all_tables(app)


def test_anybody_can_unpack_it_with_tar(app: Flask, learner: int, run: Run, tmp_path: Path) -> None:
    run("backup", tmp_path / "site.tar.zst")
    if shutil.which("zstd") is None:
        pytest.skip("zstd is not installed")
    ran = subprocess.run(["tar", "--zstd", "-tf", tmp_path / "site.tar.zst"], capture_output=True, text=True)
    assert ran.stdout.split()[:2] == ["manifest.json", "database"], ran.stderr


def test_nothing_else_of_the_instance_is_needed(app: Flask, ada: FlaskClient, settings: Settings) -> None:
    """What the site writes is either in backups or can be made anew."""
    client = app.test_client()
    for path in ("/", "/alpha", "/rss.xml", "/pdfs/roadmaps/alpha.pdf", "/readyz"):
        client.get(path)
    made = {"cache", "outbox", "secret_key"}
    assert {path.name for path in settings.instance_dir.iterdir()} - made <= set(INSTANCE_FILES)
    assert os.access(settings.instance_dir / "secret_key", os.R_OK)
