"""Roadmaps for tests of rules, made of an outline in short form: no files, no maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from webapp.catalog.front_matter_values import FrontMatter
from webapp.catalog.model import Entry, Roadmap, Topic, reading_order


def topic(name: str, *below: Entry, choose: int = 0) -> Entry:
    """A topic of the outline, named by its id."""
    return Entry("topic", name.title(), name, children=below, choose=choose)


def group(name: str, *below: Entry, choose: int = 0) -> Entry:
    """A group of the outline; of its topics `choose` are enough."""
    return Entry("group", name.title(), name, children=below, choose=choose)


def roadmap(
    *outline: Entry, optional: Iterable[str] = (), requires: Mapping[str, tuple[str, ...]] | None = None
) -> Roadmap:
    """A roadmap with this outline, in which some topics are optional or require others."""
    order, left_out, first = reading_order(outline), set(optional), requires or {}
    topics = {
        i: Topic("tea", i, "topic", i.title(), i, i.title(), "", requires=first.get(i, ()), is_optional=i in left_out)
        for i in order
    }  # fmt: skip
    return Roadmap(
        "tea", "Tea", "", "Tea", "", FrontMatter(), "1", topics=topics, outline=outline, order=order
    )
