"""What can be done with many topics at once, and the question before much is done."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace

from webapp.catalog.model import Roadmap, Topic
from webapp.learning.marking import Deed
from webapp.learning.standing import Standing
from webapp.learning.status import DONE, PENDING, SKIPPED, Status
from webapp.web.marks.forms import KNOWN, REST_KEEPS, Scope
from webapp.web.site.translations import gettext, ngettext

# From this number of topics on a click is asked about.
MANY = 11
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to do with the topics: its button's words, how many it changes, and the fields of its form.

    `hint` says how it differs from the other choices.

    `ask_href` is the address of the question, if they are many.
    """

    words: str
    hint: str
    count_words: str
    status: str
    fields: Fields
    ask_href: str


@dataclass(frozen=True, slots=True)
class ManyPage:
    """The choices for the part of a roadmap with a name, or for the whole.

    `act_key` makes a form that is sent twice take effect once.
    """

    roadmap: Roadmap
    name: str
    is_whole: bool
    has_rest: bool
    line: str
    kept_words: str
    choices: tuple[Choice, ...]
    back: str
    act_key: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The question whether to change many topics, which are named."""

    roadmap: Roadmap
    heading: str
    kept_words: str
    button: str
    topics: tuple[Topic, ...]
    fields: Fields
    back: str
    act_key: str


def many_page(standing: Standing, scope: Scope, back: str) -> ManyPage:
    """Returns what a learner can do with the topics of a scope."""
    choices = tuple(_choices(standing, scope, back))
    topics = scope.branch.topics
    return ManyPage(
        roadmap=standing.roadmap,
        name=scope.branch.label or _topics(len(topics)),
        is_whole=len(topics) == len(standing.roadmap.order),
        has_rest=any(choice.status != PENDING.value for choice in choices),
        line=_line(standing, scope),
        kept_words=_kept_words(scope),
        choices=choices,
        back=back,
        act_key=secrets.token_urlsafe(16),
    )


def ask_page(standing: Standing, scope: Scope, deed: Deed, back: str) -> AskPage:
    """Returns the question whether to do it."""
    topics = deed.changed_by(standing)
    kept = len(scope.branch.topics) - len(topics)
    fields = (*scope.fields, *_deed_fields(deed))
    return AskPage(
        roadmap=standing.roadmap,
        heading=_question(deed, len(topics)),
        kept_words=ngettext("%(num)d topic stays as it is.", "%(num)d topics stay as they are.", kept)
        if kept
        else "",
        button=_button(deed, len(topics)),
        topics=topics,
        fields=fields,
        back=back,
        act_key=secrets.token_urlsafe(16),
    )


def done_words(deed: Deed, count: int) -> str:
    """Returns the message after it was done."""
    if not count:
        return gettext("Nothing had to be changed.")
    status = gettext(deed.status.words)
    if deed.is_known:
        return ngettext("%(num)d topic marked as known.", "%(num)d topics marked as known.", count)
    return ngettext("%(num)d topic: %(status)s", "%(num)d topics: %(status)s", count, status=status)


def _choices(standing: Standing, scope: Scope, back: str) -> Iterator[Choice]:
    topics, rest = scope.branch.topics, scope.rest
    for words, hint, deed in (
        (
            gettext("Done"),
            gettext("You learnt it just now. It counts for your week."),
            Deed(rest, DONE, keeping=REST_KEEPS),
        ),
        (
            gettext("Known"),
            gettext("You knew it before. It does not count for your week."),
            Deed(rest, DONE, is_known=True, keeping=REST_KEEPS),
        ),
        (
            gettext("Skip"),
            gettext("You do not need it. It no longer comes next."),
            Deed(topics, SKIPPED, keeping=REST_KEEPS),
        ),
        (gettext("Start over"), gettext("All marks here are cleared."), Deed(topics, PENDING)),
    ):
        count = len(deed.changed_by(standing))
        if count:
            yield _choice(standing.roadmap, scope, deed, (words, hint), count, back)


def _choice(
    roadmap: Roadmap, scope: Scope, deed: Deed, words: tuple[str, str], count: int, back: str
) -> Choice:
    fields = _deed_fields(deed)
    asked = replace(scope, fields=(*scope.fields, *fields, ("next", back)))
    return Choice(
        words=words[0],
        hint=words[1],
        count_words=_topics(count),
        status=KNOWN if deed.is_known else deed.status.value,
        fields=(*scope.fields, *fields),
        ask_href=f"{roadmap.path}/marks?{asked.query}" if count >= MANY else "",
    )


def _deed_fields(deed: Deed) -> Fields:
    status = KNOWN if deed.is_known else deed.status.value
    rest = (("rest", "1"),) if deed.keeping else ()
    return (("status", status), *rest)


def _line(standing: Standing, scope: Scope) -> str:
    count: dict[Status, int] = {}
    for topic in scope.branch.topics:
        status = standing.status_of(topic.id)
        count[status] = count.get(status, 0) + 1
    topics = _topics(len(scope.branch.topics))
    if set(count) == {PENDING}:
        return topics
    words = [f"{number} {gettext(status.words)}" for status, number in count.items()]
    return f"{topics}: {', '.join(words)}"


def _kept_words(scope: Scope) -> str:
    if len(scope.rest) == len(scope.branch.topics):
        return gettext("Topics that are done or skipped stay so, unless you start over.")
    return gettext(
        "Topics that are done or skipped stay so, unless you start over. “Done” and “Known” leave out "
        "optional topics and “choose one” groups: those are yours to pick."
    )


def _question(deed: Deed, count: int) -> str:
    if deed.is_known:
        return ngettext("Do you know %(num)d topic already?", "Do you know %(num)d topics already?", count)
    if deed.status is PENDING:
        return ngettext("Start over with %(num)d topic?", "Start over with %(num)d topics?", count)
    return ngettext(
        "Mark %(num)d topic as %(status)s?",
        "Mark %(num)d topics as %(status)s?",
        count,
        status=gettext(deed.status.words),
    )


def _button(deed: Deed, count: int) -> str:
    if deed.is_known:
        return ngettext("I know %(num)d topic", "I know %(num)d topics", count)
    if deed.status is PENDING:
        return ngettext("Clear %(num)d topic", "Clear %(num)d topics", count)
    return ngettext(
        "Mark %(num)d topic as %(status)s",
        "Mark %(num)d topics as %(status)s",
        count,
        status=gettext(deed.status.words),
    )


def _topics(count: int) -> str:
    return ngettext("%(num)d topic", "%(num)d topics", count)
