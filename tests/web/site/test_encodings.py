"""Compression is agreed on in one way, whatever is fetched: a page, a stylesheet, a script or a feed."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable

import brotli
import pytest
from flask.testing import FlaskClient
from lxml import html

DECODE: dict[str | None, Callable[[bytes], bytes]] = {
    None: bytes,
    "br": brotli.decompress,
    "gzip": gzip.decompress,
}
ACCEPTED = [
    ("", None),
    ("identity", None),
    ("gzip", "gzip"),
    ("gzip, deflate, br, zstd", "br"),
    ("br;q=0.5, gzip", "gzip"),
    ("gzip;q=0", None),
    ("br;q=0, gzip", "gzip"),
    ("*", "br"),
    ("*;q=0", None),
    ("gzip;q=0, *", "br"),
    ("gzipped", None),
]


@pytest.fixture
def addresses(visitor: FlaskClient) -> list[str]:
    """A page, its stylesheets, its scripts, and a feed."""
    page = html.fromstring(visitor.get("/alpha").text)
    linked = page.xpath('//link[@rel="stylesheet"]/@href') + page.xpath("//script/@src")
    assert any("/alpha/map." in address for address in linked)
    return ["/alpha", "/rss.xml", *linked]


@pytest.mark.parametrize(("accepted", "encoding"), ACCEPTED)
def test_a_client_gets_the_encoding_that_it_takes(
    visitor: FlaskClient, addresses: list[str], accepted: str, encoding: str | None
) -> None:
    for address in addresses:
        plain = visitor.get(address).data
        answer = visitor.get(address, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, address
        assert DECODE[encoding](answer.data) == plain, address
        assert "Accept-Encoding" in answer.headers["Vary"], address


def test_each_encoding_has_an_etag_of_its_own(visitor: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        answers = [visitor.get(address, headers={"Accept-Encoding": a}) for a in ("", "gzip", "br")]
        tags = [answer.headers.get("ETag") for answer in answers]
        if all(tags):
            assert len(set(tags)) == len(tags), address
            again = visitor.get(address, headers={"Accept-Encoding": "br", "If-None-Match": str(tags[2])})
            assert again.status_code == 304, address


def test_a_static_file_is_the_same_for_everybody(ada: FlaskClient, addresses: list[str]) -> None:
    for address in addresses:
        if address.startswith("/static/"):
            assert ada.get(address).headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", address


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip, br", "br"), ("gzip", "gzip"), ("gzip;q=0", None)])
def test_a_learners_pages_are_compressed_too(ada: FlaskClient, accepted: str, encoding: str | None) -> None:
    ada.get("/")  # the page with the welcome
    for path in ("/alpha", "/me", "/me/settings", "/alpha/first-steps@main-one-000000000001"):
        answer = ada.get(path, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == encoding, path
        assert DECODE[encoding](answer.data) == ada.get(path).data, path
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("part", ["a/b;q=0.1,", 'W/"x",', "*,", "q=1;,", ";"])
@pytest.mark.parametrize(
    "header", ["Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "Range", "Cookie"]
)
def test_no_header_makes_a_request_dear(visitor: FlaskClient, header: str, part: str) -> None:
    whole = part * (15_500 // len(part))
    for address in ("/alpha", "/rss.xml"):
        visitor.get(address)
        began = time.process_time()
        for _ in range(4):
            assert visitor.get(address, headers={header: whole}).status_code in {200, 304}
        assert time.process_time() - began < 0.4, address
