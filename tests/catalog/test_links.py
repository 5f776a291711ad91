"""Addresses that content names: which are linked, how they are repaired, and which lead to this site."""

from __future__ import annotations

import pytest

from webapp.catalog.links import SlugLookup, safe_href, topic_key

LONGEST = "https://example.org/" + "x" * 1980


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("http://example.org", "http://example.org"),
        ("  https://example.org  ", "https://example.org"),
        ("HTTPS://Example.org/X", "https://Example.org/X"),
        ('https://example.org/"x"', "https://example.org/%22x%22"),
        ("htps:/example.org", "https://example.org"),
        ("hhttpss:///example.org", "https://example.org"),
        ("http//example.org", "http://example.org"),
        ("http://https://example.org", "https://example.org"),
        ("https://http://example.org", "http://example.org"),
        ("www.example.org/x", "https://www.example.org/x"),
        ("WWW.example.org", "https://WWW.example.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("MAILTO:ada@example.org", "MAILTO:ada@example.org"),
        ("/alpha", "/alpha"),
        ("/", "/"),
        (LONGEST, LONGEST),
        (LONGEST + "x", ""),
        ("", ""),
        ("   ", ""),
        ("example.org", ""),
        ("wwwexample.org", ""),
        ("#top", ""),
        ("mailto:nobody", ""),
        ("javascript:alert(1)", ""),
        ("javascript:x@example.org", ""),
        ("data:text/html,x@example.org", ""),
        ("ftp://example.org", ""),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("https://a b", ""),
        ("https://example.org/\n", "https://example.org/"),
        ("https://exa\nmple.org/", ""),
        ("https://example.org/<b>", ""),
        ("https://example.org/\ufffe", ""),
        ("http://https", ""),
        ("https://http/", ""),
        ("https://", ""),
        ("https://[::1", ""),
        ("https://[::1]/x", "https://[::1]/x"),
    ],
)  # fmt: skip
def test_an_address_is_linked_as_it_can_be_reached_or_not_at_all(address: str, linked: str) -> None:
    assert safe_href(address) == linked


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://roadmap.sh/alpha", "/alpha"),
        ("http://www.roadmap.sh/alpha/", "/alpha"),
        ("https://roadmap.sh/alpha?r=1#x", "/alpha"),
        ("roadmap.sh/alpha", ""),
        ("https://roadmap.sh/other", "https://roadmap.sh/other"),
        ("https://roadmap.sh/alpha/deep", "https://roadmap.sh/alpha/deep"),
        ("https://notroadmap.sh/alpha", "https://notroadmap.sh/alpha"),
        ("https://roadmapxsh/alpha", "https://roadmapxsh/alpha"),
        ("/alpha", "/alpha"),
        ("/alpha?view=list", "/alpha?view=list"),
        ("/alpha#first", "/alpha#first"),
        ("/alpha/first@1", "/alpha/first@1"),
        ("/other", ""),
        ("/other/alpha", ""),
        ("//alpha", ""),
        ("/", "/"),
        ("/?view=list", "/?view=list"),
        ("/roadmaps", "/roadmaps"),
        ("/tags/letters", "/tags/letters"),
        ("/search?q=x", "/search?q=x"),
        ("/login", "/login"),
        ("/signup", "/signup"),
        ("/me", "/me"),
        ("/rss.xml", "/rss.xml"),
        ("/atom.xml", "/atom.xml"),
        ("/feed.json", "/feed.json"),
        ("/sitemap.xml", "/sitemap.xml"),
        ("/llms.txt", "/llms.txt"),
        ("/pdfs/roadmaps/alpha.pdf", "/pdfs/roadmaps/alpha.pdf"),
        ("/jsons/roadmaps/alpha.json", "/jsons/roadmaps/alpha.json"),
        ("/roadmaps/alpha.png?v=2", "/roadmaps/alpha.png?v=2"),
        ("/pdfs/roadmaps/other.pdf", ""),
        ("/jsons/roadmaps/other.json", ""),
        ("/roadmaps/other.png", ""),
        ("/pdfs", ""),
        ("/jsons/", ""),
        ("/alpha.pdf", ""),
        ("/alpha/", "/alpha/"),
        ("/alpha/old-name@1#part", "/alpha/old-name@1#part"),
        ("/alpha/first@2", ""),
        ("/alpha/first", ""),
        ("/alpha/first@1/status", ""),
        ("/search/x", ""),
        ("/login/x", ""),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
    ],
)
def test_a_link_leads_to_the_page_of_this_site_that_is_here(address: str, linked: str) -> None:
    assert safe_href(address, {"alpha", topic_key("alpha", "1")}) == linked


def test_a_lookup_remembers_what_was_asked_for() -> None:
    slugs = SlugLookup({"alpha", "beta"})
    assert safe_href("https://roadmap.sh/alpha", slugs) == "/alpha"
    assert safe_href("/other", slugs) == ""
    assert (slugs.here, slugs.absent) == ({"alpha"}, {"other"})
