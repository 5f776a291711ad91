"""A guest's marks: added to an account after signing in, or removed from the browser."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, request
from flask_login import login_required
from werkzeug.wrappers import Response

from webapp.db.learners import remove_guest
from webapp.db.unit_of_work import writing
from webapp.learning.merging import merge_guest, preview_merge
from webapp.web.account.arrival import decide_later, waiting_guest
from webapp.web.account.merge_page import count_topics, merge_page
from webapp.web.site.extensions import db, limiter
from webapp.web.site.redirects import safe_next
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import catalog
from webapp.web.site.session_cookies import forget
from webapp.web.site.standings import marks_everywhere, preview_by_slug
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, learner_or_address, signed_in

bp = Blueprint("guest", __name__, url_prefix="/me")
MERGE, DISCARD = "merge", "discard"


@bp.get("/merge")
@account_required
def merge_marks() -> Response:
    """Shows what the browser and the account have marked, and what would become of it."""
    who = signed_in()
    back = safe_next(request.args.get("next"), "/me")
    guest_id = waiting_guest(who.learner_id)
    found = preview_merge(db.session(), guest_id, who.learner_id) if guest_id else None
    if found is None or not found.guest:
        return redirect(back, 303)
    meta = meta_builder().simple(
        gettext("Marks of this browser"),
        gettext("Decide what becomes of the marks that were kept in this browser."),
        section="account",
    )
    return page("account/merge.html", meta, page=merge_page(catalog(), preview_by_slug(found)), back=back)


@bp.post("/merge")
@account_required
@limiter.limit("60 per minute", key_func=learner_or_address)
def decide_on_marks() -> Response:
    """Adds the guest's marks to the account as one act, or removes them. A second answer changes nothing."""
    who = signed_in()
    answer = request.form.get("answer")
    if answer not in {MERGE, DISCARD}:
        abort(422)
    back = safe_next(request.form.get("next"), "/me")
    guest_id = waiting_guest(who.learner_id)
    if guest_id is None:
        show_on_next_page(Toast(gettext("That was decided before.")))
        return redirect(back, 303)
    act_id = ""
    with writing(db.session()) as session:
        if answer == MERGE:
            act_id = merge_guest(session, guest_id, who.learner_id, datetime.now(UTC))
        else:
            remove_guest(session, guest_id)
    decide_later(None)
    words = gettext("The marks of this browser were left out.")
    if answer == MERGE:
        words = gettext("The marks of this browser are in your account now.")
    undo = f"/me/acts/{act_id}/undo" if act_id else ""
    show_on_next_page(Toast(words, undo))
    return redirect(back, 303)


@bp.get("/forget")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
def forget_marks() -> Response:
    """Asks a guest whether to remove all marks, because that cannot be undone."""
    who = signed_in()
    if not who.is_guest:
        return redirect("/me/settings", 303)
    count = count_topics(catalog(), marks_everywhere())
    meta = meta_builder().simple(
        gettext("Remove your marks"), gettext("Remove what this browser has marked."), section="me"
    )
    return page("account/forget.html", meta, count=count)


@bp.post("/forget")
@login_required  # type: ignore[untyped-decorator]  # the library ships no types
@limiter.limit("20 per minute", key_func=learner_or_address)
def forget_guest() -> Response:
    """Deletes a guest with all marks, and the cookie."""
    who = signed_in()
    if not who.is_guest:
        return redirect("/me/settings", 303)
    with writing(db.session()) as session:
        remove_guest(session, who.learner_id)
    security_event("guest_removed", user=who.learner_id)
    show_on_next_page(Toast(gettext("Your marks are removed. This browser keeps nothing of them.")))
    response = forget(redirect("/", 303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
