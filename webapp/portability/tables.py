"""Every table that has something of a learner's, and what becomes of it.

A new table gets a `TableRule` here; `tests/portability/test_tables.py` fails until it has one. How to
decide is described in `docs/data.md`.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CompoundSelect, Table, bindparam, select

from webapp.accounts import models as accounts
from webapp.accounts import second_step_models as second_steps
from webapp.db.base import Base
from webapp.db.learners import Learner
from webapp.habits import models as habits
from webapp.habits.rhythms import MOST_PAST
from webapp.portability.rules import Arrival, Merging, TableRule
from webapp.progress import models as progress
from webapp.progress import own_models as own
from webapp.progress.models import IMPORT
from webapp.progress.own import MOST_TICKS

UNSAFE = "It proves who the learner is, and would let whoever has the file in."
INTERNAL = "It is a name inside this site, and says nothing to anybody."
DERIVED = "It is found from another column."
DIRECTORY = "A directory, by which a row of another table is found."


def _table(model: type[Base]) -> Table:
    return cast("Table", model.__table__)


_act, _event = _table(progress.ProgressAct), _table(progress.ProgressEvent)
_name = _table(accounts.UsernameEntry)
_ACT = ("id", "kind", "at", "undone_by")
_ACT_WITHHELD = {
    "key": "It makes a request that is sent twice take effect once, on this site.",
    "deed": "It belongs to the key.",
}
_EVENT = ("act_id", "roadmap", "topic_id", "before", "after", "at")
_EVENT_WITHHELD = {"number": "The order of the list says it."}


def _of_imports() -> CompoundSelect[Any]:
    """The ids of imports and of what has undone one; it depends on `learner` only, so that it runs once."""
    own = (_act.c.learner_id == bindparam("learner"), _act.c.kind == IMPORT)
    undone = select(_act.c.undone_by).where(*own, _act.c.undone_by.is_not(None))
    return select(_act.c.id).where(*own).union_all(undone)


_act_of_import = _act.c.id.in_(_of_imports())
_event_of_import = _event.c.act_id.in_(_of_imports())

RULES = (
    TableRule(
        _table(Learner),
        "learner",
        ("kind", "time_zone", "locale", "created_at"),
        {"id": INTERNAL},
        arrival=Arrival.OWN,
        is_single=True,
        why="Time zone and language are set by an import where they are not known yet.",
    ),
    TableRule(
        _table(accounts.Account),
        "account",
        ("username", "is_admin", "created_at", "disabled_at", "disabled_reason"),
        is_single=True,
        why="An import adds to an account; it never makes or renames one.",
    ),
    TableRule(
        _table(accounts.EmailAddress),
        "email_addresses",
        ("address", "is_primary", "verified_at"),
        {"folded": DERIVED},
        merging=Merging.OWN,
        why="An address is proved by a mail of the site that uses it, so that none is imported.",
    ),
    TableRule(
        _table(accounts.Password),
        "password",
        ("changed_at",),
        {"hash": UNSAFE},
        is_single=True,
        why="The account that stays keeps its own password.",
    ),
    TableRule(
        _table(accounts.Identity),
        "identities",
        ("issuer", "subject", "title", "connected_at", "last_used_at"),
        {"id": INTERNAL},
        merging=Merging.MOVED,
        why="A provider proves it to one site, so that none is imported.",
    ),
    TableRule(
        _table(accounts.LearnerSession),
        "sessions",
        ("created_at", "authenticated_at", "last_seen_at", "expires_at", "remember", "user_agent"),
        {"id": INTERNAL, "token_hash": UNSAFE},
        why="A session belongs to a browser and to the site.",
    ),
    TableRule(
        _table(second_steps.SignInAttempt),
        "sign_in_attempts",
        ("proof", "remember", "expires_at"),
        {
            "token_hash": UNSAFE,
            "back": "It is the page to show next.",
            "mark": "It is the mark to set next.",
            "tries": "It is gone after ten minutes.",
        },
        why="A sign-in that is not finished belongs to a browser and to the site.",
    ),
    TableRule(
        _table(second_steps.SecondStep),
        "second_step",
        ("since",),
        is_single=True,
        why="Whether a second step is asked for belongs to the account that asks.",
    ),
    TableRule(
        _table(second_steps.Totp),
        "authenticator_app",
        ("confirmed_at", "created_at"),
        {"sealed_secret": UNSAFE, "last_step": INTERNAL},
        is_single=True,
        why="The account that stays keeps its own second step.",
    ),
    TableRule(
        _table(second_steps.RecoveryCode),
        withheld={"code_hash": UNSAFE},
        why="The account that stays keeps its own codes.",
    ),
    TableRule(
        _table(second_steps.Passkey),
        "passkeys",
        ("name", "transports", "created_at", "last_used_at"),
        {
            "id": INTERNAL,
            "credential_hash": DERIVED,
            "credential_id": "It names a key that works on this site only.",
            "public_key": "It belongs to a key that works on this site only.",
            "user_handle": INTERNAL,
            "sign_count": INTERNAL,
        },
        why="A passkey carries the name of its account on its device, so that it goes with the account.",
    ),
    TableRule(_table(second_steps.PasskeyEntry), withheld={"credential_hash": DERIVED}, why=DIRECTORY),
    TableRule(
        _table(accounts.PasswordReset),
        "password_resets",
        ("expires_at",),
        {"token_hash": UNSAFE},
        why="A link of this site, which works for an hour.",
    ),
    TableRule(
        _table(accounts.EmailLink),
        "email_links",
        ("purpose", "address", "expires_at"),
        {"token_hash": UNSAFE},
        why="A link of this site, which works for a week at most.",
    ),
    TableRule(
        _table(progress.TopicMark),
        "marks",
        ("roadmap", "topic_id", "status", "marked_at"),
        arrival=Arrival.OWN,
        merging=Merging.OWN,
        why="Where both have a mark, the further status stays, and of the same status the earlier date.",
    ),
    TableRule(
        _act,
        "acts",
        _ACT,
        _ACT_WITHHELD,
        arrival=Arrival.OWN,
        merging=Merging.OWN,
        only=~_act_of_import,
        why="The journal comes along with its own times.",
    ),
    TableRule(
        _event,
        "events",
        _EVENT,
        _EVENT_WITHHELD,
        arrival=Arrival.OWN,
        merging=Merging.OWN,
        only=~_event_of_import,
        why="The changes of the acts.",
        most=500_000,
    ),
    TableRule(
        _act,
        "imports",
        _ACT,
        _ACT_WITHHELD,
        arrival=Arrival.OWN,
        merging=Merging.OWN,
        only=_act_of_import,
        why="The imports themselves and what took them back: they are apart from what the learner did.",
    ),
    TableRule(
        _event,
        "import_events",
        _EVENT,
        _EVENT_WITHHELD,
        arrival=Arrival.OWN,
        merging=Merging.OWN,
        only=_event_of_import,
        why="The changes of the imports.",
        most=500_000,
    ),
    TableRule(
        _table(progress.PendingImport),
        withheld={
            "id": INTERNAL,
            "content": "It is a file that the learner has already.",
            "sent_at": "It is gone after a day.",
        },
        why="A file that waits for a yes belongs to the account to which it was sent.",
    ),
    TableRule(
        _table(accounts.AccountDeletion),
        "deletion",
        ("requested_at", "due"),
        is_single=True,
        why="An account that is to be deleted cannot be merged before its owner has come back.",
    ),
    TableRule(
        _table(progress.Record),
        "records",
        ("roadmap", "code", "name", "title", "topic_ids", "first_day", "last_day", "made_at"),
        merging=Merging.MOVED,
        why="A record says that this site has seen the learner finish, so that none is imported.",
    ),
    TableRule(
        _table(own.Note),
        "notes",
        ("roadmap", "topic_id", "text", "written_at"),
        {"writer": "It is a page in a browser, and says nothing to anybody."},
        arrival=Arrival.ADDED,
        merging=Merging.OWN,
        why="Where both accounts have a note, one text is put below the other.",
        most=20_000,
    ),
    TableRule(
        _table(own.ResourceTick),
        "resource_ticks",
        ("roadmap", "topic_id", "resource", "address", "ticked_at"),
        arrival=Arrival.ADDED,
        merging=Merging.OWN,
        why="They are merged as those of a guest are.",
        most=MOST_TICKS,
    ),
    TableRule(
        _table(own.Favorite),
        "favorites",
        ("roadmap", "topic_id", "kept_at"),
        arrival=Arrival.ADDED,
        merging=Merging.OWN,
        why="They are merged as those of a guest are.",
        most=MOST_TICKS,
    ),
    TableRule(
        _table(own.Profile),
        "profile",
        ("is_open", "may_be_indexed"),
        is_single=True,
        why="What is shown in public is decided anew for each account, on each site.",
    ),
    TableRule(
        _table(own.OpenedRoadmap),
        "opened_roadmaps",
        ("roadmap",),
        why="What is shown in public is decided anew for each account, on each site.",
    ),
    TableRule(
        _table(own.ShareLink),
        "share_links",
        ("kind", "roadmap", "made_at", "expires_at"),
        {"token_hash": UNSAFE},
        why="Their addresses name this account on this site.",
    ),
    TableRule(
        _table(habits.DayRhythm),
        "day_rhythm",
        ("day_begins", "rest_days"),
        arrival=Arrival.ADDED,
        merging=Merging.MOVED,
        is_single=True,
    ),
    TableRule(
        _table(habits.PastDayRhythm),
        "past_day_rhythms",
        ("until", "time_zone", "day_begins", "rest_days"),
        arrival=Arrival.ADDED,
        merging=Merging.MOVED,
        most=MOST_PAST,
    ),
    TableRule(
        _table(habits.StudyPlan),
        "plans",
        ("roadmap", "starts_on", "minutes_a_week", "topic_id", "changed_at"),
        arrival=Arrival.ADDED,
        merging=Merging.MOVED,
        most=1_000,
    ),
    TableRule(
        _table(habits.CalendarAddress),
        "calendar_address",
        ("made_at",),
        {"token_hash": UNSAFE},
        is_single=True,
        why="An address of this site, which ends with its account.",
    ),
    TableRule(
        _table(habits.DigestWish),
        "weekly_mail",
        ("since",),
        is_single=True,
        why="Each account is asked for itself whether it wants mail.",
    ),
    TableRule(
        _name,
        "held_names",
        ("folded", "held_until"),
        merging=Merging.OWN,
        only=_name.c.held_until.is_not(None),
        why="A directory, by which an account is found; the present name is in the account.",
    ),
    TableRule(
        _table(accounts.AddressEntry), withheld={"folded": DERIVED}, merging=Merging.OWN, why=DIRECTORY
    ),
    TableRule(
        _table(accounts.AddressClaim), withheld={"folded": DERIVED}, merging=Merging.OWN, why=DIRECTORY
    ),
    TableRule(
        _table(accounts.IdentityEntry),
        withheld={"identity_hash": DERIVED},
        merging=Merging.OWN,
        why=DIRECTORY,
    ),
    TableRule(_table(accounts.TokenEntry), withheld={"token_hash": UNSAFE}, why=DIRECTORY),
    TableRule(_table(progress.RecordEntry), withheld={"code": DERIVED}, merging=Merging.OWN, why=DIRECTORY),
)
SECTIONS = tuple(rule for rule in RULES if rule.section)
TABLES = tuple({rule.table.name: rule for rule in RULES}.values())
