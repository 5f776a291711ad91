"""Styles use what the browsers of `docs/browsers.md` know, or say what happens without."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = sorted((Path(__file__).parents[3] / "static/css").glob("*.css"))
# Newer than Chrome 123, Firefox 128 or Safari 17.5, and more than a hint that may be ignored.
NEWER = re.compile(
    r"@scope|@starting-style|@view-transition|@function|@position-try|(?<![-\w])anchor(?:-name|-size)?[(:]|position-(?:anchor|area)"
    r"|field-sizing|interpolate-size|calc-size\(|animation-timeline|(?:view|scroll)-timeline|text-box(?:-trim)?:"
    r"|\bif\(|sibling-(?:index|count)\(|corner-shape|contrast-color\(|margin-trim|::details-content|:open\b|reading-flow"
)
BEHIND_SUPPORTS = re.compile(r"@supports[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")


def rules_of(css: str) -> str:
    return BEHIND_SUPPORTS.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_use_what_the_promised_browsers_know(path: Path) -> None:
    rules = rules_of(path.read_text(encoding="utf-8"))
    assert NEWER.findall(rules) == []
    assert "round(" not in rules
    for block in re.findall(r"\{([^{}]*)\}", rules):
        if "dvh" in block:
            assert re.search(r"\dvh;.*dvh", block, re.DOTALL), "vh has to stand before dvh"
        if "mask-image" in block:
            assert "-webkit-mask-image" in block


@pytest.mark.parametrize(
    "rule", ["@scope (.a) {}", "a { width: anchor-size(width) }", "a { field-sizing: content }"]
)
def test_a_newer_feature_would_be_found(rule: str) -> None:
    assert NEWER.search(rules_of(rule))


def test_what_asks_first_may_be_newer() -> None:
    assert "round(" not in rules_of("@supports (width: round(1px, 1px)) { a { width: round(1px, 1px) } }")
