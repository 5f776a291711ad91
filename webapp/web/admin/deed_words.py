"""The deeds of the pages, each with what it says before and afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.accounts.deletion import TIME_TO_COME_BACK
from webapp.language import gettext_noop
from webapp.operators.details import LearnerDetails
from webapp.web.admin import learner_deeds
from webapp.web.site.translations import gettext

# They take the session, the account, the administrator and the time; one returns an address to show.
Act = Callable[[Session, int, int, datetime], str | None]
ActWithReason = Callable[[Session, int, int, datetime, str], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to an account. `name` is the last part of its address.

    It is asked for on a page of its own where there is a `question`. `%(name)s` is the account's username.
    A deed with an `act_with_reason` asks for a reason, which may be left out. `is_possible` says whether the
    page of an account offers it.
    """

    name: str
    act: Act
    is_possible: Callable[[LearnerDetails], bool]
    button: str
    about: str
    done: str = ""
    question: str = ""
    is_own_too: bool = False
    act_with_reason: ActWithReason | None = None

    @property
    def has_reason(self) -> bool:
        """Whether the page that asks has a field for a reason."""
        return self.act_with_reason is not None

    @property
    def about_words(self) -> str:
        """What the deed does, for the page of the account and the one that asks."""
        return gettext(self.about, days=TIME_TO_COME_BACK.days)

    def do(self, session: Session, learner_id: int, staff: int, now: datetime, reason: str) -> str | None:
        """Does it, in the caller's unit of work."""
        if self.act_with_reason:
            return self.act_with_reason(session, learner_id, staff, now, reason)
        return self.act(session, learner_id, staff, now)


SIGN_OUT = Deed(
    name="sign-out",
    act=learner_deeds.sign_out,
    is_possible=lambda one: one.sessions > 0,
    button=gettext_noop("Sign out everywhere"),
    question=gettext_noop("Sign %(name)s out everywhere?"),
    about=gettext_noop("Ends every session. The owner can sign in again."),
    done=gettext_noop("%(name)s is signed out everywhere."),
)
RESET_LINK = Deed(
    name="reset-link",
    act=learner_deeds.make_reset_link,
    is_possible=lambda one: one.can_sign_in,
    button=gettext_noop("Make a link for a new password"),
    question=gettext_noop("Make a link for a new password of %(name)s?"),
    about=gettext_noop(
        "For somebody who gets no mail. Whoever has the link sets a new password with it, once, within an"
        " hour. Make sure first that it is the owner who asks."
    ),
)
END_SECOND_STEP = Deed(
    name="end-second-step",
    act=learner_deeds.end_second_step,
    is_possible=lambda one: one.ways.has_second_step,
    button=gettext_noop("End the second step"),
    question=gettext_noop("End the second step of %(name)s?"),
    about=gettext_noop(
        "For somebody who has lost phone and recovery codes. The password alone is enough then; passkeys"
        " stay. Make sure first that it is the owner who asks."
    ),
    done=gettext_noop("%(name)s signs in without a second step now."),
)
PROMOTE = Deed(
    name="promote",
    act=learner_deeds.promote,
    is_possible=lambda one: not one.account.is_admin and one.can_sign_in,
    button=gettext_noop("Make an administrator"),
    question=gettext_noop("Make %(name)s an administrator?"),
    about=gettext_noop(
        "An administrator sees every account and can do to it all that you can, to yours too."
    ),
    done=gettext_noop("%(name)s is an administrator now."),
)
DEMOTE = Deed(
    name="demote",
    act=learner_deeds.demote,
    is_possible=lambda one: one.account.is_admin,
    button=gettext_noop("Make an ordinary learner"),
    question=gettext_noop("Make %(name)s an ordinary learner?"),
    about=gettext_noop("The administration is closed to the account then. Nothing else changes."),
    done=gettext_noop("%(name)s is no longer an administrator."),
    is_own_too=True,
)
DISABLE = Deed(
    name="disable",
    act=learner_deeds.disable,
    is_possible=lambda one: one.disabled_at is None,
    button=gettext_noop("Disable"),
    question=gettext_noop("Disable %(name)s?"),
    about=gettext_noop(
        "Signs out everywhere at once, and nobody can sign in any more. Nothing is lost, and you can take it"
        " back."
    ),
    done=gettext_noop("%(name)s is disabled."),
    act_with_reason=learner_deeds.disable,
)
ENABLE = Deed(
    name="enable",
    act=learner_deeds.enable,
    is_possible=lambda one: one.disabled_at is not None,
    button=gettext_noop("Enable"),
    about=gettext_noop("The owner can sign in again, and finds everything as it was."),
    done=gettext_noop("%(name)s can sign in again."),
)
DELETE = Deed(
    name="delete",
    act=learner_deeds.request_deletion,
    is_possible=lambda one: one.leaves_at is None,
    button=gettext_noop("Delete"),
    question=gettext_noop("Delete the account of %(name)s?"),
    about=gettext_noop(
        "Signs out everywhere and hides the account at once. After %(days)d days everything in it is deleted."
        " Until then you can take that back here, and the owner by signing in."
    ),
    done=gettext_noop("The account of %(name)s will be deleted."),
)
KEEP = Deed(
    name="keep",
    act=learner_deeds.take_deletion_back,
    is_possible=lambda one: one.leaves_at is not None,
    button=gettext_noop("Keep the account"),
    about=gettext_noop("It is not deleted, and the owner finds everything as it was."),
    done=gettext_noop("The account of %(name)s stays."),
)
# In the order of the page: what takes something back is first.
DEEDS = (ENABLE, KEEP, SIGN_OUT, RESET_LINK, END_SECOND_STEP, PROMOTE, DEMOTE, DISABLE, DELETE)
BY_NAME = {deed.name: deed for deed in DEEDS}


def possible_deeds(one: LearnerDetails, is_own: bool) -> tuple[Deed, ...]:
    """Returns what the page of an account offers. One's own account is changed in the settings."""
    return tuple(deed for deed in DEEDS if deed.is_possible(one) and (deed.is_own_too or not is_own))
