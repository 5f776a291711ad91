"""The page of a roadmap, and the pages of the catalog and its tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Graph, Roadmap
from webapp.catalog.slug import tag_path
from webapp.catalog.texts.markdown import render, render_inline
from webapp.drawing.signs import sign_picture
from webapp.drawing.svg_layers import badges_layer, shapes_layer
from webapp.learning.marking import main_topics
from webapp.learning.standing import Standing
from webapp.web.records.ending import Ending, ending
from webapp.web.roadmaps.cards import Card, card
from webapp.web.roadmaps.news import NewsView
from webapp.web.site.map_pictures import picture
from webapp.web.site.meters import Meter, meter
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import ngettext
from webapp.web.topics.nodes import TopicNode, topic_node
from webapp.web.topics.position import Position, position


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign of the map's author means. `picture` is its drawing."""

    picture: Markup
    label: str


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    """The page of a roadmap.

    `view` is "map", "list", or empty if the browser decides: then it is the map, or what the reader chose
    there before. A phone without scripts shows the list, led by `picture`, a small drawing of the map.
    `known` are the topics of which somebody without marks on the roadmap is asked whether they know them.
    `ending` is set if the learner has done every topic, and `news` if marked topics have become others.
    `elsewhere` offers to mark what the learner has done in other roadmaps.
    """

    roadmap: Roadmap
    view: str
    layer: Markup
    badges: Markup
    outline: Markup
    meter: Meter
    position: Position
    picture: Markup
    signs: tuple[Sign, ...]
    question_title: Markup
    question_html: Markup
    note: Markup
    parent: Roadmap | None
    variants: tuple[Roadmap, ...]
    known: tuple[TopicNode, ...]
    related: tuple[Card, ...]
    tags: tuple[PageLink, ...]
    ending: Ending | None
    elsewhere: Markup
    news: NewsView | None = None


def roadmap_page(catalog: Catalog, standing: Standing, outline: Markup, view: str) -> RoadmapPage:
    """Returns everything on the page of a roadmap, with the learner's statuses."""
    roadmap = standing.roadmap
    front = roadmap.front
    layer, badges = drawn_layers(roadmap.graph)
    related = (catalog.roadmaps.get(slug) for slug in front.related_roadmaps)
    variants = catalog.variants_of(roadmap.parent or roadmap.slug)
    # A tag that only hidden roadmaps have has no page.
    listed = {tag for r in catalog.roadmaps.values() if not r.front.is_hidden for tag in r.front.tags}
    return RoadmapPage(
        roadmap=roadmap,
        view=view,
        layer=layer,
        badges=badges,
        outline=outline,
        meter=meter(standing),
        position=position(standing),
        picture=small_map(standing) if not view else Markup(),
        signs=map_signs(roadmap.graph),
        question_title=_html(render_inline(front.question.title if front.question else "")),
        question_html=_html(render(front.question.description if front.question else "")),
        note=_html(render_inline(front.note)),
        parent=catalog.roadmaps.get(roadmap.parent),
        variants=tuple(r for r in variants if r is not roadmap),
        known=() if standing.marks else tuple(topic_node(t, standing) for t in main_topics(roadmap)),
        related=tuple(card(r) for r in related if r and not r.front.is_hidden),
        tags=tuple(tag_link(tag) for tag in front.subjects if tag in listed),
        ending=ending(catalog, standing),
        elsewhere=Markup(),
    )


def small_map(standing: Standing) -> Markup:
    """Returns the small drawing of the map: its beginning, or the part where the learner is."""
    upcoming = standing.next_topic
    return picture(standing, upcoming.id if upcoming and standing.counts.done else "")


@lru_cache(maxsize=256)
def map_signs(graph: Graph | None) -> tuple[Sign, ...]:
    """Returns the signs of the badges on a map, each once."""
    badges = (node.badge for node in graph.nodes if node.badge) if graph else ()
    entries = {entry.id: entry for entry in badges if entry.label}
    # The painter escapes every string of the graph.
    return tuple(Sign(Markup(sign_picture(e)), e.label) for e in entries.values())  # noqa: S704


@lru_cache(maxsize=256)
def drawn_layers(graph: Graph | None) -> tuple[Markup, Markup]:
    """Returns the SVG layers of a map: the shapes under the links, and the badges above them."""
    if graph is None:
        return Markup(), Markup()
    # The painter escapes every string of the graph.
    return Markup(shapes_layer(graph)), Markup(badges_layer(graph))  # noqa: S704


def drawn_first(roadmaps: Iterable[Roadmap]) -> Roadmap | None:
    """Returns the first roadmap that has a drawing to show."""
    return next((r for r in roadmaps if r.graph is not None and not r.front.is_upcoming), None)


def count_of_roadmaps(count: int) -> str:
    """Returns how many roadmaps there are, in words."""
    return ngettext("%(num)d roadmap", "%(num)d roadmaps", count)


def tag_link(tag: str) -> PageLink:
    """Returns the link to a tag's page."""
    return PageLink(tag.replace("-", " "), tag_path(tag))


def _html(sanitised: str) -> Markup:
    # The catalog has sanitised its Markdown.
    return Markup(sanitised)  # noqa: S704
