"""The list of learners: searched, narrowed down to a state, read page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from webapp.language import gettext_noop
from webapp.operators import learners
from webapp.operators.learners import ListedLearner, Wanted, count_learners, list_learners
from webapp.web.admin.paging import AT_ONCE
from webapp.web.admin.parts import LEARNERS
from webapp.web.site.dates import format_age, format_day
from webapp.web.site.page_links import PageLink
from webapp.web.site.translations import gettext, ngettext

# More are not counted, because that would take longer than the list itself.
MOST_COUNTED = 1000
FILTERS = {
    "": gettext_noop("All"),
    learners.ACTIVE: gettext_noop("Active"),
    learners.DISABLED: gettext_noop("Disabled"),
    learners.AWAY: gettext_noop("To be deleted"),
    learners.UNVERIFIED: gettext_noop("Address not verified"),
    learners.ADMIN: gettext_noop("Administrators"),
}
# What is said of an account that is not as most are.
STATE_WORDS = {
    learners.DISABLED: gettext_noop("Disabled"),
    learners.AWAY: gettext_noop("To be deleted"),
}
ADMIN_WORD = gettext_noop("Administrator")


@dataclass(frozen=True, slots=True)
class Sign:
    """What is special about an account, as a tag. `kind` selects its look."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A learner in the list."""

    href: str
    username: str
    email: str
    is_verified: bool
    signs: tuple[Sign, ...]
    joined_words: str
    seen_words: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A link of the list's filter, and whether it is what is shown."""

    link: PageLink
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class LearnersPage:
    """A page of the list. `older` and `newest` are addresses, empty where there is nothing more."""

    search: str
    state: str
    filters: tuple[Filter, ...]
    count_words: str
    rows: tuple[Row, ...]
    older: str
    newest: str


def learners_page(session: Session, wanted: Wanted, before: int | None, now: datetime) -> LearnersPage:
    """Returns the newest accounts that are wanted, or those whose number is below `before`."""
    found = list_learners(session, wanted, AT_ONCE + 1, before)
    shown = found[:AT_ONCE]
    return LearnersPage(
        search=wanted.search,
        state=wanted.state,
        filters=_filters(wanted),
        count_words=_count_words(count_learners(session, wanted, MOST_COUNTED + 1), wanted),
        rows=tuple(_row(one, now) for one in shown),
        older=list_href(wanted, shown[-1].id) if len(found) > AT_ONCE else "",
        newest=list_href(wanted) if before is not None else "",
    )


def list_href(wanted: Wanted, before: int | None = None) -> str:
    """Returns the address of a list."""
    query = {"q": wanted.search, "state": wanted.state, "before": before or ""}
    given = {name: value for name, value in query.items() if value}
    return f"{LEARNERS.href}?{urlencode(given)}" if given else LEARNERS.href


def signs_of(one: ListedLearner) -> tuple[Sign, ...]:
    """Returns what is special about an account."""
    signs = [Sign(gettext(ADMIN_WORD), learners.ADMIN)] if one.is_admin else []
    if one.state in STATE_WORDS:
        signs.append(Sign(gettext(STATE_WORDS[one.state]), one.state))
    return tuple(signs)


def _row(one: ListedLearner, now: datetime) -> Row:
    return Row(
        href=f"{LEARNERS.href}/{one.id}",
        username=one.username,
        email=one.email,
        is_verified=one.is_verified,
        signs=signs_of(one),
        joined_words=gettext("since %(day)s", day=format_day(one.created_at.date())),
        seen_words=seen_words(one.last_seen_at, now),
    )


def seen_words(last_seen_at: datetime | None, now: datetime) -> str:
    """Returns when somebody was last here."""
    if last_seen_at is None:
        return gettext("not seen lately")
    return gettext("last here %(age)s", age=format_age(last_seen_at, now))


def _filters(wanted: Wanted) -> tuple[Filter, ...]:
    return tuple(
        Filter(PageLink(gettext(words), list_href(Wanted(wanted.search, state))), state == wanted.state)
        for state, words in FILTERS.items()
    )


def _count_words(count: int, wanted: Wanted) -> str:
    if count > MOST_COUNTED:
        words = gettext("More than %(num)d accounts", num=MOST_COUNTED)
    else:
        words = ngettext("%(num)d account", "%(num)d accounts", count)
    if not wanted.search:
        return words
    return gettext("%(accounts)s for “%(query)s”", accounts=words, query=wanted.search)
