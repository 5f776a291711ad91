"""Settings: what an operator may write, and what stops start-up by its name."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp.config import BadSetting, Settings, read_settings


def read(root: Path, **environ: str) -> Settings:
    (root / "content").mkdir(exist_ok=True)
    return read_settings(environ, root=root)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE_URL", "mysql://host/name", "postgresql://"),
        ("DATABASE_URL", "milepost.db", "sqlite:///path"),
        ("CONTENT_DIR", "nowhere", "a folder that exists"),
        ("SITE_URL", "learn.example.org", "https://learn.example.org"),
        ("SITE_URL", "https://example.org/learn", "without a path"),
        ("SITE_URL", "https://[", "https://learn.example.org"),
        ("SITE_NAME", "a\nb", "printable"),
        ("SITE_NAME", "x" * 61, "60"),
        ("SECRET_KEY", "secret", "that nobody can guess"),
        ("SECRET_KEY", "aaaaaaaaaaaaaaaaaaaaaaaa", "that nobody can guess"),
        ("SECRET_KEY_FILE", "/nonexistent/key", "readable"),
        ("REDIS_URL", "localhost:6379", "redis://host:6379/0"),
        ("MAIL_URL", "imap://host", "smtp://user:pass@host:port"),
        ("PROMOTION", "some", "keep or drop"),
        ("TRUSTED_PROXIES", "-1", "0 to 10"),
        ("TRUSTED_PROXIES", "many", "0 to 10"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_was_expected(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        read(tmp_path, **{name: value})
    assert str(caught.value).startswith(f"{name}: expected ")
    assert expected in str(caught.value)


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'instance/milepost.db'}"
    assert (settings.content_dir, settings.site_url, settings.site_name) == (
        tmp_path / "content",
        "http://127.0.0.1:8000",
        "Milepost",
    )
    assert not settings.is_https


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


def test_start_up_stops_with_the_name_of_the_setting(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    environ = {**os.environ, "TRUSTED_PROXIES": "some", "INSTANCE_DIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-m", "deploy.serve"],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode != 0
    assert "TRUSTED_PROXIES: expected a whole number from 0 to 10" in ran.stderr
    assert "Traceback" not in ran.stderr
