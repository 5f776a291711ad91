"""The forms about a learner's data."""

from __future__ import annotations

from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from webapp.web.account.forms import SiteForm
from webapp.web.site.translations import lazy_gettext


class DeletionForm(SiteForm):
    """Deleting an account; `knows_last` is asked of the only administrator."""

    username = StringField(validators=[InputRequired(lazy_gettext("Enter your username."))])
    knows_last = BooleanField()
