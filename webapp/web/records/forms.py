"""The form by which a learner makes a record of completion."""

from __future__ import annotations

import unicodedata

from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired

from webapp.web.account.forms import SiteForm, at_most
from webapp.web.site.translations import lazy_gettext

LONGEST_NAME = 60


def _can_be_printed(form: SiteForm, field: StringField) -> None:
    """Refuses control characters, and marks that turn the direction of the text around."""
    if any(unicodedata.category(letter).startswith("C") for letter in field.data or ""):
        raise ValidationError(lazy_gettext("Leave out the character that cannot be shown."))


class RecordForm(SiteForm):
    """Whom the record names."""

    name = StringField(
        filters=[lambda text: " ".join((text or "").split(" ")).strip()],
        validators=[
            DataRequired(lazy_gettext("Enter the name that the record shows.")),
            at_most(LONGEST_NAME),
            _can_be_printed,
        ],
    )
