"""What others see of a learner's progress: the public profile, links that expire, and badges."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, redirect
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.directory import find_learner
from webapp.accounts.public import public_name
from webapp.accounts.tokens import read_own_token
from webapp.drawing.badge import badge
from webapp.learning.standing import Standing
from webapp.progress.profiles import profile_of
from webapp.progress.shares import BADGE, PAGE, find_link
from webapp.web.sharing.pages import public_profile, shown_progress, standing_of
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog
from webapp.web.site.standings import slug_of
from webapp.web.site.translations import gettext

bp = Blueprint("sharing", __name__)
# A README shows an old badge no longer than this.
BADGE_CACHE = "public, max-age=300"


@bp.get("/u/<username>")
def profile(username: str) -> BaseResponse:
    """The public page of an account. One that is closed answers as if there were no such account.

    So does a name that its owner had before: who gives a name up may not want to be found by it.
    """
    session = db.session()
    learner_id = find_learner(session, username) if "@" not in username else None
    name = public_name(session, learner_id) if learner_id else ""
    choice = profile_of(session, learner_id) if learner_id and name else None
    if learner_id is None or choice is None or not choice.is_open:
        abort(404)
    if name != username:
        return redirect(f"/u/{name}", 302)
    context = public_profile(catalog(), session, learner_id, name, choice)
    about = gettext("What %(name)s is learning, and how far it has come.", name=name)
    meta = meta_builder().simple(name, about, f"/u/{name}" if choice.may_be_indexed else "")
    return page("sharing/profile.html", meta, page=context)


@bp.get("/share/<token>")
def shared(token: str) -> BaseResponse:
    """Shows a learner's progress on a roadmap to whoever has the link, until it expires or is revoked."""
    name, standing = _shown_by(token, PAGE)
    context = shown_progress(standing)
    title = gettext("%(name)s: %(roadmap)s", name=name, roadmap=standing.roadmap.brief_title)
    about = gettext("How far %(name)s has come on this roadmap.", name=name)
    response = page("sharing/shared.html", meta_builder().simple(title, about), shown=context, name=name)
    # The address is a secret of its owner's.
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@bp.get("/badge/<token>.svg")
def badge_picture(token: str) -> BaseResponse:
    """The badge of a roadmap, for pages of other sites."""
    _, standing = _shown_by(token, BADGE)
    counts = standing.counts
    words = gettext("%(done)d of %(total)d", done=counts.done, total=counts.total)
    response = Response(badge(standing.roadmap.brief_title, words), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = BADGE_CACHE
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _shown_by(text: str, kind: str) -> tuple[str, Standing]:
    """Returns whose progress a link shows, and where they stand. Aborts with 404."""
    token, session = read_own_token(text), db.session()
    if token is None:
        abort(404)
    link = find_link(session, token.learner_id, token.hash, kind, datetime.now(UTC))
    name = public_name(session, token.learner_id) if link else ""
    roadmap = catalog().roadmaps.get(slug_of(link.roadmap)) if link and name else None
    return (name, standing_of(session, token.learner_id, roadmap)) if roadmap else abort(404)
