"""The page that shows what an import would do, before it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.language import gettext_noop
from webapp.learning.status import PENDING, status_named
from webapp.portability.export import Labels
from webapp.portability.importing import Plan
from webapp.portability.matching import Matches
from webapp.portability.reading import Upload
from webapp.web.site.translations import gettext, ngettext

# Of the roadmaps that are listed; the sums are of all.
MOST_SHOWN = 200
SECTION_NAMES: Mapping[str, str] = {
    "account": gettext_noop("name"),
    "email_addresses": gettext_noop("addresses"),
    "password": gettext_noop("password"),
    "identities": gettext_noop("connected sign-ins"),
    "sign_in_attempts": gettext_noop("sign-ins"),
    "second_step": gettext_noop("second step"),
    "authenticator_app": gettext_noop("second step"),
    "passkeys": gettext_noop("passkeys"),
    "sessions": gettext_noop("sign-ins"),
    "password_resets": gettext_noop("links by mail"),
    "email_links": gettext_noop("links by mail"),
    "records": gettext_noop("records of completion, which you can make here anew"),
    "held_names": gettext_noop("former names"),
    "deletion": gettext_noop("a deletion under way"),
    "profile": gettext_noop("what a profile shows"),
    "opened_roadmaps": gettext_noop("what a profile shows"),
    "share_links": gettext_noop("links to your progress"),
    "calendar_address": gettext_noop("the calendar’s address"),
    "weekly_mail": gettext_noop("the weekly mail"),
}


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """What becomes of the marks on one roadmap, as numbers of topics."""

    title: str
    is_known: bool
    gained: int
    earlier: int
    kept: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Change:
    """A topic whose status here gives way to a further one of the file, with the statuses in words."""

    roadmap: str
    topic: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What an import would set, keep and not know, in words and by roadmap."""

    file_id: str
    site: str
    is_empty: bool
    set_words: str
    earlier_words: str
    kept_words: str
    unknown_words: str
    acts_words: str
    added_words: str
    settings_words: str
    left_out_words: str
    rows: tuple[RoadmapRow, ...]
    changes: tuple[Change, ...]


def import_page(file_id: str, upload: Upload, plan: Plan, matches: Matches) -> ImportPage:
    """Returns the page for what an import would do."""
    return ImportPage(
        file_id=file_id,
        site=upload.site[:100],
        is_empty=plan.is_empty,
        set_words=ngettext("%(num)d topic", "%(num)d topics", len(plan.gained)),
        earlier_words=ngettext("%(num)d topic", "%(num)d topics", len(plan.earlier)),
        kept_words=ngettext("%(num)d topic", "%(num)d topics", len(plan.kept)),
        unknown_words=_unknown(len(plan.unknown)),
        acts_words=ngettext("%(num)d entry", "%(num)d entries", len(plan.acts)),
        added_words=_added(plan),
        settings_words=", ".join(plan.settings.values()),
        left_out_words=", ".join(dict.fromkeys(gettext(SECTION_NAMES[name]) for name in plan.left_out)),
        rows=_rows(upload, plan, matches),
        changes=_changes(plan, matches.labels)[:MOST_SHOWN],
    )


def done_words(plan: Plan) -> str:
    """Returns the message after an import."""
    if plan.is_empty:
        return gettext("Everything of this file was here already.")
    if not plan.gained:
        return gettext("The file is imported. No status changed.")
    return ngettext(
        "The file is imported: %(num)d topic changed.",
        "The file is imported: %(num)d topics changed.",
        len(plan.gained),
    )


def _unknown(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "This site does not have %(num)d topic of the file. Its mark is kept, and shows up when it does.",
        "This site does not have %(num)d topics of the file. Their marks are kept, and show up when it does.",
        count,
    )


def _added(plan: Plan) -> str:
    count = sum(len(rows) for rows in plan.added.values())
    return ngettext("%(num)d other entry", "%(num)d other entries", count) if count else ""


def _rows(upload: Upload, plan: Plan, matches: Matches) -> tuple[RoadmapRow, ...]:
    titles = {matches.key(key): upload.names(key).title or upload.names(key).slug for key in matches.keys}
    parts = (plan.gained, plan.earlier, plan.kept, plan.unknown)
    gained, earlier, kept, unknown = (Counter(roadmap for roadmap, _ in part) for part in parts)
    rows = []
    for key in sorted(gained.keys() | earlier.keys() | kept.keys())[:MOST_SHOWN]:
        label = matches.labels.get(key)
        rows.append(
            RoadmapRow(
                title=label.title if label else titles.get(key, key),
                is_known=label is not None,
                gained=gained[key],
                earlier=earlier[key],
                kept=kept[key],
                unknown=unknown[key],
            )
        )
    return tuple(rows)


def _changes(plan: Plan, labels: Labels) -> tuple[Change, ...]:
    rows = []
    for (key, topic), before in sorted(plan.before.items()):
        label = labels.get(key)
        after = plan.gained[key, topic].status
        rows.append(
            Change(
                roadmap=label.title if label else key,
                topic=label.topics.get(topic, topic) if label else topic,
                before=gettext(status_named(before or PENDING.value).label),
                after=gettext(status_named(after).label),
            )
        )
    return tuple(rows)
