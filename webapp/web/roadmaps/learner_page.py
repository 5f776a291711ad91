"""The page of a roadmap for a learner, rendered once per content version, then filled in per request.

A page out of the ordinary is rendered as any other: that at the end of a roadmap, and one with a message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import current_app, render_template
from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap, Topic
from webapp.learning.standing import Standing
from webapp.learning.status import LEARNING
from webapp.web.roadmaps.outline_html import outline_bytes
from webapp.web.roadmaps.pages import RoadmapPage, roadmap_page, small_map
from webapp.web.roadmaps.stylesheets import map_stylesheet
from webapp.web.site.meters import OF_METER, meter
from webapp.web.site.page_meta import PageMeta
from webapp.web.site.prerendered import Prerendered, filling, hole, html_bytes, with_holes
from webapp.web.site.responses import meta_builder
from webapp.web.site.toasts import pending_toasts
from webapp.web.site.visitor import Viewer, viewer
from webapp.web.topics.position import OF_NEXT, OF_PROGRESS, Position, position, progress_values

TEMPLATE = "roadmaps/roadmap.html"
# Each takes about 0.1 MB.
MOST_TEMPLATES = 128
# What of the page depends on the learner.
OF_VIEWER = ("username", "key")


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which parts the page of a learner has."""

    view: str
    is_guest: bool
    is_admin: bool
    has_marks: bool
    is_begun: bool


def learner_page(catalog: Catalog, standing: Standing, view: str, elsewhere: Markup) -> bytes | None:
    """Returns the page for the learner of this request, or None if it has to be rendered.

    `elsewhere` offers to mark what was done in other roadmaps.
    """
    who, upcoming = viewer(), standing.next_topic
    # Who changes templates and styles sees each change at once.
    if who is None or upcoming is None or standing.is_walked or pending_toasts() or current_app.debug:
        return None
    here = position(standing)
    shape = Shape(view, who.is_guest, who.is_admin, bool(standing.marks), here.is_begun)
    template = _template(catalog, standing.roadmap, shape)
    values = _values(standing, here, upcoming, who, view)
    return template.fill({**values, "elsewhere": html_bytes(elsewhere)})


def roadmap_meta(roadmap: Roadmap) -> PageMeta:
    """Returns the metadata of the page."""
    styles = (map_stylesheet(roadmap),) if roadmap.graph and not roadmap.front.is_upcoming else ()
    return meta_builder().roadmap(roadmap, styles)


def _values(standing: Standing, here: Position, upcoming: Topic, who: Viewer, view: str) -> dict[str, bytes]:
    values = progress_values(here.sections)
    values |= {
        "outline": outline_bytes(standing, values),
        "walked": html_bytes(here.walked),
        "picture": b"" if view else html_bytes(small_map(standing)),
    }
    values |= filling(who, "viewer", OF_VIEWER)
    values |= filling(meter(standing), "meter", OF_METER)
    values |= filling(upcoming, "next", OF_NEXT)
    return values


@lru_cache(maxsize=MOST_TEMPLATES)
def _template(catalog: Catalog, roadmap: Roadmap, shape: Shape) -> Prerendered:
    # A topic that is being learnt begins a roadmap, and a mark on nothing begins none.
    mark = roadmap.order[0] if shape.is_begun else ""
    standing = Standing(roadmap, {mark: LEARNING.value} if shape.has_marks else {})
    page = _with_holes(roadmap_page(catalog, standing, Markup(), shape.view))
    who = Viewer(hole("viewer.username"), hole("viewer.key"), shape.is_guest, shape.is_admin)
    html = render_template(TEMPLATE, meta=roadmap_meta(roadmap), viewer=who, toasts=(), page=page)
    return Prerendered(html)


def _with_holes(page: RoadmapPage) -> RoadmapPage:
    upcoming = page.position.next_topic
    here = replace(
        page.position,
        sections=tuple(with_holes(section, section.key, OF_PROGRESS) for section in page.position.sections),
        next_topic=with_holes(upcoming, "next", OF_NEXT) if upcoming else None,
        walked=hole("walked"),
    )
    return replace(
        page,
        outline=hole("outline"),
        elsewhere=hole("elsewhere"),
        picture=hole("picture") if page.picture else page.picture,
        meter=with_holes(page.meter, "meter", OF_METER),
        position=here,
    )
