"""The settings of the public profile, and of links and badges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.tokens import new_token
from webapp.catalog.model import Roadmap
from webapp.db.unit_of_work import writing
from webapp.progress.profiles import ProfileChoice, profile_of, save_profile
from webapp.progress.shares import BADGE, PAGE, TooManyLinks, links_of, make_link, revoke_link
from webapp.web.sharing.pages import LinksPage, MadeLink, begun, link_rows, profile_settings
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import catalog, find_roadmap, settings
from webapp.web.site.standings import mark_keys, marks_overview
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in

bp = Blueprint("sharing_settings", __name__)
# How long a link may work, as the form says it.
DAYS = {"1": 1, "7": 7, "30": 30}


@bp.get("/me/settings/profile")
@account_required
def profile() -> Response:
    """Shows what of the learner everybody can see."""
    who = signed_in()
    choice = profile_of(db.session(), who.learner_id)
    context = profile_settings(catalog(), marks_overview(), choice, who.username, settings().site_url)
    meta = meta_builder().simple(gettext("Public profile"), gettext("What everybody can see."), section="me")
    return page("sharing/profile_settings.html", meta, page=context)


@bp.post("/me/settings/profile")
@account_required
@limiter.limit("60 per minute", key_func=learner_or_address)
def save() -> Response:
    """Opens or closes the profile, and chooses its roadmaps."""
    who, form = signed_in(), request.form
    chosen = [roadmap for slug in form.getlist("roadmap") if (roadmap := find_roadmap(slug))]
    keys = frozenset(mark_keys(roadmap)[0] for roadmap in chosen)
    choice = ProfileChoice("is_open" in form, "may_be_indexed" in form, keys)
    with writing(db.session()) as session:
        save_profile(session, who.learner_id, choice)
    opened = gettext("Your profile is open.")
    show_on_next_page(Toast(opened if choice.is_open else gettext("Your profile is closed.")))
    return redirect("/me/settings/profile", 303)


@bp.get("/me/settings/links")
@account_required
def links() -> Response:
    """Shows the links and badges that work now."""
    return _links_page()


@bp.post("/me/settings/links")
@account_required
@limiter.limit("30 per minute", key_func=learner_or_address)
def make() -> Response:
    """Makes a link for some days, or a badge, and shows its address this once."""
    who, now = signed_in(), datetime.now(UTC)
    roadmap = find_roadmap(request.form.get("roadmap", ""))
    lasting = request.form.get("lasting", "")
    if roadmap is None or lasting not in {*DAYS, BADGE}:
        return _links_page(error=gettext("Choose a roadmap, and what to make."))
    kind = BADGE if lasting == BADGE else PAGE
    text, token = new_token(who.learner_id)
    key, days = mark_keys(roadmap)[0], timedelta(days=DAYS[lasting]) if kind == PAGE else None
    try:
        with writing(db.session()) as session:
            make_link(session, who.learner_id, token.hash, kind, key, now, days)
    except TooManyLinks:
        return _links_page(error=gettext("You have 50 links. Revoke one that nobody needs any more."))
    return _links_page(_made(text, kind, roadmap))


@bp.post("/me/settings/links/revoke")
@account_required
@limiter.limit("60 per minute", key_func=learner_or_address)
def revoke() -> Response:
    """Revokes a link or a badge of the learner's own."""
    who = signed_in()
    with writing(db.session()) as session:
        if not revoke_link(session, who.learner_id, request.form.get("link", "").replace("\0", "")):
            abort(404)
    show_on_next_page(Toast(gettext("Revoked. Its address answers nobody any more.")))
    return redirect("/me/settings/links", 303)


def _made(text: str, kind: str, roadmap: Roadmap) -> MadeLink:
    site = settings().site_url
    if kind == PAGE:
        return MadeLink(f"{site}/share/{text}", "")
    address = f"{site}/badge/{text}.svg"
    title = roadmap.brief_title.replace("[", "").replace("]", "")
    return MadeLink(address, f"[![{title}]({address})]({site}{roadmap.path})")


def _links_page(made: MadeLink | None = None, error: str = "") -> Response:
    who = signed_in()
    found = link_rows(catalog(), links_of(db.session(), who.learner_id, datetime.now(UTC)))
    context = LinksPage(begun(catalog(), marks_overview()), found, made, error)
    title = gettext("Links and badges")
    meta = meta_builder().simple(title, gettext("Who may see how far you are."), section="me")
    return page("sharing/links.html", meta, status=422 if error else 200, page=context)
