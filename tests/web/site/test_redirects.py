"""Where a form may send its reader afterwards."""

from __future__ import annotations

import pytest

from webapp.web.site.redirects import safe_next

LONGEST = "/" + "x" * 1999


@pytest.mark.parametrize(
    "wanted",
    ["/", "/alpha", "/alpha?view=list#first", "/a:b", "/alpha/caf%C3%A9", "/roadmaps?q=a&x=", LONGEST],
)
def test_a_path_of_this_site_is_kept(wanted: str) -> None:
    assert safe_next(wanted, "/me") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        None, "", "alpha", "?x", LONGEST + "x", "https://evil.example/", "//evil.example", "///evil.example",
        "/%2fevil.example", "%2f/evil.example", "/%5cevil.example", "/\\evil.example", "/a\tb", "/a%0ab", "/a b",
        "/\x7f", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_anything_else_leads_to_the_usual_page(wanted: str | None) -> None:
    assert safe_next(wanted, "/me") == "/me"
