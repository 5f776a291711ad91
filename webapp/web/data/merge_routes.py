"""Two accounts of one person: the owner signs in to one after the other, and they become one.

Signing in proves an account by whatever it asks for. That the first one was proven is kept for a short time
in the browser's signed cookie.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, redirect, url_for
from flask import session as browser_session
from sqlalchemy import select
from werkzeug.wrappers import Response

from webapp.accounts.errors import AccountError
from webapp.accounts.models import Account
from webapp.accounts.sessions import RECENT
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import writing
from webapp.learning.merging import preview_merge
from webapp.portability.accounts_merging import belongings, merge_accounts
from webapp.web.account.merge_page import merge_page
from webapp.web.account.notices import MERGED, queue_notice
from webapp.web.site.extensions import db, limiter
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.security_log import security_event
from webapp.web.site.services import catalog
from webapp.web.site.standings import preview_by_slug
from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import learner_or_address, signed_in

bp = Blueprint("data_merge", __name__)
_PROVEN = "proven-account"


@bp.post("/me/settings/data/merge/begin")
@recently_authenticated
@limiter.limit("20 per hour", key_func=learner_or_address)
def begin() -> Response:
    """Remembers that this account is proven, and asks to sign in to the one that stays."""
    who = signed_in()
    browser_session[_PROVEN] = [who.learner_id, int(datetime.now(UTC).timestamp())]
    security_event("merge_begun", user=who.learner_id)
    return redirect(url_for("sign_in.login", next="/me/settings/data/merge"), 303)


@bp.get("/me/settings/data/merge")
@recently_authenticated
def compare() -> Response:
    """Says how it is done; once both are proven, what each has and what becomes of it."""
    who = signed_in()
    other = _proven_other(who.learner_id)
    name = db.session().scalar(select(Account.username).where(Account.learner_id == other)) if other else None
    meta = meta_builder().simple(
        gettext("Two accounts become one"), gettext("Bring together what is in both."), section="me"
    )
    if other is None or name is None:
        return page("data/merge.html", meta, other="", present=who.username)
    found = preview_merge(db.session(), other, who.learner_id)
    marks = merge_page(catalog(), preview_by_slug(found))
    things = belongings(db.session(), other, who.learner_id)
    return page("data/merge.html", meta, other=name, present=who.username, page=marks, things=things)


@bp.post("/me/settings/data/merge")
@recently_authenticated
@limiter.limit("20 per hour", key_func=learner_or_address)
def merge() -> Response:
    """Merges the account that was proven before into this one. A second answer changes nothing."""
    who, now = signed_in(), datetime.now(UTC)
    other = _proven_other(who.learner_id)
    browser_session.pop(_PROVEN, None)
    if other is None:
        show_on_next_page(Toast(gettext("Both accounts have to be proven anew.")))
        return redirect("/me/settings/data/merge", 303)
    try:
        with writing(db.session()) as session:
            act_id = merge_accounts(session, other, who.learner_id, now)
            queue_notice(session, who.learner_id, MERGED, now)
    except UnknownLearner:
        show_on_next_page(Toast(gettext("The other account is gone already.")))
        return redirect("/me/settings/data", 303)
    except AccountError as error:
        show_on_next_page(Toast(gettext(error.message)))
        return redirect("/me/settings/data", 303)
    security_event("accounts_merged", user=who.learner_id, gone=other)
    undo = f"/me/acts/{act_id}/undo" if act_id else ""
    show_on_next_page(Toast(gettext("The two accounts are one now."), undo))
    return redirect("/me", 303)


def _proven_other(learner_id: int) -> int | None:
    """Returns the other account that was proven in this browser lately, or None."""
    other, since = browser_session.get(_PROVEN) or (0, 0)
    is_fresh = 0 <= datetime.now(UTC).timestamp() - since < RECENT.total_seconds()
    return other if is_fresh and other not in {0, learner_id} else None
