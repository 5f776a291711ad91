"""The page that shows what a browser and an account have marked, before the two become one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from webapp.catalog.catalog import Catalog
from webapp.learning.merging import Preview
from webapp.web.site.translations import gettext, ngettext

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A topic that both have marked differently, with its statuses in words."""

    topic: str
    roadmap: str
    browser: str
    account: str
    afterwards: str


@dataclass(frozen=True, slots=True)
class MergePage:
    """How many topics each side has marked, how many the account has afterwards, and where both differ."""

    browser_words: str
    account_words: str
    afterwards_words: str
    rows: tuple[MergeRow, ...]


def merge_page(catalog: Catalog, found: Preview) -> MergePage:
    """Returns the page for what a merge would do."""
    return MergePage(
        browser_words=_topics(catalog, found.guest),
        account_words=_topics(catalog, found.account),
        afterwards_words=_topics(catalog, {**found.guest, **found.account}),
        rows=_rows(catalog, found),
    )


def count_topics(catalog: Catalog, marks: Mapping[str, Mapping[str, str]]) -> int:
    """Returns on how many topics there are marks. Twins count as one."""
    return _count(catalog, ((roadmap, topic) for roadmap, found in marks.items() for topic in found))


def _topics(catalog: Catalog, keys: Iterable[Key]) -> str:
    return ngettext("%(num)d topic", "%(num)d topics", _count(catalog, keys))


def _count(catalog: Catalog, keys: Iterable[Key]) -> int:
    return len({catalog.shown_as(*key) for key in keys})


def _rows(catalog: Catalog, found: Preview) -> tuple[MergeRow, ...]:
    both = {catalog.shown_as(*key): statuses for key, statuses in found.both.items()}
    rows = [
        MergeRow(*_names(catalog, key), *(gettext(status.label) for status in statuses))
        for key, statuses in both.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.roadmap, row.topic)))


def _names(catalog: Catalog, key: Key) -> tuple[str, str]:
    roadmap = catalog.roadmaps.get(key[0])
    topic = catalog.topic(*key)
    return topic.label if topic else gettext("A topic that is gone"), roadmap.brief_title if roadmap else ""
