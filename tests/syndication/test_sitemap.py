"""The sitemap as a search engine reads it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import etree, html

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def rows(visitor: FlaskClient) -> etree._Element:
    answer = visitor.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    return etree.fromstring(answer.data)


def test_every_address_answers_is_indexable_and_canonical_to_itself(visitor: FlaskClient) -> None:
    addresses = rows(visitor).xpath("//s:loc/text()", namespaces=NS)
    assert len(addresses) == len(set(addresses)) > 5
    for address in addresses:
        answer = visitor.get(urlsplit(address).path)
        assert answer.status_code == 200, address
        page = html.fromstring(answer.text)
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        assert not page.xpath("//meta[@name='robots']")


def test_dates_have_a_zone_and_come_from_the_content(visitor: FlaskClient) -> None:
    tree = rows(visitor)
    for moment in tree.xpath("//s:lastmod/text()", namespaces=NS):
        assert datetime.fromisoformat(moment).tzinfo
    alpha = tree.xpath("//s:url[contains(s:loc, '/alpha')][1]", namespaces=NS)[0]
    assert alpha.findtext("s:lastmod", namespaces=NS) == "2026-03-04T00:00:00+00:00"
    assert (alpha.findtext("s:changefreq", namespaces=NS), alpha.findtext("s:priority", namespaces=NS)) == (
        "weekly",
        "0.8",
    )


def test_what_is_upcoming_or_outside_the_main_sitemap_is_not_in_it(visitor: FlaskClient) -> None:
    text = " ".join(rows(visitor).xpath("//s:loc/text()", namespaces=NS))
    assert "/gamma" not in text
    assert "/beta" not in text
    assert "/tags/main-sitemap" not in text


def test_it_stays_the_same_and_answers_conditionally(visitor: FlaskClient) -> None:
    first = visitor.get("/sitemap.xml")
    assert first.data == visitor.get("/sitemap.xml").data
    assert visitor.get("/sitemap.xml", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_robots_names_it(visitor: FlaskClient) -> None:
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in visitor.get("/robots.txt").text
