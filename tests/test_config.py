"""Settings: what an operator may write, and what stops start-up by its name."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dotenv import set_key

from tests.conftest import TREE
from tests.databases import Cluster
from webapp.config import ROOT, BadSetting, Settings, read_settings


def read(root: Path, **environ: str) -> Settings:
    (root / "content").mkdir(exist_ok=True)
    return read_settings(environ, root=root)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://host/name", "postgresql://"),
        ("DATABASE_URL", "milepost.db", "sqlite:///path"),
        ("DATABASE_URL", "postgresql+psycopg2://u:p@host/name", "postgresql://"),
        ("DATABASE_URL", "sqlite+aiosqlite:///m.db", "sqlite:///path"),
        ("DATABASE_URL", "postgresql://u:p@host:port/name", "where the port is a number"),
        ("DATABASE_URL", "postgresql://u:p@host:70000/name", "where the port is a number"),
        ("DATABASE_URL", "postgresql://u:p@ss@host/name", "@ in the password is %40"),
        ("DATABASE_URL", "postgresql://[host/name", "postgresql://"),
        ("DATABASE_URL", "sqlite://", "three slashes"),
        ("DATABASE_URL", "sqlite:///", "three slashes"),
        ("DATABASE_URL", "sqlite://milepost.db", "three slashes"),
        ("DATABASE_URL", "sqlite:///:memory:", "in memory"),
        ("DATABASE_URL", "sqlite:///nowhere/m.db", "nowhere is none"),
        ("DATABASE_URL", "sqlite:////tmp", "/tmp is a folder"),
        ("INSTANCE_DIR", "/dev/null/x", "Not a directory"),
        ("INSTANCE_DIR", "/etc/passwd", "File exists"),
        ("INSTANCE_DIR", "/proc/x", "/proc/x cannot"),
        ("INSTANCE_DIR", "a\0b", "a folder that can be written to"),
        ("INSTANCE_DIR", "x" * 300, "File name too long"),
        ("CONTENT_DIR", "nowhere", "a folder that exists"),
        ("CONTENT_DIR", "/etc/passwd", "a folder that exists"),
        ("CONTENT_DIR", "x" * 300, "a folder"),
        ("CONTENT_DIR", "a\0b", "a folder"),
        ("CONTENT_DIR", "tree/roadmaps", "tree?)"),
        ("CONTENT_DIR", "tree/roadmaps/python", "tree?)"),
        ("CONTENT_DIR", ".", "tree?)"),
        ("CONTENT_DIR", "tree/other", "tree/other has none"),
        ("SITE_URL", "learn.example.org", "https://learn.example.org"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "http://127.0.0.1:4318"),
        ("SENTRY_DSN", "https://sentry.example.org/1", "https://key@sentry.example.org/1"),
        ("METRICS_TOKEN", "short", "at least 16 characters"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("ACCESS_LOG", "yes", "on or off"),
        ("SITE_URL", "https://example.org/learn", "without a path"),
        ("SITE_URL", "https://[", "https://learn.example.org"),
        ("SITE_URL", "https://example.org:abc", "https://learn.example.org"),
        ("SITE_URL", "https://me:pw@example.org", "https://learn.example.org"),
        ("SITE_URL", "https://exa mple.org", "https://learn.example.org"),
        ("SITE_URL", f"https://{'x' * 70}.org", "https://learn.example.org"),
        ("SITE_NAME", "a\nb", "printable"),
        ("SITE_NAME", "x" * 61, "60"),
        ("SECRET_KEY", "secret", "that nobody can guess"),
        ("SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaa", "that nobody can guess"),
        ("SECRET_KEY_FILE", "/nonexistent/key", "readable"),
        ("SECRET_KEY_PREVIOUS", "secret", "that nobody can guess"),
        ("SECRET_KEY_PREVIOUS_FILE", "/nonexistent/key", "readable"),
        ("SECRET_KEY_FILE", "/tmp", "readable"),
        ("SECRET_KEY_FILE", "a\0b", "readable"),
        ("SECRET_KEY_FILE", "/dev/null", "that nobody can guess"),
        ("REDIS_URL", "localhost:6379", "redis://host:6379/0"),
        ("REDIS_URL", "redis://host:abc", "redis://host:6379/0"),
        ("REDIS_URL", "redis://host/name", "redis://host:6379/0"),
        ("REDIS_URL", "redis://", "redis://host:6379/0"),
        ("REDIS_URL", "unix://", "unix:///run/redis.sock"),
        ("MAIL_URL", "imap://host", "smtp://user:pass@host:port"),
        ("MAIL_URL", "smtp://user:pa#ss@host", "%23 for #"),
        ("MAIL_URL", "smtp://user:12/34@host", "%2F for /"),
        ("MAIL_URL", "smtp://user:12?34@host", "%3F for ?"),
        ("MAIL_FROM", "Milepost", "learn@example.org"),
        ("HOST", "no such host", "127.0.0.1"),
        ("GITHUB_CLIENT_ID", "a b", "the client id"),
        ("GOOGLE_CLIENT_ID", "x" * 256, "the client id"),
        ("OIDC_SCHOOL_ISSUER", "login.example.org", "https://login.example.org/realms/school"),
        ("OIDC_SCHOOL_ISSUER", "http://login.example.org", "https://login.example.org/realms/school"),
        ("OIDC_SCHOOL_ISSUER", "https://login.example.org/?a=b", "https://login.example.org/realms/school"),
        ("OIDC_SCHOOL_ISSUER", "https://[", "https://login.example.org/realms/school"),
        ("PORT", "0", "1 to 65535"),
        ("PORT", "8000 ", "1 to 65535"),
        ("PORT", "9" * 5000, "1 to 65535"),
        ("PORT", "٣", "1 to 65535"),
        ("WORKERS", "0", "1 to 64"),
        ("LANGUAGE", "xx", "de or pt_BR"),
        ("PROMOTION", "some", "keep or drop"),
        ("TRUSTED_PROXIES", "-1", "0 to 10"),
        ("TRUSTED_PROXIES", "many", "0 to 10"),
    ],
)
@pytest.mark.parametrize("place", ["environment", ".env", "both"])
def test_a_value_that_cannot_be_used_is_named_with_what_was_expected_and_where_it_is_set(
    tmp_path: Path, name: str, value: str, expected: str, place: str
) -> None:
    (tmp_path / "tree/roadmaps/python").mkdir(parents=True)
    (tmp_path / "tree/roadmaps/python/python.md").touch()
    (tmp_path / "tree/other").mkdir()
    (tmp_path / "tree/other/file").touch()
    environ = {"CONTENT_DIR": "tree", name: value} if place != ".env" else {}
    if place != "environment":
        set_key(tmp_path / ".env", "CONTENT_DIR", "tree")
        set_key(tmp_path / ".env", name, value)
    with pytest.raises(BadSetting) as caught:
        read_settings(environ, root=tmp_path)
    said = str(caught.value)
    assert said.startswith(f"{name}: expected ")
    assert expected in said
    assert "\n" not in said
    # `flask` copies the file into the environment, so that the value is in both.
    assert said.endswith(
        f"; it is set in {'the environment' if place == 'environment' else tmp_path / '.env'}"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://u:pa#s/s?w:x@host:5432/name"),
        ("DATABASE_URL", "postgres://host/name?sslmode=require"),
        ("DATABASE_URL", "postgresql+psycopg://u@[::1]:5432/name"),
        ("DATABASE_URL", "postgresql:///name?host=/var/run/postgresql"),
        ("DATABASE_URL", "sqlite:///tree/m.db"),
        ("REDIS_URL", "redis://:p%40ss@host:6379/0"),
        ("REDIS_URL", "rediss://host"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("MAIL_URL", "smtp://user:p%40s%2Fs@host:587?insecure=1"),
        ("SITE_URL", "https://bücher.example:8443"),
        ("CONTENT_DIR", "empty"),
        ("CONTENT_DIR", "tree"),
    ],
)
def test_a_value_that_can_be_used_is(tmp_path: Path, name: str, value: str) -> None:
    (tmp_path / "tree/roadmaps").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    assert read_settings({"CONTENT_DIR": "tree", name: value}, root=tmp_path)


def test_names_that_are_almost_those_of_settings_are_found(tmp_path: Path) -> None:
    (tmp_path / "tree/roadmaps").mkdir(parents=True)
    (tmp_path / ".env").write_text(
        "SIGNUP=invite\nMAIL_URL=smtp://mail.example.org\nMAIL_URI=x\nHOSTNAME=x\n"
    )
    found = read_settings(
        {"CONTENT_DIR": "tree", "site_url": "x", "LANG": "C", "SECRET_KEY_FILES": ""}, tmp_path
    )
    assert found.misspelled == (("SIGNUP", "SIGN_UP"), ("site_url", "SITE_URL"))


def test_a_file_of_settings_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SITE_NAME=\xff\n")
    with pytest.raises(BadSetting, match=r"/\.env: expected a readable text file"):
        read(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("deploy.serve",), ("flask", "--app", "wsgi", "db", "upgrade")], ids=lambda c: c[0]
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql+psycopg2://u:p@127.0.0.1/x"),
        ("REDIS_URL", "redis://h:abc"),
        ("INSTANCE_DIR", "/dev/null/x"),
        ("CONTENT_DIR", str(TREE / "roadmaps")),
    ],
)
def test_a_command_says_one_sentence(tmp_path: Path, command: tuple[str, ...], name: str, value: str) -> None:
    check_sentence(tmp_path, command, name, value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("postgresql://u:secret-word@127.0.0.1:1/x", "Connection refused"),
        ("postgresql://u@127.0.0.1/x?sslmode=nonsense", "invalid sslmode value"),
        ("sqlite:////etc/passwd", "file is not a database"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path: Path, value: str, reason: str) -> None:
    said = check_sentence(tmp_path, ("flask", "--app", "wsgi", "db", "upgrade"), "DATABASE_URL", value)
    assert reason in said
    assert "secret-word" not in said


def test_a_database_that_there_is_not_is_one_sentence(tmp_path: Path, cluster: Cluster) -> None:
    command = ("flask", "--app", "wsgi", "db", "upgrade")
    said = check_sentence(tmp_path, command, "DATABASE_URL", cluster.url("nothing"))
    assert 'database "nothing" does not exist' in said


def check_sentence(instance: Path, command: tuple[str, ...], name: str, value: str) -> str:
    """Runs a command with a setting that cannot be used, and returns what it says: one sentence."""
    environ = {**os.environ, "INSTANCE_DIR": str(instance), "CONTENT_DIR": str(TREE), name: value}
    ran = subprocess.run(
        [sys.executable, "-m", *command], env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 1
    assert ran.stdout == ""
    assert ran.stderr.startswith(f"Milepost cannot start. {name}: expected ")
    assert ran.stderr.endswith("; it is set in the environment\n")
    assert ran.stderr.count("\n") == 1
    return ran.stderr


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance/milepost.db'}"
    assert (settings.content_dir, settings.site_url, settings.site_name) == (
        tmp_path / "content",
        "http://127.0.0.1:8000",
        "Milepost",
    )
    assert not settings.is_https


def test_links_in_mails_lead_to_the_port_that_is_set(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8241").site_url == "http://127.0.0.1:8241"
    named = read(tmp_path, PORT="8241", SITE_URL="https://learn.example.org")
    assert named.site_url == "https://learn.example.org"


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    assert len(first) >= 32
    assert read(tmp_path).secret_key == first
    assert stat.S_IMODE((tmp_path / "instance/secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("kept", ["", "short", "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_kept_key_that_protects_nothing_stops_start_up(tmp_path: Path, kept: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance/secret_key").write_text(kept)
    with pytest.raises(BadSetting, match=r"SECRET_KEY: expected .*remove the file"):
        read_settings({}, root=tmp_path)


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with ThreadPoolExecutor(8) as pool:
        keys = {s.secret_key for s in pool.map(lambda _: read_settings({}, root=tmp_path), range(24))}
    assert len(keys) == 1
    assert [p.name for p in (tmp_path / "instance").iterdir()] == ["secret_key"]


def test_the_environment_counts_more_than_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "SITE_NAME=From the file\nSITE_URL=https://learn.example.org/\n", encoding="utf-8"
    )
    settings = read(tmp_path, SITE_NAME="From the environment")
    assert (settings.site_name, settings.site_url, settings.is_https) == (
        "From the environment",
        "https://learn.example.org",
        True,
    )


def test_ways_to_sign_in_are_named_by_settings(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("of a file\n")
    found = read(
        tmp_path,
        GOOGLE_CLIENT_ID="g",
        GOOGLE_CLIENT_SECRET="gs",
        GITHUB_CLIENT_ID="h",
        GITHUB_CLIENT_SECRET_FILE=str(secret),
        OIDC_MY_SCHOOL_ISSUER="https://login.example.org/realms/school",
        OIDC_MY_SCHOOL_CLIENT_ID="m",
        OIDC_MY_SCHOOL_CLIENT_SECRET="ms",
        OIDC_WORK_ISSUER="http://127.0.0.1:9000",
        OIDC_WORK_CLIENT_ID="w",
        OIDC_WORK_CLIENT_SECRET="ws",
        OIDC_WORK_LABEL="Analytical Engines Ltd",
    ).providers
    assert [(one.name, one.label, one.client_secret) for one in found] == [
        ("github", "GitHub", "of a file"),
        ("google", "Google", "gs"),
        ("my-school", "My School", "ms"),
        ("work", "Analytical Engines Ltd", "ws"),
    ]
    assert "gs" not in repr(found), "a secret is never shown"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"GITHUB_CLIENT_ID": "h"}, "GITHUB_CLIENT_SECRET: expected the client secret"),
        ({"GOOGLE_CLIENT_SECRET": "gs"}, "GOOGLE_CLIENT_ID: expected the client id"),
        ({"GITHUB_CLIENT_ID": "h", "GITHUB_CLIENT_SECRET_FILE": "/nowhere"}, "/nowhere is none"),
        ({"GITHUB_CLIENT_ID": "h", "GITHUB_CLIENT_SECRET_FILE": "/dev/null"}, "/dev/null is none"),
        ({"OIDC_SCHOOL_CLIENT_ID": "m", "OIDC_SCHOOL_CLIENT_SECRET": "ms"}, "OIDC_SCHOOL_ISSUER: expected"),
        ({"OIDC_SCHOOL_ISSUER": "https://a.example"}, "OIDC_SCHOOL_CLIENT_ID: expected the client id"),
        ({"OIDC_1A_LABEL": "x"}, "letters and digits"),
        ({"OIDC_SECOND_STEP_LABEL": "x"}, "another name than SECOND_STEP"),
        ({"OIDC_" + "A" * 21 + "_LABEL": "x"}, "letters and digits"),
        (
            {"GOOGLE_CLIENT_ID": "g", "GOOGLE_CLIENT_SECRET": "s", "OIDC_GOOGLE_ISSUER": "https://a.example"},
            "another name than GOOGLE",
        ),
    ],
)
def test_half_of_a_way_to_sign_in_stops_start_up(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    with pytest.raises(BadSetting, match="expected") as caught:
        read(tmp_path, **environ)
    assert said in str(caught.value)
