"""No roadmap may lie where the site answers itself."""

from __future__ import annotations

import pytest
from flask import Flask

from webapp.web.site.reserved_slugs import reserved_slugs


def test_every_address_of_the_site_is_reserved(app: Flask) -> None:
    reserved = reserved_slugs(app.url_map)
    for rule in app.url_map.iter_rules():
        first = rule.rule.split("/")[1]
        assert not first or first.startswith("<") or first in reserved, rule
    assert {"login", "me", "static", "rss", "admin", "api"} <= reserved


@pytest.mark.parametrize("slug", ["python", "ai-engineer", "alpha"])
def test_what_is_no_address_of_the_site_is_free(app: Flask, slug: str) -> None:
    assert slug not in reserved_slugs(app.url_map)
