"""Counts and dates are written as the language does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date
from flask import Flask
from lxml import html

from tests import pseudo
from tests.conftest import TREE
from webapp.app import create_app
from webapp.config import read_settings
from webapp.web.site.dates import format_age, format_day

ALL_FORMS = {"zero", "one", "two", "few", "many", "other"}


def test_counts_and_dates_are_the_languages_own(app: Flask) -> None:
    now = datetime(2026, 3, 20, 12, tzinfo=UTC)
    with app.test_request_context():
        assert format_day(date(2024, 10, 3)) == format_date(date(2024, 10, 3), "long", locale=pseudo.LANGUAGE)
        assert format_age(now, now) == pseudo.widen("just now")
        assert format_age(now - timedelta(days=30), now).startswith("⟦")


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"one", "other"}),
        ("pl", {"one", "few", "many"}),
        ("ja", {"other"}),
        ("ar", ALL_FORMS),
    ],
)
def test_scripts_that_count_find_each_plural_form(tmp_path: Path, language: str, forms: set[str]) -> None:
    environ = {"CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path), "LANGUAGE": language}
    client = create_app(read_settings(environ, root=tmp_path), TESTING=True).test_client()
    page = html.fromstring(client.get("/alpha").text)
    (field,) = page.xpath("//input[@data-find-input]")
    found = {name.removeprefix("data-") for name in field.attrib if name.startswith("data-")}
    assert found == forms | {"find-input", "none", "place"}
    (waiting,) = page.xpath("//div[@id='waiting']")
    for name in ("waiting", "saved", "refused", "lose", "lose-note"):
        assert {form for form in ALL_FORMS if f"data-{name}-{form}" in waiting.attrib} == forms, name
