"""What `flask doctor` tells an operator, and what it keeps to itself."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import text
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server

from tests.databases import on_both
from webapp.accounts.models import SignInTry
from webapp.app import create_app
from webapp.config import Settings
from webapp.doctor.database import check_clock
from webapp.doctor.folders import check_disk, network_file_system
from webapp.doctor.proxy import HEADER, check_proxy, make_token
from webapp.doctor.result import LOOK, OK, WRONG
from webapp.doctor.site import check_mail, check_settings
from webapp.web.site.extensions import db

PARTS = ["settings", "database", "migrations", "content", "mail", "providers", "proxy", "disk", "clock"]


def doctor(app: Flask, *words: str) -> tuple[int, dict[str, tuple[str, str]], str]:
    """The exit code, the state and the sentence of each part, and all that was printed."""
    done = app.test_cli_runner().invoke(args=["doctor", *words])
    lines = [line.split(None, 2) for line in done.output.splitlines()]
    return done.exit_code, {part: (state, said) for part, state, said in lines}, done.output


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """The site behind an address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@on_both
def test_a_site_that_is_well(app: Flask) -> None:
    code, parts, output = doctor(app)
    assert list(parts) == PARTS
    # The test's site has no server.
    assert {part for part, (state, _) in parts.items() if state != OK} == {"proxy"}, output
    assert code == 0


@on_both
def test_an_older_schema_is_wrong_and_says_the_command(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="0004")
    code, parts, _ = doctor(app)
    assert code == 1
    assert parts["migrations"][0] == WRONG
    assert "db upgrade" in parts["migrations"][1]
    assert app.test_client().get("/readyz").json["checks"]["migrations"] == WRONG


@on_both
def test_a_newer_schema_is_told_from_an_older_one(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer release (9999)" in doctor(app)[1]["migrations"][1]


def test_a_database_that_is_away(settings: Settings) -> None:
    away = replace(settings, database_url="postgresql://someone:h1dden-word@127.0.0.1:1/none?sslkey=h1dden")
    code, parts, output = doctor(create_app(away, TESTING=True))
    assert (code, parts["database"][0]) == (1, WRONG)
    assert "Connection refused)" in parts["database"][1]
    assert "h1dden" not in output


def test_a_damaged_file_is_found(app: Flask, settings: Settings, ada: Any) -> None:
    file = Path(settings.database_url.removeprefix("sqlite:///"))
    with app.app_context():
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            page = connection.exec_driver_sql(
                "SELECT rootpage FROM sqlite_master WHERE name='account'"
            ).scalar()
        db.engine.dispose()
    with file.open("r+b") as raw:
        raw.seek((page - 1) * 4096)
        raw.write(b"\xff" * 4096)
    code, parts, _ = doctor(app)
    assert (code, parts["database"][0]) == (1, WRONG)
    assert "damaged" in parts["database"][1]


def test_no_secret_is_printed(settings: Settings, tmp_path: Path) -> None:
    secret = "a-word-that-nobody-may-see"
    told = replace(
        settings,
        secret_key=secret,
        mail_url=f"smtp://{secret}:{secret}@127.0.0.1:1",
        redis_url=f"redis://:{secret}@127.0.0.1:1/0",
    )
    app = create_app(told, TESTING=True)
    for form in ("text", "json"):
        output = app.test_cli_runner().invoke(args=["doctor", "--format", form]).output
        assert '"proxy"' in output or "\nproxy" in output
        assert secret not in output
    answer = app.test_client().get("/readyz")
    assert secret not in answer.text
    assert str(tmp_path) not in answer.text


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        ({}, OK, "Milepost at"),
        ({"site_url": "http://learn.example.org"}, WRONG, "in the clear"),
        ({"site_url": "https://learn.example.org", "trusted_proxies": 1}, OK, "Milepost at"),
        ({"site_url": "https://learn.example.org"}, LOOK, "TRUSTED_PROXIES"),
        ({"host": "192.0.2.1"}, LOOK, "links lead nowhere"),
        ({"misspelled": (("SIGNUP", "SIGN_UP"),)}, LOOK, "SIGNUP is no setting: did you mean SIGN_UP?"),
        (
            {"site_url": "https://learn.example.org", "trusted_proxies": 1, "host": "::"},
            LOOK,
            "pass the proxy",
        ),
    ],
)
def test_settings_that_do_not_fit_together(
    settings: Settings, change: dict[str, Any], state: str, words: str
) -> None:
    result = check_settings(replace(settings, **change))
    assert (result.state, words in result.text) == (state, True), result.text


def test_a_key_that_others_can_read(settings: Settings) -> None:
    key = settings.instance_dir / "secret_key"
    key.chmod(0o644)
    result = check_settings(settings)
    assert (result.state, f"chmod 600 {key}" in result.text) == (WRONG, True)


