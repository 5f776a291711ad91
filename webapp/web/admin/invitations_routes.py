"""Invitations: made, seen and revoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import redirect, request
from werkzeug.wrappers import Response

from webapp.accounts.invitations import make_invitation, open_invitations, revoke_invitation
from webapp.db.unit_of_work import writing
from webapp.web.admin.access import admin_blueprint
from webapp.web.admin.forms import InvitationForm
from webapp.web.admin.invitations_page import invitation_rows
from webapp.web.admin.paging import LARGEST
from webapp.web.admin.parts import INVITATIONS, admin_page
from webapp.web.site.extensions import db
from webapp.web.site.security_log import security_event
from webapp.web.site.services import settings
from webapp.web.site.toasts import Toast, show_on_next_page
from webapp.web.site.translations import gettext
from webapp.web.site.visitor import signed_in

bp = admin_blueprint("admin_invitations", __name__)


@bp.get("/admin/invitations")
def show() -> Response:
    """Lists the invitations that still work, with a form for another one."""
    return _page(InvitationForm(None))


@bp.post("/admin/invitations")
def make() -> Response:
    """Makes an invitation, and shows its link this once."""
    form, now = InvitationForm(request.form), datetime.now(UTC)
    if not form.validate():
        return _page(form, status=422)
    uses, days = form.uses.data, form.days.data
    with writing(db.session()) as session:
        code = make_invitation(session, form.note.data or "", uses, now + timedelta(days=days), now)
        security_event("invitation_made", staff=signed_in().learner_id, uses=uses)
    link = f"{settings().site_url}/signup?invitation={code}"
    return _page(InvitationForm(None), link)


@bp.post(f"/admin/invitations/<int(max={LARGEST}):invitation_id>/revoke")
def revoke(invitation_id: int) -> Response:
    """Ends an invitation; who has signed up by it stays."""
    with writing(db.session()) as session:
        is_gone = revoke_invitation(session, invitation_id)
        if is_gone:
            security_event("invitation_revoked", staff=signed_in().learner_id, number=invitation_id)
    gone, was_gone = gettext("The invitation works no longer."), gettext("That invitation was gone already.")
    show_on_next_page(Toast(gone if is_gone else was_gone))
    return redirect("/admin/invitations", 303)


def _page(form: InvitationForm, made: str = "", status: int = 200) -> Response:
    now = datetime.now(UTC)
    about = gettext("Links by which people may sign up.")
    return admin_page(
        "admin/invitations.html",
        INVITATIONS,
        gettext("Invitations"),
        about,
        status=status,
        form=form,
        made=made,
        mode=settings().sign_up,
        invitations=invitation_rows(open_invitations(db.session(), now), now),
    )
