"""The route to a topic of a roadmap, by an address that can be shared."""

from __future__ import annotations

from flask import Blueprint, abort, redirect
from werkzeug.wrappers import Response

from webapp.catalog.model import Roadmap, Topic
from webapp.habits.goals import goal_of
from webapp.habits.plans import plans_of
from webapp.web.roadmaps.stylesheets import map_stylesheet
from webapp.web.route.address import RouteAddress, read_address
from webapp.web.route.pages import OwnPlans, choose_page, route_page
from webapp.web.site.extensions import db
from webapp.web.site.page_meta import PageMeta
from webapp.web.site.responses import meta_builder, page, public_page
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.standings import keys_of, standing_on
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import visitor
from webapp.web.topics.gone import init_gone

bp = Blueprint("route", __name__)
init_gone(bp)


@bp.get("/<slug>/route")
def route(slug: str) -> Response:
    """Shows what is missing on the way `to` a topic without those that are `known`; or lets one choose it.

    The address of a topic that has moved to another roadmap is redirected to the route there.
    """
    roadmap = find_roadmap(slug)
    if roadmap is None or not roadmap.order or roadmap.front.is_upcoming:
        abort(404)
    asked = read_address(roadmap)
    if asked.target is None:
        return _choose(asked)
    if asked.target.roadmap != roadmap.slug:
        return redirect(asked.href(asked.target, asked.view), 302)
    standing = standing_on(roadmap)
    context = route_page(standing, asked, asked.target, _own_plans(roadmap))
    meta = _route_meta(roadmap, asked.target, (map_stylesheet(roadmap),) if context.map else ())
    return public_page("route/route.html", meta, page=context)


def _own_plans(roadmap: Roadmap) -> OwnPlans:
    """Returns the goal of the plan for a roadmap, with its hours or else those of another plan."""
    who = visitor()
    paces = plans_of(db.session(), who.learner_id).paces if who else {}
    own = paces.get(keys_of(roadmap)[0])
    pace = own or next(iter(paces.values()), None)
    goal = goal_of(catalog(), roadmap, own.topic_id) if own else None
    return OwnPlans(goal, pace.minutes_a_week / 60 if pace else 0)


def _choose(asked: RouteAddress) -> Response:
    context = choose_page(standing_on(asked.roadmap), asked)
    if asked.to:
        return page("route/choose.html", _choose_meta(asked), status=404, page=context)
    return public_page("route/choose.html", _choose_meta(asked), page=context)


def _choose_meta(asked: RouteAddress) -> PageMeta:
    name = asked.roadmap.brief_title
    is_plain = not (asked.to or asked.known or asked.unknown or asked.query)
    return meta_builder().simple(
        gettext("Find your route on the %(roadmap)s roadmap", roadmap=name),
        gettext(
            "Say what you know of %(roadmap)s and where you want to get: an ordered list of what is missing.",
            roadmap=name,
        ),
        f"{asked.roadmap.path}/route" if is_plain and not asked.roadmap.front.is_hidden else "",
        asked.roadmap if asked.roadmap.graph else None,
        section="roadmaps",
        language=asked.roadmap.front.language,
    )


def _route_meta(roadmap: Roadmap, target: Topic, styles: tuple[str, ...]) -> PageMeta:
    names = {"topic": target.label, "roadmap": roadmap.brief_title}
    return meta_builder().simple(
        gettext("Route to %(topic)s, %(roadmap)s roadmap", **names),
        gettext(
            "What to learn on the way to %(topic)s on the %(roadmap)s roadmap, in order and with minutes.",
            **names,
        ),
        shows=roadmap if roadmap.graph else None,
        section="roadmaps",
        language=roadmap.front.language,
        stylesheets=styles,
    )
