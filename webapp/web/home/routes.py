"""The front page."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.web.home.pages import home_page
from webapp.web.roadmaps.pages import drawn_first
from webapp.web.site.responses import meta_builder, public_page
from webapp.web.site.services import catalog, settings
from webapp.web.site.standings import marks_overview
from webapp.web.site.translations import gettext

bp = Blueprint("home", __name__)


@bp.get("/")
def home() -> Response:
    """Shows what the site is, the beginning of a map, and all roadmaps."""
    hero = drawn_first(catalog().listed)
    meta = meta_builder().simple(
        gettext("%(site)s: learning roadmaps you can follow and tick off", site=settings().site_name),
        gettext(
            "Follow a roadmap topic by topic, read what each one is about, "
            "and keep track of what you have learnt."
        ),
        "/",
        shows=hero,
        section="home",
    )
    return public_page("home/home.html", meta, page=home_page(catalog(), hero, marks_overview()))
