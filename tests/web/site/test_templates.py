"""Templates say each thing once."""

from __future__ import annotations

import re

from tests.conftest import CONTENT

FOLDER = CONTENT.parent / "templates"
TEMPLATES = {
    str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.html")
}


def test_one_macro_writes_the_links_that_open_the_panel() -> None:
    assert [name for name, text in TEMPLATES.items() if 'hx-target="#panel-body"' in text] == [
        "topics/_go_on.html",
        "topics/_panel_link.html",
    ]


def test_pieces_get_what_they_need_as_arguments() -> None:
    """A piece that reads variables which its includer sets is hard to follow.

    The others are answers of their own to HTMX, which have what their page has.
    """
    included = {name for text in TEMPLATES.values() for name in re.findall(r'{% include "([^"]+)"', text)}
    assert included == {
        "dev/_preview.html",
        "marks/_ask.html",
        "marks/_many.html",
        "roadmaps/_dialogs.html",
        "roadmaps/_listed.html",
        "search/_results.html",
    }
