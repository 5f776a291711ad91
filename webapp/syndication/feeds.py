"""The feed of new roadmaps, independent of its format (see `feed_formats`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from html import escape
from urllib.parse import quote

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Entry, Roadmap
from webapp.catalog.slug import tag_path
from webapp.catalog.texts.markdown import plain, render

MOST_ENTRIES = 50
# When a roadmap, by its permanent name, or the site, by the empty name, was first served.
FirstServed = Callable[[str], datetime]


@dataclass(frozen=True, slots=True)
class FeedWords:
    """What feeds say by themselves, in one language.

    Titles and descriptions have places for `site` and, those of a tag, for `tag`.
    """

    site_name: str
    language: str
    title: str
    tag_title: str
    description: str
    tag_description: str
    topics: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A roadmap in a feed. `id` is a tag URI (RFC 4151), so that a new title, slug or host keeps it.

    `published` is None where the roadmap has no date; then `updated` is when it was first served.
    `language` is set where it is not the feed's.
    """

    id: str
    title: str
    url: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime
    tags: tuple[str, ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of new roadmaps, of the whole site or of a tag.

    `home` is the address of its page, `base` the address that the name of a format is added to.
    """

    id: str
    title: str
    description: str
    home: str
    base: str
    language: str
    author: str
    entries: tuple[FeedEntry, ...]
    # When an entry changed last, or else when the site was first served.
    updated: datetime


def make_feed(
    catalog: Catalog, site_url: str, words: FeedWords, first_served: FirstServed, tag: str = ""
) -> Feed:
    """Returns the feed of the newest roadmaps, newest first; with `tag` only those that have it.

    `first_served` is asked for the time of each roadmap without a date, by its permanent name, and where
    there are no roadmaps for that of the site, by the empty name.
    """
    shown = [r for r in catalog.listed if not r.front.is_upcoming and (not tag or tag in r.front.tags)]
    shown.sort(key=lambda r: r.slug)
    shown.sort(key=lambda r: published_day(r) or date.min, reverse=True)
    entries = tuple(_entry(r, site_url, words, first_served) for r in shown[:MOST_ENTRIES])
    about = {"site": words.site_name, "tag": tag.replace("-", " ")}
    return Feed(
        id=f"tag:milepost.invalid,2026:feed{'/' + quote(tag) if tag else ''}",
        title=_clean((words.tag_title if tag else words.title) % about),
        description=_clean((words.tag_description if tag else words.description) % about),
        home=site_url + tag_path(tag) if tag else f"{site_url}/",
        base=site_url + tag_path(tag) if tag else site_url,
        language=words.language,
        author=words.site_name,
        entries=entries,
        updated=max(e.updated for e in entries) if entries else first_served(""),
    )


def permanent_name(roadmap: Roadmap) -> str:
    """Returns the name of a roadmap in feeds, which a new slug does not change."""
    return roadmap.feed_name or roadmap.front.id or roadmap.slug


def published_day(roadmap: Roadmap) -> date | None:
    """Returns when a roadmap was published, as far as its front matter says."""
    return roadmap.front.schema.published or roadmap.modified


def _entry(roadmap: Roadmap, site_url: str, words: FeedWords, first_served: FirstServed) -> FeedEntry:
    name, day = permanent_name(roadmap), published_day(roadmap)
    return FeedEntry(
        id=f"tag:milepost.invalid,2026:roadmap/{name}",
        title=_clean(roadmap.title).strip() or roadmap.slug,
        url=f"{site_url}/{roadmap.slug}",
        summary=_clean(plain(roadmap.description)),
        html=_clean(_content(roadmap, site_url, words)),
        published=_moment(day) if day else None,
        updated=_moment(max(roadmap.modified or day, day)) if day else first_served(name),
        tags=tuple(_clean(t) for t in roadmap.front.tags),
        language=roadmap.front.language if roadmap.front.language != words.language else "",
    )


def _content(roadmap: Roadmap, site_url: str, words: FeedWords) -> str:
    parts = [f"<p>{escape(roadmap.description)}</p>"]
    if question := roadmap.front.question:
        body = render(question.description).replace('href="/', f'href="{site_url}/')
        parts.append(f"<h2>{escape(question.title)}</h2>{body}")
    parts.append(f"<h2>{escape(words.topics)}</h2>{_list(roadmap, roadmap.outline, site_url)}")
    return "".join(parts)


def _list(roadmap: Roadmap, entries: tuple[Entry, ...], site_url: str) -> str:
    rows = []
    for entry in entries:
        below = _list(roadmap, entry.children, site_url)
        if entry.kind != "topic" and not below:
            # Notes, links, and a heading over links only.
            continue
        label = escape(entry.label)
        if entry.kind == "topic":
            label = f'<a href="{escape(site_url + roadmap.topics[entry.id].path)}">{label}</a>'
        rows.append(f"<li>{label}{below}</li>")
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _clean(text: str) -> str:
    """Returns a text without the characters that XML 1.0 cannot hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
