"""Where a learner is on a roadmap, for its page: sections, the next topic and the line walked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup

from webapp.catalog.model import Entry, Roadmap, Topic
from webapp.drawing.svg_layers import walked_layer
from webapp.learning.demands import demands
from webapp.learning.main_path import walked
from webapp.learning.standing import Counts, Section, Standing
from webapp.web.site.prerendered import Values, filling
from webapp.web.site.translations import gettext

# What tells the sections of a roadmap apart: kind, id and label of their entry.
SectionKey = tuple[str, str, str]
# The fields of a SectionProgress that depend on the learner.
OF_PROGRESS = ("words", "share", "state")
# Those of the topic that comes next.
OF_NEXT = ("id", "slug", "label")


@dataclass(frozen=True)
class SectionProgress:
    """How much of a section is done. `share` is a percentage; `key` names it within its page.

    `state` is "complete" when nothing of it is left to do, else "open". `marks_href` leads to what can be
    done with all of it, and is empty where the outline has no name for it.
    """

    key: str
    topic_id: str
    label: str
    words: str
    share: str
    state: str
    marks_href: str = ""

    @property
    def href(self) -> str:
        """The address of the section on its page."""
        return f"#n-{self.topic_id}" if self.topic_id else f"#{self.key}"

    @cached_property
    def values(self) -> Values:
        """What belongs into the holes of what depends on the learner."""
        return filling(self, self.key, OF_PROGRESS)


@dataclass(frozen=True, slots=True)
class Position:
    """Where a learner is: the sections, the next topic (None when nothing is left) and the line walked.

    `is_begun` is whether anything is marked.
    """

    sections: tuple[SectionProgress, ...]
    next_topic: Topic | None
    walked: Markup
    is_begun: bool


def position(standing: Standing) -> Position:
    """Returns where a learner is on a roadmap."""
    graph = standing.roadmap.graph
    # The painter escapes every string of the graph.
    line = Markup(walked_layer(graph, walked(standing))) if graph else Markup()  # noqa: S704
    return Position(sections(standing), standing.next_topic, line, standing.is_begun)


def sections(standing: Standing) -> tuple[SectionProgress, ...]:
    """Returns the progress in each section of a roadmap that holds more than one topic."""
    return tuple(progress for _, progress in sections_by_entry(standing))


def progress_values(shown: Iterable[SectionProgress]) -> dict[str, bytes]:
    """Returns what belongs into the holes for the progress in each section."""
    values: dict[str, bytes] = {}
    for section in shown:
        values.update(section.values)
    return values


def sections_of(standing: Standing, topics: Iterable[Topic]) -> tuple[SectionProgress, ...]:
    """Returns the progress in the sections that hold one of `topics`."""
    wanted = {topic.id for topic in topics}
    found = enumerate(demands(standing.roadmap).sections)
    keys = {_key(place) for place, (_, ids, _) in found if not wanted.isdisjoint(ids)}
    return tuple(progress for progress in sections(standing) if progress.key in keys)


def section_of(standing: Standing, topic: Topic) -> SectionProgress | None:
    """Returns the progress in the section that a topic begins, or None if it begins none."""
    return next((s for s in sections(standing) if s.topic_id == topic.id), None)


def sections_by_entry(standing: Standing) -> tuple[tuple[Section, SectionProgress], ...]:
    """Returns the sections that hold more than one topic, each with its progress."""
    words = gettext("%(done)d of %(total)d"), gettext("%(done)d of %(total)d optional")
    roadmap = standing.roadmap
    return tuple(
        (section, _progress(roadmap, place, section.counts, words))
        for place, section in enumerate(standing.sections)
        if section.counts.total + section.counts.optional > 1
    )


def section_key(entry: Entry) -> SectionKey:
    """Returns the key of the section that an entry of the outline begins."""
    return entry.kind, entry.id, entry.label


def _key(place: int) -> str:
    return f"section-{place}"


# There are few of them: each section has as many as it has topics.
@lru_cache(maxsize=8192)
def _progress(roadmap: Roadmap, place: int, counts: Counts, words: tuple[str, str]) -> SectionProgress:
    kind, entry_id, label = section_key(demands(roadmap).sections[place][0])
    done, total = counts.done, counts.total
    if not total:
        done, total = counts.optional_done, counts.optional
    return SectionProgress(
        key=_key(place),
        topic_id=entry_id if kind == "topic" else "",
        label=label,
        words=words[not counts.total] % {"done": done, "total": total},
        share=f"{100 * done / total:.0f}",
        state="complete" if done and done + counts.skipped == total else "open",
        marks_href=f"{roadmap.path}/marks?section={entry_id}" if entry_id else "",
    )
