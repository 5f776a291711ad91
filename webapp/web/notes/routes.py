"""All notes of a learner on one page, and those of a roadmap as Markdown."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from webapp.catalog.model import Roadmap
from webapp.learning.days import zone_named
from webapp.progress.notes import notes_of
from webapp.progress.own import favorites_of
from webapp.web.notes.pages import all_notes, as_markdown, notes_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import NEVER, kept_offline, meta_builder, page
from webapp.web.site.services import catalog, find_roadmap
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("notes", __name__)
LONGEST_QUERY = 200


@bp.get("/me/notes")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def notes() -> BaseResponse:
    """Shows notes by roadmap, or those of one roadmap (`roadmap`), or those with some words (`q`).

    They are some at a time; `after` is the last one of those before.
    """
    only, who, session = _asked_roadmap(), signed_in(), db.session()
    context = notes_page(
        catalog(),
        notes_of(session, who.learner_id),
        favorites_of(session, who.learner_id),
        zone_named(who.time_zone),
        query=request.args.get("q", "")[:LONGEST_QUERY],
        only=only,
        after=request.args.get("after", "")[:LONGEST_QUERY],
    )
    title = gettext("Notes: %(roadmap)s", roadmap=only.brief_title) if only else gettext("Notes")
    meta = meta_builder().simple(title, gettext("What you wrote about topics, for you alone."), section="me")
    return kept_offline(page("notes/notes.html", meta, page=context))


@bp.get("/me/notes.md")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("30 per hour", key_func=learner_or_address)
def markdown() -> BaseResponse:
    """The notes on a roadmap (`roadmap`) as a Markdown file, or those on all."""
    only, who = _asked_roadmap(), signed_in()
    found = notes_of(db.session(), who.learner_id)
    groups = all_notes(catalog(), found, zone_named(who.time_zone), only)
    text = "\n".join(as_markdown(group) for group in groups)
    response = Response(text, mimetype="text/markdown")
    name = f"{only.slug}-notes.md" if only else "notes.md"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = NEVER
    return response


def _asked_roadmap() -> Roadmap | None:
    slug = request.args.get("roadmap", "")
    return (find_roadmap(slug) or abort(404)) if slug else None
