"""The page of the gallery, which shows a roadmap that is not in the content folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from webapp.catalog.digest import digest
from webapp.catalog.findings import Findings
from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.inference.infer import infer_outline
from webapp.catalog.maps.graph import parse_graph
from webapp.catalog.model import Roadmap, reading_order
from webapp.catalog.texts.topics import join_topics
from webapp.drawing.gallery import gallery_graph, status_topic_id
from webapp.learning.status import STATUSES
from webapp.web.roadmaps.pages import drawn_layers

SLUG = "dev/gallery"


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """The three layers of the gallery's map."""

    layer: Markup
    outline: Markup
    badges: Markup


@cache
def gallery_roadmap() -> Roadmap:
    """Returns the gallery as a roadmap. Raises ValueError if its graph has errors."""
    text = json.dumps(gallery_graph(status.value for status in STATUSES))
    found = Findings("gallery")
    graph = parse_graph(text, (), found)
    if graph is None or any("has no text" not in f.message for f in found.collected):
        raise ValueError(f"the gallery is no graph: {found.collected}")
    topics = join_topics(SLUG, graph, {}, (), "", found, wants_texts=False)
    outline = infer_outline(graph)
    return Roadmap(
        slug=SLUG,
        title="Gallery",
        description="",
        brief_title="Gallery",
        brief_description="",
        front=FrontMatter(),
        version=digest([text.encode()]),
        graph=graph,
        topics=topics,
        outline=outline,
        order=reading_order(outline),
    )


def gallery_statuses() -> dict[str, str]:
    """Returns the status of each topic that shows one, by topic id."""
    return {status_topic_id(status.value): status.value for status in STATUSES}


def gallery_page(outline: Markup) -> GalleryPage:
    """Returns the page of the gallery."""
    roadmap = gallery_roadmap()
    layer, badges = drawn_layers(roadmap.graph)
    return GalleryPage(layer, outline, badges)
