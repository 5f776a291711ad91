"""One account as a whole, as administrators see it: how much there is, but not what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from webapp.accounts.audit import Entry
from webapp.learning.status import DONE, LEARNING, SKIPPED
from webapp.operators.details import LearnerDetails, WaysIn
from webapp.web.admin.audit_entries import EntryRow, entry_rows
from webapp.web.admin.deed_words import Deed, possible_deeds
from webapp.web.admin.learners_list import Sign, seen_words, signs_of
from webapp.web.site.dates import format_age, format_day
from webapp.web.site.page_links import PageLink
from webapp.web.site.services import catalog, services
from webapp.web.site.standings import slug_of
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class DeedView:
    """A deed that is offered. Without a question it is done at once."""

    href: str
    button: str
    about: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class RoadmapMarks:
    """How many topics of a roadmap have which status. `link` has no address if the content has lost it."""

    link: PageLink
    words: str


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """An account. `leaving_words` and `disabled_words` are empty where it is neither."""

    number: int
    username: str
    email: str
    is_verified: bool
    other_addresses: tuple[str, ...]
    held_names: tuple[str, ...]
    signs: tuple[Sign, ...]
    joined: str
    seen_words: str
    disabled_words: str
    disabled_reason: str
    leaving_words: str
    ways: WaysIn
    identities: tuple[str, ...]
    sessions: int
    roadmaps: tuple[RoadmapMarks, ...]
    marks_words: str
    records: int
    deeds: tuple[DeedView, ...]
    is_own: bool
    entries: tuple[EntryRow, ...]


def learner_page(one: LearnerDetails, entries: Iterable[Entry], is_own: bool, now: datetime) -> LearnerPage:
    """Returns the page of an account, with the newest entries of the audit log."""
    account = one.account
    return LearnerPage(
        number=account.id,
        username=account.username,
        email=account.email,
        is_verified=account.is_verified,
        other_addresses=one.other_addresses,
        held_names=one.held_names,
        signs=signs_of(account),
        joined=format_day(account.created_at.date()),
        seen_words=seen_words(account.last_seen_at, now),
        disabled_words=_disabled_words(one, now),
        disabled_reason=one.disabled_reason,
        leaving_words=leaving_words(one),
        ways=one.ways,
        identities=tuple(map(services().providers.label_of, one.ways.identities)),
        sessions=one.sessions,
        roadmaps=_roadmaps(one.by_roadmap),
        marks_words=marks_words(one),
        records=one.records,
        deeds=tuple(_deed_view(deed, account.id) for deed in possible_deeds(one, is_own)),
        is_own=is_own,
        entries=entry_rows(entries),
    )


def leaving_words(one: LearnerDetails) -> str:
    """Returns when an account will be deleted, or an empty string."""
    if one.leaves_at is None:
        return ""
    return gettext("Everything in this account is deleted on %(day)s.", day=format_day(one.leaves_at.date()))


def marks_words(one: LearnerDetails) -> str:
    """Returns how many marks there are on how many roadmaps."""
    marks = ngettext("%(num)d mark", "%(num)d marks", one.marks)
    return ngettext(
        "%(marks)s on %(num)d roadmap", "%(marks)s on %(num)d roadmaps", one.roadmaps, marks=marks
    )


def deed_href(number: int, deed: Deed) -> str:
    """Returns the address of a deed."""
    return f"/admin/learners/{number}/{deed.name}"


def _deed_view(deed: Deed, number: int) -> DeedView:
    return DeedView(deed_href(number, deed), gettext(deed.button), deed.about_words, bool(deed.question))


def _disabled_words(one: LearnerDetails, now: datetime) -> str:
    if one.disabled_at is None:
        return ""
    return gettext("Nobody can sign in: disabled %(age)s.", age=format_age(one.disabled_at, now))


def _roadmaps(by_roadmap: Mapping[str, Mapping[str, int]]) -> tuple[RoadmapMarks, ...]:
    by_slug: dict[str, dict[str, int]] = {}
    for key, counts in by_roadmap.items():
        found = by_slug.setdefault(slug_of(key), {})
        for status, count in counts.items():
            found[status] = found.get(status, 0) + count
    most_first = sorted(by_slug, key=lambda slug: (-sum(by_slug[slug].values()), slug))
    return tuple(RoadmapMarks(_roadmap_link(slug), _status_words(by_slug[slug])) for slug in most_first)


def _roadmap_link(slug: str) -> PageLink:
    roadmap = catalog().roadmaps.get(slug)
    return PageLink(roadmap.brief_title, f"/{slug}") if roadmap else PageLink(slug.lstrip("~"), "")


def _status_words(counts: Mapping[str, int]) -> str:
    words = [
        gettext("%(count)d %(status)s", count=counts[status.value], status=gettext(status.words))
        for status in (DONE, LEARNING, SKIPPED)
        if status.value in counts
    ]
    return gettext(", ").join(words)
