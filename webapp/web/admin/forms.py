"""The forms of the administration."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange

from webapp.accounts.invitations import MOST_USES
from webapp.accounts.models import LONGEST_REASON
from webapp.accounts.operator_models import LONGEST_NOTE
from webapp.web.account.forms import SiteForm, at_most
from webapp.web.site.translations import lazy_gettext

MOST_DAYS = 365
_NO_NUMBER = lazy_gettext("Enter a whole number.")


def _from_one_to(most: int) -> list[object]:
    range_words = lazy_gettext("Choose a number from 1 to %(count)d.", count=most)
    return [InputRequired(_NO_NUMBER), NumberRange(1, most, range_words)]


class DeedForm(SiteForm):
    """The reason of a deed, which may be left out."""

    reason = StringField(validators=[at_most(LONGEST_REASON)])


class InvitationForm(SiteForm):
    """For how many people an invitation is, for how many days, and what it is for."""

    uses = IntegerField(validators=_from_one_to(MOST_USES), default=1, invalid_value_message=_NO_NUMBER)
    days = IntegerField(validators=_from_one_to(MOST_DAYS), default=14, invalid_value_message=_NO_NUMBER)
    note = StringField(validators=[at_most(LONGEST_NOTE)])