def test_a_mail_server_that_is_none(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(said: bytes) -> None:
            link, _ = server.accept()
            link.sendall(said)
            link.close()

        url = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        for said, state in (
            (b"220 mail.example.org ESMTP\r\n", OK),
            (b"HTTP/1.1 400 Bad Request\r\n", WRONG),
        ):
            thread = threading.Thread(target=answer, args=(said,))
            thread.start()
            assert check_mail(replace(settings, mail_url=url)).state == state
            thread.join()
    assert check_mail(replace(settings, mail_url=url)).state == WRONG


def test_the_site_says_how_the_question_reached_it(settings: Settings) -> None:
    app = create_app(settings, TESTING=True)
    with running(app) as url:
        assert check_proxy(replace(settings, site_url=url)).state == OK
        other = replace(settings, site_url=url, secret_key="the key of another site, which is as long")
        assert "another SECRET_KEY" in check_proxy(other).text
        near = check_proxy(
            replace(settings, site_url=url.replace("127.0.0.1", "localhost"), trusted_proxies=1)
        )
        assert (near.state, "X-Forwarded-For has 0" in near.text) == (WRONG, True)


def test_a_site_that_is_elsewhere_or_not_started(settings: Settings) -> None:
    result = check_proxy(replace(settings, site_url="http://127.0.0.1:1"))
    assert (result.state, "set SITE_URL" in result.text) == (LOOK, True)


def test_a_proxy_that_reaches_no_site(settings: Settings) -> None:
    away = Flask("away")
    away.add_url_rule("/readyz", view_func=lambda: ("<h1>Bad Gateway</h1>", 502))
    with running(away) as url:
        result = check_proxy(replace(settings, site_url=url))
    assert (result.state, "start the site" in result.text) == (WRONG, True)


def test_a_certificate_that_is_not_trusted_is_called_so(settings: Settings) -> None:
    server = make_server(
        "127.0.0.1", 0, create_app(settings, TESTING=True), threaded=True, ssl_context="adhoc"
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        result = check_proxy(replace(settings, site_url=f"https://127.0.0.1:{server.server_port}"))
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert (result.state, "not trusted" in result.text) == (WRONG, True)


def test_a_proxy_that_nobody_has_counted(settings: Settings) -> None:
    app = create_app(settings, TESTING=True)

    def proxy(environ: Any, start_response: Any) -> Any:
        environ["HTTP_X_FORWARDED_FOR"] = "198.51.100.7"
        return app.wsgi_app(environ, start_response)

    with running(proxy) as url:  # type: ignore[arg-type]
        result = check_proxy(replace(settings, site_url=url))
    assert (result.state, "set it to 1" in result.text) == (LOOK, True)


def test_a_proxy_that_hides_the_address_is_found(settings: Settings) -> None:
    app = create_app(replace(settings, trusted_proxies=1), TESTING=True)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=0)  # type: ignore[method-assign]
    with running(app) as url:
        result = check_proxy(replace(settings, site_url=url, trusted_proxies=1))
    assert (result.state, "TRUSTED_PROXIES is 1" in result.text) == (WRONG, True)


def test_others_are_not_told_how_they_came(app: Flask, settings: Settings) -> None:
    client = app.test_client()
    old = make_token(settings.secret_key, datetime.now(UTC).timestamp() - 120)
    for token in ("", "x", old, make_token("another key"), old.replace(old.partition(".")[0], "1"), "é.1"):
        assert "request" not in client.get("/readyz", headers={HEADER: token}).json
    assert "request" in client.get("/readyz", headers={HEADER: make_token(settings.secret_key)}).json


def test_a_disk_that_is_nearly_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_disk([tmp_path / "not" / "there" / "yet"]).state == OK
    monkeypatch.setattr("webapp.doctor.folders.LEAST_BYTES", 1 << 60)
    assert check_disk([tmp_path]).state == WRONG


def test_a_network_is_known_by_the_mount_that_is_nearest(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/vda / ext4 rw 0 0\nserver:/home /srv/my\\040data nfs4 rw 0 0\n/dev/vdb /srv/my\\040data/here xfs rw 0 0\n"
    )
    assert network_file_system(Path("/srv/my data/milepost.db"), mounts) == "nfs4"
    assert network_file_system(Path("/srv/my data/here/milepost.db"), mounts) == ""
    assert network_file_system(Path("/var/milepost.db"), mounts) == ""


@on_both
def test_a_clock_that_is_off(app: Flask) -> None:
    now = datetime.now(UTC)
    with app.app_context():
        session = db.session()
        session.add(SignInTry(key="k", at=now))
        session.flush()
        assert check_clock(session, "ok").state == OK
        result = check_clock(session, "ok", now - timedelta(hours=1))
        is_server = session.get_bind().dialect.name == "postgresql"
        session.rollback()
    assert (result.state, "NTP" in result.text) == (WRONG if is_server else LOOK, True)


def test_a_proxy_with_another_address_is_named_once(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(replace(settings, site_url="https://learn.example.org", trusted_proxies=1), TESTING=True)
    client = app.test_client()
    sent = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "Host": "learn.example.org"}
    client.get("/", headers=sent)
    assert "SITE_URL" not in caplog.text
    for _ in range(2):
        client.get("/", headers=sent | {"X-Forwarded-Proto": "http"})
    assert caplog.text.count("SITE_URL is https://learn.example.org, but a request came as http://") == 1
