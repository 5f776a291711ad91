"""A feed as RSS 2.0, Atom and JSON Feed 1.1."""

from __future__ import annotations

import json
import re

from feedgen.feed import FeedGenerator

from webapp.syndication.feeds import Feed, FeedEntry


def rss(feed: Feed) -> bytes:
    """Returns the feed as RSS 2.0, with the full content of each entry."""
    generator = _generator(feed, "rss.xml")
    generator.id(feed.id)
    return _with_languages(bytes(generator.rss_str(pretty=True)), "item", feed)


def atom(feed: Feed) -> bytes:
    """Returns the feed as Atom (RFC 4287)."""
    return _with_languages(bytes(_generator(feed, "atom.xml").atom_str(pretty=True)), "entry", feed)


def json_feed(feed: Feed) -> bytes:
    """Returns the feed as JSON Feed 1.1."""
    items = [
        {
            "id": e.id,
            "url": e.url,
            "title": e.title,
            "summary": e.summary,
            "content_html": e.html,
            **_dates(e),
            "tags": list(e.tags),
            **({"language": e.language} if e.language else {}),
        }
        for e in feed.entries
    ]
    about = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": f"{feed.base}/feed.json",
        "language": feed.language,
        "items": items,
    }
    return json.dumps(about, ensure_ascii=False, indent=1).encode()


def _dates(entry: FeedEntry) -> dict[str, str]:
    """Returns the dates of an entry, where it has any: JSON Feed asks for none."""
    if entry.published is None:
        return {}
    return {"date_published": entry.published.isoformat(), "date_modified": entry.updated.isoformat()}


def _with_languages(xml: bytes, element: str, feed: Feed) -> bytes:
    """Returns a feed whose entries say in which language they are, where it is not the feed's.

    feedgen has no parameter for that. A start tag is alone on its line, and texts hold none: they are escaped
    HTML.
    """
    languages = iter(feed.entries)

    def named(match: re.Match[bytes]) -> bytes:
        language = next(languages).language
        return match[1] + (f' xml:lang="{language}">'.encode() if language else b">")

    return re.sub(rb"(?m)(^ *<" + element.encode() + rb")>$", named, xml)


def _generator(feed: Feed, name: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.id(feed.id)
    generator.title(feed.title)
    generator.subtitle(feed.description)
    generator.description(feed.description)
    generator.language(feed.language)
    # In RSS feedgen takes the last alternate as the channel's link, and `self` as atom:link.
    generator.link(href=f"{feed.base}/{name}", rel="self")
    generator.link(href=feed.home, rel="alternate")
    generator.updated(feed.updated)
    generator.pubDate(feed.updated)
    generator.lastBuildDate(feed.updated)
    generator.generator("Milepost")
    generator.author({"name": feed.author})
    for e in feed.entries:
        # feedgen puts entries first and stamps the present time unless told otherwise.
        entry = generator.add_entry(order="append")
        entry.id(e.id)
        entry.guid(e.id, permalink=False)
        entry.title(e.title)
        entry.link(href=e.url, rel="alternate")
        entry.summary(e.summary)
        entry.content(e.html, type="html" if name == "atom.xml" else "CDATA")
        if e.published:
            entry.published(e.published)
        entry.updated(e.updated)
        for tag in e.tags:
            entry.category(term=tag)
    return generator
