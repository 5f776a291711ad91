"""Dates and ages as English says them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import TREE
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.dates import format_age


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(hours=25), "yesterday"),
        (timedelta(days=13), "13 days ago"),
        (timedelta(days=15), "on 5 March 2026"),
    ],
)
def test_english_says_how_long_ago(tmp_path: Path, gone: timedelta, words: str) -> None:
    environ = {"CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path)}
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    with create_app(read_settings(environ, root=tmp_path)).test_request_context():
        assert format_age(now - gone, now) == words
