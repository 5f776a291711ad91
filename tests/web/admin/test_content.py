"""The content as operators see it: every finding, and what was refused at the last reload."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import TREE
from tests.web.admin.pages import words_of
from webapp.app import create_app
from webapp.catalog.findings import sentences
from webapp.config import Settings
from webapp.web.site.extensions import db
from webapp.web.site.services import services_of

PATH = "/admin/content"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TREE, tmp_path / "tree"))


@pytest.fixture
def site_of_tree(app: Flask, settings: Settings, tree: Path) -> Iterator[Flask]:
    """The site on a tree that a test can change; its database has its tables."""
    made = create_app(replace(settings, content_dir=tree), TESTING=True, RATELIMIT_ENABLED=False)
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def operator(admin: FlaskClient, site_of_tree: Flask) -> FlaskClient:
    """Ada, at the site whose tree can be changed."""
    client = site_of_tree.test_client()
    client.post("/login", data={"username": "ada", "password": "three blind mice"})
    return client


def test_every_finding_is_there_with_its_file_and_place(operator: FlaskClient, site_of_tree: Flask) -> None:
    shown = words_of(operator, PATH)
    catalog = services_of(site_of_tree).catalog_store.catalog
    assert len(catalog.findings) == 5
    for finding in catalog.findings:
        assert finding.file in shown
        assert finding.place in shown
        assert " ".join(sentences(finding.message, finding.remedy).split()) in shown
    assert f"{len(catalog.roadmaps)} roadmaps, 0 errors, 5 warnings" in shown
    assert f"Version {catalog.version}" in shown
    assert "Files read just now" in shown


def test_what_was_refused_at_the_last_reload_is_named_first(
    operator: FlaskClient, site_of_tree: Flask, tree: Path
) -> None:
    assert "refused" not in words_of(operator, PATH)
    (tree / "roadmaps" / "beta" / "beta.md").write_text("---\ntitle: [unclosed\n---\n", encoding="utf-8")
    services_of(site_of_tree).catalog_store.reload()
    page = html.fromstring(operator.get("/admin/content").text)
    shown = words_of(operator, PATH)
    assert "1 roadmap had new errors and was refused" in shown
    assert "Refused at the last reload, and served as it was." in shown
    reports = page.xpath("//details")
    assert [report.get("open") is not None for report in reports] == [True, False]
    assert "beta.md" in reports[0].text_content()
    assert operator.get("/beta").status_code == 200
    tile = html.fromstring(operator.get("/admin").text).xpath("//li[contains(@class, 'tile--urgent')]")[0]
    assert "1 stays as it was" in tile.text_content()


def test_words_of_authors_are_no_markup(operator: FlaskClient, site_of_tree: Flask, tree: Path) -> None:
    (tree / "roadmaps" / "beta" / "beta.md").write_text("---\n<b>bold</b>: 1\n---\n", encoding="utf-8")
    services_of(site_of_tree).catalog_store.reload()
    page = html.fromstring(operator.get("/admin/content").text)
    assert page.xpath("//main//b") == []


def test_a_tree_without_findings_says_so(operator: FlaskClient, site_of_tree: Flask, tree: Path) -> None:
    shutil.rmtree(tree / "roadmaps" / "alpha")
    services_of(site_of_tree).catalog_store.reload()
    assert "Nothing to mend." in words_of(operator, PATH)
