"""Static files answer under their own names only, and our scripts without comments."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp.web.site.services import services_of
from webapp.web.site.sheets import compact_script

SCRIPTS = Path(__file__).parents[3] / "static/js"
SCRIPT = "vendor/htmx-2.0.11.min.js"


@pytest.mark.parametrize(
    "name",
    [
        f"invented/../{SCRIPT}",
        f"./{SCRIPT}",
        f"js//../{SCRIPT}",
        "vendor",
        "../wsgi.py",
        "css/../../wsgi.py",
        "%00",
        "x" * 256,
        "x" * 5000,
        "css/app.0000000000.css/x",
    ],
)
def test_other_names_of_a_file_are_not_found(visitor: FlaskClient, name: str) -> None:
    assert visitor.get(f"/static/{name}").status_code == 404


def test_invented_names_take_no_memory(app: Flask, visitor: FlaskClient) -> None:
    assert visitor.get(f"/static/{SCRIPT}").status_code == 200
    assets = services_of(app).assets
    visitor.get("/static/invented")
    before = len(assets)
    for number in range(50):
        visitor.get(f"/static/{number}/../{SCRIPT}")
    assert len(assets) <= before + 1


def test_scripts_are_served_without_comments(visitor: FlaskClient) -> None:
    for name in SCRIPTS.glob("*.js"):
        script = name.read_text(encoding="utf-8")
        served = visitor.get(f"/static/js/{name.name}").text
        assert served == compact_script(script)
        assert not re.search("^ *//", served, re.MULTILINE), name
        # A text of several lines would lose its indentation.
        assert all(line.count("`") % 2 == 0 for line in script.splitlines()), name
