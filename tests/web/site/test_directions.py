"""Texts in scripts that run from right to left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = sorted(Path("static/css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|(?:text-align|float|clear): *(?:left|right)\b"
    r"|(?<![\w-])(?:left|right): "
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?<![\w-])(?:margin|padding|inset): (?:\S+\([^;]*?\)|\S+) (?:\S+\([^;]*?\)|\S+) (?:\S+\([^;]*?\)|\S+) \S"
)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_styles_follow_the_direction_of_the_text(path):
    if path.name == "map-view.css":
        return  # a drawing, whose places are physical
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert PHYSICAL.findall(rules) == []
