"""The page that leads to all settings of an account."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint
from werkzeug.wrappers import Response

from webapp.accounts.overview import account_state
from webapp.habits.digests import wants_digest
from webapp.habits.rhythms import read_days
from webapp.progress.sharing_state import sharing_state
from webapp.web.settings.overview import PresentState, settings_page
from webapp.web.site.extensions import db
from webapp.web.site.responses import meta_builder, page
from webapp.web.site.services import settings
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import account_required, signed_in

bp = Blueprint("settings", __name__)


@bp.get("/me/settings")
@account_required
def show() -> Response:
    """Shows the ways to all settings, and how each of them is now."""
    who, now, session = signed_in(), datetime.now(UTC), db.session()
    present = PresentState(
        account=account_state(session, who.learner_id, now),
        sharing=sharing_state(session, who.learner_id, now),
        gets_digest=wants_digest(session, who.learner_id),
        rules=read_days(session, who.learner_id).present,
        has_providers=bool(settings().providers),
    )
    meta = meta_builder().simple(
        gettext("Settings"), gettext("Your account and its settings."), section="settings"
    )
    return page("settings/settings.html", meta, page=settings_page(who, present))
