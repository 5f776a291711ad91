"""The metadata of a page: title, description, canonical address, picture, feeds and JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.slug import readable, tag_path
from webapp.catalog.texts.markdown import plain
from webapp.catalog.texts.shortening import shorten
from webapp.catalog.trails import unique_title
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import gettext, ngettext

PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")
TITLE_LIMIT, DESCRIPTION_LIMIT, DESCRIPTION_LEAST = 80, 300, 30


@dataclass(frozen=True, slots=True)
class PageMeta:
    """The metadata in the head of a page. Addresses are absolute; each of `json_ld` becomes a script.

    `language` is that of what the page is about, where it is not the site's.
    """

    title: str
    description: str
    canonical: str = ""
    robots: str = ""
    og_type: str = "website"
    image: str = ""
    image_alt: str = ""
    keywords: str = ""
    json_ld: tuple[Mapping[str, Any], ...] = ()
    stylesheets: tuple[str, ...] = ()
    feeds: tuple[PageLink, ...] = ()
    section: str = ""
    language: str = ""


class MetaBuilder:
    """Builds the metadata of pages for the site with that address, name and language."""

    def __init__(self, site_url: str, site_name: str, language: str) -> None:
        self._url = site_url
        self._name = site_name
        self._language = language

    def simple(
        self, title: str, description: str, path: str = "", shows: Roadmap | None = None, **more: Any
    ) -> PageMeta:
        """Returns the metadata of a page. Without `path` the page gets `noindex`.

        The page's share picture is that of the roadmap `shows`.
        """
        if shows is not None:
            more["image"] = self._picture(shows, "")
            more["image_alt"] = gettext("The beginning of the %(roadmap)s roadmap", roadmap=shows.brief_title)
        if not path:
            more.setdefault("robots", "noindex")
        return PageMeta(
            title=_cut(title if self._name in title else f"{title} · {self._name}", TITLE_LIMIT),
            description=_cut(description, DESCRIPTION_LIMIT),
            canonical=self._url + path if path else "",
            feeds=more.pop("feeds", self.feeds()),
            **more,
        )

    def feeds(self, tag: str = "") -> tuple[PageLink, ...]:
        """Returns links to the feeds of a tag, or to those of all roadmaps."""
        base = tag_path(tag) if tag else ""
        return tuple(PageLink(_feed_label(tag, kind), f"{base}/{name}") for kind, name in _FEEDS)

    def roadmap(self, roadmap: Roadmap, stylesheets: tuple[str, ...]) -> PageMeta:
        """Returns the metadata of a roadmap's page."""
        front = roadmap.front
        path = f"/{roadmap.slug}"
        topics = [roadmap.topics[i] for i in roadmap.order]
        listed = ", ".join(t.label for t in topics[:8])
        description = front.seo.description or roadmap.description
        if len(description) < DESCRIPTION_LEAST:
            more = ngettext(
                "A learning roadmap in %(num)d topic: %(topics)s",
                "A learning roadmap in %(num)d topics: %(topics)s",
                len(topics),
                topics=listed,
            )
            description = f"{_sentence(description)} {more}".strip()
        data: list[Mapping[str, Any]] = [self._crumbs([*_above(roadmap), (roadmap.brief_title, path)])]
        if not front.is_upcoming:
            data.insert(0, self._resource(roadmap, description))
            data.append(self._items(topics))
        if front.question:
            data.append(_faq(plain(front.question.title), plain(front.question.description)))
        image = front.seo.og_image_url or front.schema.image_url
        return self.simple(
            front.seo.title or roadmap_title(roadmap.title),
            description,
            "" if front.is_upcoming or front.is_hidden else path,
            og_type="article",
            image=self._picture(roadmap, image),
            image_alt=gettext("The beginning of the %(roadmap)s roadmap", roadmap=roadmap.brief_title),
            keywords=", ".join(front.seo.keywords),
            json_ld=tuple(_json_ld(d) for d in data),
            language=front.language,
            stylesheets=stylesheets,
            section="roadmaps",
        )

    def topic(self, roadmap: Roadmap, topic: Topic, original: Topic) -> PageMeta:
        """Returns the metadata of a topic's page.

        A topic that is not drawn on the map gets `noindex`. The canonical address is that of `original`.
        """
        description = plain(topic.text) or gettext(
            "%(topic)s: a topic of the %(roadmap)s roadmap, and where to read about it.",
            topic=topic.title,
            roadmap=roadmap.brief_title,
        )
        if len(description) < DESCRIPTION_LEAST:
            more = gettext("A topic of the %(roadmap)s roadmap.", roadmap=roadmap.brief_title)
            description = f"{_sentence(description)} {more}"
        resource = {
            "@type": "LearningResource",
            "name": topic.title,
            "description": _cut(description, DESCRIPTION_LIMIT),
            "url": self._url + topic.path,
            "inLanguage": roadmap.front.language or self._language,
            "isPartOf": {
                "@type": "LearningResource",
                "name": roadmap.title,
                "url": f"{self._url}/{roadmap.slug}",
            },
        }
        crumbs = self._crumbs([(roadmap.brief_title, f"/{roadmap.slug}"), (topic.title, topic.path)])
        listed = topic.drawn and not (roadmap.front.is_hidden or roadmap.front.is_upcoming)
        return self.simple(
            gettext(
                "%(topic)s, %(roadmap)s roadmap",
                topic=unique_title(roadmap, topic),
                roadmap=roadmap.brief_title,
            ),
            description,
            original.path if listed else "",
            og_type="article",
            image=f"{self._url}/roadmaps/{roadmap.slug}.png",
            image_alt=gettext("The beginning of the %(roadmap)s roadmap", roadmap=roadmap.brief_title),
            json_ld=(_json_ld(resource), _json_ld(crumbs)),
            language=roadmap.front.language,
            section="roadmaps",
        )

    def _picture(self, roadmap: Roadmap, address: str) -> str:
        """Returns the address of a roadmap's picture on this site.

        Only the path of `address` is used, because content names the site that it was written for.
        """
        path = urlsplit(address).path
        is_file = path.lower().endswith(PICTURES)
        return f"{self._url}/{path.lstrip('/')}" if is_file else f"{self._url}/roadmaps/{roadmap.slug}.png"

    def _resource(self, roadmap: Roadmap, description: str) -> Mapping[str, Any]:
        schema = roadmap.front.schema
        found = {
            "@type": "LearningResource",
            "name": schema.headline or roadmap.title,
            "description": _cut(schema.description or description, DESCRIPTION_LIMIT),
            "url": f"{self._url}/{roadmap.slug}",
            "image": self._picture(roadmap, schema.image_url),
            "inLanguage": roadmap.front.language or self._language,
            "learningResourceType": "roadmap",
            "isAccessibleForFree": True,
            "datePublished": schema.published.isoformat() if schema.published else None,
            "dateModified": roadmap.modified.isoformat() if roadmap.modified else None,
            "publisher": {"@type": "Organization", "name": self._name, "url": self._url},
        }
        return {k: v for k, v in found.items() if v is not None}

    def _crumbs(self, steps: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
        rows = [(gettext("Roadmaps"), "/roadmaps"), *steps]
        items = [
            {"@type": "ListItem", "position": n, "name": name, "item": self._url + path}
            for n, (name, path) in enumerate(rows, 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _items(self, topics: Sequence[Topic]) -> Mapping[str, Any]:
        items = [
            {"@type": "ListItem", "position": n, "name": t.label, "url": self._url + t.path}
            for n, t in enumerate(topics, 1)
        ]
        return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


_FEEDS = (("RSS", "rss.xml"), ("Atom", "atom.xml"), ("JSON Feed", "feed.json"))


def _feed_label(tag: str, kind: str) -> str:
    if tag:
        return gettext("New roadmaps of %(tag)s, %(kind)s", tag=tag, kind=kind)
    return gettext("New roadmaps, %(kind)s", kind=kind)


def roadmap_title(title: str) -> str:
    """Returns a title that contains the word roadmap."""
    return title if "roadmap" in title.lower() else gettext("%(title)s roadmap", title=title)


def _above(roadmap: Roadmap) -> list[tuple[str, str]]:
    """Returns the breadcrumb of a variant's parent, as a list that is empty for other roadmaps."""
    return [(readable(roadmap.parent), f"/{roadmap.parent}")] if roadmap.parent else []


def _faq(question: str, answer: str) -> Mapping[str, Any]:
    accepted = {"@type": "Answer", "text": answer}
    return {
        "@type": "FAQPage",
        "mainEntity": [{"@type": "Question", "name": question, "acceptedAnswer": accepted}],
    }


def _json_ld(data: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"@context": "https://schema.org", **data}


def _sentence(text: str) -> str:
    """Returns a text that ends with a full stop, so that another sentence can follow."""
    return f"{text}." if text and text[-1].isalnum() else text


def _cut(text: str, limit: int) -> str:
    return shorten(" ".join(text.split()), limit)
