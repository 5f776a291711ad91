"""The results of a search, and what is shown before one: as a page and as the fragment of the dialog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from markupsafe import Markup, escape

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.trails import trail
from webapp.learning.standing import Standing
from webapp.learning.today import Today
from webapp.search.excerpts import excerpt, parts
from webapp.search.matching import Found, Hit
from webapp.search.occurrences import words_of
from webapp.web.roadmaps.cards import AllMarks
from webapp.web.site.meters import meter
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import gettext, ngettext
from webapp.web.topics.nodes import TopicNode, topic_node

# Before anything is typed.
MOST_RECENT, MOST_NEXT, MOST_ROADMAPS = 5, 5, 8


@dataclass(frozen=True, slots=True)
class Result:
    """A roadmap or topic. Letters that match the query are marked in `label` and `sentence`.

    `node` is set on a topic; `status_words` is how far the learner is on a roadmap.
    """

    roadmap: Roadmap
    type_words: str
    href: str
    label: Markup
    crumbs: tuple[str, ...]
    sentence: Markup
    node: TopicNode | None = None
    status_words: str = ""


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """Results under a heading."""

    heading: str
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A query, which may be empty, and its results; `nearest` are similar names if there are none.

    `count_words` is empty if nothing was asked, and `more` leads to results that are not shown.
    """

    query: str
    back: str
    count_words: str
    groups: tuple[ResultGroup, ...]
    nearest: tuple[Result, ...] = ()
    more: PageLink | None = None


def results_page(query: str, found: Found, marks: AllMarks, most: int) -> SearchPage:
    """Returns the results of a query, with the best topics up to `most`."""
    words = words_of(query)
    shown = found.topics[:most]
    address = f"/search?q={quote_plus(query)}"
    count = len(found.roadmaps) + len(found.topics)
    rest = len(found.topics) - len(shown)
    words_for_rest = ngettext("%(num)d more topic", "%(num)d more topics", rest)
    return SearchPage(
        query=query,
        back=address,
        count_words=ngettext("%(num)d result", "%(num)d results", count) if count else "",
        groups=_groups(
            (gettext("Roadmaps"), [_roadmap_result(r, marks, words) for r in found.roadmaps]),
            (gettext("Topics"), [_topic_result(hit, marks, words) for hit in shown]),
        ),
        nearest=tuple(_nearest_result(name, marks) for name in found.nearest),
        more=PageLink(words_for_rest, address) if rest else None,
    )


def opening_page(catalog: Catalog, marks: AllMarks, own: Today, recent: Iterable[Hit]) -> SearchPage:
    """Returns what is shown before anything is typed.

    These are the topics that come next on the learner's roadmaps, those of `recent`, and without either
    some roadmaps.
    """
    following = [Hit(topic, standing.roadmap) for standing, topic in _next_topics(own)][:MOST_NEXT]
    latest = [hit for hit in recent if hit not in following][:MOST_RECENT]
    roadmaps = [] if following or latest else list(catalog.listed[:MOST_ROADMAPS])
    groups = _groups(
        (gettext("Next"), [_topic_result(hit, marks) for hit in following]),
        (gettext("Recent"), [_topic_result(hit, marks) for hit in latest]),
        (gettext("Roadmaps"), [_roadmap_result(r, marks) for r in roadmaps]),
    )
    return SearchPage(query="", back="/search", count_words="", groups=groups)


def _next_topics(own: Today) -> Iterator[tuple[Standing, Topic]]:
    for standing in (own.current, *own.under_way):
        if standing and standing.next_topic:
            yield standing, standing.next_topic


def _groups(*groups: tuple[str, Sequence[Result]]) -> tuple[ResultGroup, ...]:
    return tuple(ResultGroup(heading, tuple(results)) for heading, results in groups if results)


def _topic_result(hit: Hit, marks: AllMarks, words: Sequence[str] = ()) -> Result:
    topic, roadmap = hit.topic, hit.roadmap
    above = trail(roadmap, topic.id)
    section = [above[0].label] if len(above) > 1 else []
    return Result(
        roadmap=roadmap,
        type_words=gettext("Topic"),
        href=topic.path,
        label=_marked(topic.label, words),
        crumbs=(roadmap.brief_title, *section),
        sentence=_marked(excerpt(topic.text, words), words),
        node=topic_node(topic, Standing(roadmap, marks.get(roadmap.slug, {}))),
    )


def _roadmap_result(roadmap: Roadmap, marks: AllMarks, words: Sequence[str] = ()) -> Result:
    own = marks.get(roadmap.slug)
    return Result(
        roadmap=roadmap,
        type_words=gettext("Roadmap"),
        href=roadmap.path,
        label=_marked(roadmap.brief_title, words),
        crumbs=(),
        sentence=_marked(roadmap.brief_description, words),
        status_words=meter(Standing(roadmap, own)).words if own else "",
    )


def _nearest_result(found: Roadmap | Hit, marks: AllMarks) -> Result:
    return _roadmap_result(found, marks) if isinstance(found, Roadmap) else _topic_result(found, marks)


def _marked(text: str, words: Sequence[str]) -> Markup:
    """Returns a text as HTML in which the letters that match are marked."""
    pieces = (
        Markup("<mark>{}</mark>").format(part.text) if part.is_match else escape(part.text)
        for part in parts(text, words)
    )
    return Markup().join(pieces)
