"""The pages of routes: choosing where to get, and what is missing on the way, as a list or on the map."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import render_template
from markupsafe import Markup

from webapp.catalog.model import Roadmap, Topic
from webapp.habits.goals import Goal
from webapp.habits.planning import USUAL
from webapp.learning.demands import demands
from webapp.learning.routes import Reason, Route, Step, route_to
from webapp.learning.standing import Standing
from webapp.web.roadmaps.pages import drawn_layers, map_signs
from webapp.web.route.address import RouteAddress
from webapp.web.site.study_times import about_minutes
from webapp.web.site.translations import gettext, ngettext
from webapp.web.topics.nodes import TopicNode, outline_items, topic_node
from webapp.web.topics.position import SectionProgress, sections_by_entry

MINUTES_OF_HOURS = 90  # from these on a time is said in hours


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a route, with why it is there, in words. `state` says that it was begun or skipped."""

    node: TopicNode
    minutes_words: str
    why: str
    state: str


@dataclass(frozen=True, slots=True)
class RouteMap:
    """The map of the roadmap, on which the topics of the route are numbered and the others fade."""

    layer: Markup
    outline: Markup
    badges: Markup


@dataclass(frozen=True, slots=True)
class OwnPlans:
    """What a learner has planned: where on the roadmap, if anywhere, and for how many hours a week."""

    goal: Goal | None = None
    hours: float = 0


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """What the plan of a learner has to do with a route.

    `hours` are those of a week by which its time is told. `is_planned` is set if the plan leads to this
    topic, and `replaces` if there is another plan for the roadmap.
    """

    hours: str
    is_planned: bool
    replaces: bool


@dataclass(frozen=True, slots=True)
class RoutePage:
    """The route to a topic. `map` is set if it is shown on the map; `href` is its address as a list.

    `known` are the topics that the address calls known, and `unknown_words` say that it also names others.
    `hours` are those that it names, if any.
    """

    roadmap: Roadmap
    target: Topic
    rows: tuple[StepRow, ...]
    facts: tuple[str, ...]
    known: tuple[Topic, ...]
    unknown_words: str
    hours: str
    href: str
    map_href: str
    choose_href: str
    here: str
    map: RouteMap | None
    plan: RoutePlan


@dataclass(frozen=True, slots=True)
class Destination:
    """A topic to get to with its status, and the address of the route to it. `sign` shows its badge."""

    node: TopicNode
    href: str
    sign: Markup


@dataclass(frozen=True, slots=True)
class ChooseGroup:
    """A section of the roadmap with those of its topics that fit.

    `progress` is set if it holds more than one topic.
    """

    label: str
    topics: tuple[Destination, ...]
    progress: SectionProgress | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """The choice of a topic to get to. `missing_words` say that the one in the address is not there."""

    roadmap: Roadmap
    query: str
    groups: tuple[ChooseGroup, ...]
    known: tuple[Topic, ...]
    missing_words: str


def route_page(standing: Standing, asked: RouteAddress, target: Topic, own: OwnPlans) -> RoutePage:
    """Returns the route to a topic as its page shows it."""
    found = route_to(standing, target, [topic.id for topic in asked.known])
    rows = tuple(_row(step, standing) for step in found.steps)
    hours = asked.hours or own.hours or USUAL / 60
    is_map = asked.view == "map"
    return RoutePage(
        roadmap=standing.roadmap,
        target=target,
        rows=rows,
        facts=tuple(_facts(found, hours)),
        known=asked.known,
        unknown_words=_unknown_words(asked.unknown),
        hours=f"{asked.hours:g}" if asked.hours else "",
        href=asked.href(target),
        map_href=asked.href(target, "map") if standing.roadmap.graph else "",
        choose_href=asked.href(),
        here=asked.href(target, asked.view),
        map=_map(standing, rows) if is_map else None,
        plan=_plan(own.goal, target, hours),
    )


