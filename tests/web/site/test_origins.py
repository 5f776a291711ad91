"""Which origins are the same, and which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from webapp.app import create_app
from webapp.config import Settings
from webapp.web.site.origins import origin_of


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://learn.example.org", "https://learn.example.org"),
        ("https://learn.example.org:443/", "https://learn.example.org"),
        ("HTTPS://Learn.Example.ORG", "https://learn.example.org"),
        ("http://learn.example.org:80", "http://learn.example.org"),
        ("http://learn.example.org:443", "http://learn.example.org:443"),
        ("https://bücher.example/a?b", "https://xn--bcher-kva.example"),
        ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("null", ""),
        ("", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://x:y", ""),
        ("https://\u2024.example", ""),
        ("javascript://x", ""),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(address: str, origin: str) -> None:
    assert origin_of(address) == origin


@pytest.mark.parametrize(
    ("site", "origin", "is_own"),
    [
        ("https://learn.example.org:443", "https://learn.example.org", True),
        ("https://Learn.Example.org", "https://learn.example.org", True),
        ("https://bücher.example", "https://xn--bcher-kva.example", True),
        ("https://learn.example.org", "http://learn.example.org", False),
        ("https://learn.example.org", "https://learn.example.org:8443", False),
        ("https://learn.example.org", "https://learn.example.org.evil.example", False),
        ("https://learn.example.org", "null", False),
        ("https://learn.example.org", "", False),
    ],
)
def test_a_form_is_taken_from_the_sites_own_origin(
    settings: Settings, site: str, origin: str, is_own: bool
) -> None:
    app = create_app(replace(settings, site_url=site), TESTING=True, RATELIMIT_ENABLED=False)
    answer = app.test_client().post("/login", data={}, headers={"Origin": origin})
    assert answer.status_code == (422 if is_own else 403)
    referred = app.test_client().post("/login", data={}, headers={"Referer": f"{origin}/login"})
    assert referred.status_code == (422 if is_own else 403)
