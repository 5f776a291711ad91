"""What HTMX swaps in after a mark on one topic: rendered once for each shape, then filled in per request.

An answer out of the ordinary is rendered as any other: that which ends a roadmap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from flask import current_app, render_template, request
from markupsafe import Markup

from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.node_types import TopicType
from webapp.learning.standing import Standing
from webapp.learning.status import status_named
from webapp.web.site.meters import OF_METER, meter
from webapp.web.site.prerendered import Prerendered, Values, filling, hole, html_bytes, with_holes
from webapp.web.site.services import settings
from webapp.web.site.toasts import Toast
from webapp.web.site.visitor import Viewer, viewer
from webapp.web.topics.demand import demand_words
from webapp.web.topics.nodes import node_with, topic_node
from webapp.web.topics.pages import GoOn, go_on, is_main, topic_page
from webapp.web.topics.position import OF_NEXT, OF_PROGRESS, Position, SectionProgress, position, sections_of

TEMPLATE = "topics/_changed.html"
# Each takes about 8 KB.
MOST_TEMPLATES = 1024
OF_TOPIC = ("id", "slug", "label", "title")
OF_SECTION = ("key", "label", "marks_href", *OF_PROGRESS)


_NO_SECTION = SectionProgress("", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which parts the answer has, and of what kind they are.

    `sections` has for each section whether all of it can be marked at once.
    """

    type: TopicType
    badge: str
    optional: str
    may_be_optional: bool
    status: str
    is_main: bool
    begins_section: bool
    sections: tuple[bool, ...]
    goes_on: bool
    is_begun: bool
    is_guest: bool
    can_undo: bool


def changed_html(standing: Standing, topic: Topic, toast: Toast) -> bytes | None:
    """Returns the answer for the learner of this request, or None if it has to be rendered."""
    who, upcoming = viewer(), standing.next_topic
    # Who changes templates sees each change at once.
    if who is None or upcoming is None or standing.is_walked or current_app.debug:
        return None
    if standing.changed_with(topic.id):
        return None
    here, following = position(standing), go_on(standing, topic)
    around, node = sections_of(standing, [topic]), topic_node(topic, standing)
    begun = next((section for section in around if section.topic_id == topic.id), None)
    shape = Shape(
        type=topic.type,
        badge=topic.badge,
        optional=node.optional,
        may_be_optional=node.may_be_optional,
        status=standing.status_of(topic.id).value,
        is_main=is_main(standing.roadmap, topic),
        begins_section=begun is not None,
        sections=tuple(bool(section.marks_href) for section in around),
        goes_on=following is not None,
        is_begun=here.is_begun,
        is_guest=who.is_guest,
        can_undo=bool(toast.undo_href),
    )
    values = {
        "walked": html_bytes(here.walked),
        "path": html_bytes(request.path),
        "demand": html_bytes(demand_words(standing, topic)),
        **filling(who, "viewer", ("key",)),
        **filling(topic, "topic", OF_TOPIC),
        **filling(upcoming, "next", OF_NEXT),
        **filling(meter(standing), "meter", OF_METER),
        **filling(toast, "toast", ("words", "undo_href")),
        **(filling(following, "go_on", ("words",)) if following else {}),
        **(filling(begun, "begun", OF_SECTION) if begun else {}),
        **_section_values(around),
    }
    return _template(standing.roadmap, shape, settings().language).fill(values)


def _section_values(sections: tuple[SectionProgress, ...]) -> Values:
    values: dict[str, bytes] = {}
    for place, section in enumerate(sections):
        values |= filling(section, f"section.{place}", OF_SECTION)
    return values


def _section_with_holes(place: int, can_mark: bool) -> SectionProgress:
    section = with_holes(_NO_SECTION, f"section.{place}", OF_SECTION)
    return section if can_mark else replace(section, marks_href="")


@lru_cache(maxsize=MOST_TEMPLATES)
def _template(roadmap: Roadmap, shape: Shape, language: str) -> Prerendered:
    nobody = Standing(roadmap, {})
    example = roadmap.topics[roadmap.order[0]]
    topic = with_holes(replace(example, type=shape.type, badge=shape.badge), "topic", OF_TOPIC)
    # Only a topic or a group with an id begins a section that can be marked, and a topic has one.
    begun = with_holes(_NO_SECTION, "begun", OF_SECTION) if shape.begins_section else None
    page = replace(
        topic_page(nobody, example),
        node=replace(
            node_with(topic, status_named(shape.status), shape.optional),
            section=begun,
            may_be_optional=shape.may_be_optional,
        ),
        demand=hole("demand"),
        go_on=GoOn("", "", "", hole("go_on.words")) if shape.goes_on else None,
        meter=with_holes(meter(nobody), "meter", OF_METER),
        is_main=shape.is_main,
    )
    html = render_template(
        TEMPLATE,
        roadmap=roadmap,
        pages=[page],
        nodes=(),
        main_ids=(),
        meter=page.meter,
        position=Position((), with_holes(example, "next", OF_NEXT), hole("walked"), shape.is_begun),
        sections=[_section_with_holes(n, can_mark) for n, can_mark in enumerate(shape.sections)],
        ending=None,
        companions=(),
        toast=Toast(hole("toast.words"), hole("toast.undo_href") if shape.can_undo else Markup()),
        opened=None,
        opened_title="",
        viewer=Viewer("", hole("viewer.key"), shape.is_guest),
        request_path=hole("path"),
    )
    return Prerendered(html)