def _plan(goal: Goal | None, target: Topic, hours: float) -> RoutePlan:
    is_planned = goal is not None and goal.target == target
    return RoutePlan(f"{hours:g}", is_planned, replaces=goal is not None and not is_planned)


def choose_page(standing: Standing, asked: RouteAddress) -> ChoosePage:
    """Returns the topics to which a route can lead, by section."""
    return ChoosePage(
        roadmap=asked.roadmap,
        query=asked.query,
        groups=tuple(_groups(standing, asked)),
        known=asked.known,
        missing_words=gettext("This roadmap has no such topic. Choose another one.") if asked.to else "",
    )


def _groups(standing: Standing, asked: RouteAddress) -> Iterable[ChooseGroup]:
    wanted = asked.query.casefold().split()
    progress = {section.entry: shown for section, shown in sections_by_entry(standing)}
    signs = {sign.label: sign.picture for sign in map_signs(asked.roadmap.graph)}
    # Of all sections the one where the learner is.
    here = standing.next_topic
    for entry, ids, _ in demands(asked.roadmap).sections:
        topics = [asked.roadmap.topics[i] for i in ids if i in asked.roadmap.topics]
        fitting = [t for t in topics if all(word in t.label.casefold() for word in wanted)]
        if fitting:
            found = tuple(
                Destination(topic_node(t, standing), asked.href(t), signs.get(t.badge, Markup()))
                for t in fitting
            )
            is_open = bool(wanted) or (here is not None and here.id in ids)
            yield ChooseGroup(entry.label, found, progress.get(entry), is_open)


def _row(step: Step, standing: Standing) -> StepRow:
    node = topic_node(step.topic, standing)
    return StepRow(node, about_minutes(step.minutes), _why(step.reason), _state(node.status))


def _state(status: str) -> str:
    words = {"learning": gettext("Begun"), "skipped": gettext("You skipped it")}
    return words.get(status, "")


def _why(reason: Reason) -> str:
    match reason.kind:
        case "target":
            return gettext("Where you want to get")
        case "required":
            return gettext("Needed for %(topics)s", topics=", ".join(t.label for t in reason.topics))
        case "recommended":
            return gettext("Recommended in %(section)s", section=reason.name)
        case "choice":
            return gettext("From %(group)s, where not all are needed", group=reason.name)
    return gettext("On the main path")


def _facts(found: Route, hours: float) -> Iterable[str]:
    count, minutes = len(found.steps), found.minutes
    if not count:
        return
    yield ngettext("%(num)d topic", "%(num)d topics", count)
    if minutes < MINUTES_OF_HOURS:
        yield about_minutes(minutes)
    else:
        yield ngettext("about %(num)d hour", "about %(num)d hours", round(minutes / 60))
    weeks = math.ceil(minutes / 60 / hours)
    if weeks > 1 and hours == 1:
        yield ngettext("about %(num)d week at an hour a week", "about %(num)d weeks at an hour a week", weeks)
    elif weeks > 1:
        yield ngettext(
            "about %(num)d week at %(hours)s hours a week",
            "about %(num)d weeks at %(hours)s hours a week",
            weeks,
            hours=f"{hours:g}",
        )


def _unknown_words(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(num)d topic in this address is not in this roadmap any more. It is left out.",
        "%(num)d topics in this address are not in this roadmap any more. They are left out.",
        count,
    )


def _map(standing: Standing, rows: Iterable[StepRow]) -> RouteMap:
    roadmap = standing.roadmap
    on_route = {row.node.topic.id: replace(row.node, place=str(place)) for place, row in enumerate(rows, 1)}
    nodes = {i: on_route.get(i) or topic_node(roadmap.topics[i], standing) for i in roadmap.order}
    items = outline_items(roadmap, "whole", nodes, {})
    html = render_template("roadmaps/_outline.html", outline=items, roadmap=roadmap)
    layer, badges = drawn_layers(roadmap.graph)
    return RouteMap(layer, Markup(html), badges)  # noqa: S704  # escaped by the template
