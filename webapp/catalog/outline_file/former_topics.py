"""Topics that a map or a text still names and no line of the outline: whose ids may have been lost.

Marks hang on ids. A line that has lost its id would get a new one, and its learners would lose their marks.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from webapp.catalog.outline_file.items import Outline
from webapp.catalog.outline_file.line import Line, Mistake
from webapp.catalog.slug import TOPIC_ID, composed, readable, slug_of

ALIKE = 0.8
MOST_SHOWN = 5
MOST_COMPARED = 5000  # pairs of labels of which it is asked whether they are alike


@dataclass(frozen=True, slots=True)
class FormerTopic:
    """A topic without a line: its id, its name, the file of its text, and whether the last map shows it."""

    id: str
    name: str
    file: str = ""
    is_drawn: bool = False

    def __str__(self) -> str:
        where = f"the text {self.file}" if self.file else f"{self.name!r} on the map"
        return f"#{self.id} ({where})"


def no_longer_topics(outline: Outline, drawn: Mapping[str, str]) -> Iterator[Mistake]:
    """Yields a doubt for each line that was a topic of the last map and is a group or a link now."""
    for item in outline.walk():
        if item.id in drawn and item.type in {"group", "link"}:
            what = f"{item.label} was a topic; as a {item.type} it shows no marks of those who have set them"
            remedy = "Give the group an id of its own, and the topic with its old id a line in it."
            if item.type == "link":
                remedy = "Keep the line as a topic, and write the link into its text."
            yield Mistake(item.line.number, item.line.column, what, remedy, is_doubt=True)


@dataclass(frozen=True, slots=True)
class LostId:
    """A line whose topic may be one of the `candidates`.

    It is sure which where one has the same name, and no other line does. `given` is the id that the line
    was given since, if it was.
    """

    line: Line
    label: str
    candidates: tuple[FormerTopic, ...]
    is_sure: bool
    given: str = ""

    def as_mistake(self, slug: str) -> Mistake:
        """Returns what the author is told."""
        first = self.candidates[0]
        own = f"{{#{self._own_id}}}"
        if self.given:
            what = f"{self.label} has no text, and {first} has its name: did the line lose its id?"
            remedy = (
                f"`content layout {slug} --fix` puts #{first.id} back; "
                f"if only the file has the wrong name, call it {slug_of(self.label)}@{self.given}.md."
            )
        elif self.is_sure:
            what = f"{self.label} had {first}; put it back?"
            remedy = f"`content layout {slug} --fix` does. A new topic takes an id of its own, as {own}."
        else:
            shown = " or ".join(map(str, self.candidates[:MOST_SHOWN]))
            what = f"{self.label} has no id, and may have had {shown}"
            remedy = (
                f"Write the right one behind it, as {{#{first.id}}}; a new topic takes its own, as {own}."
            )
        return Mistake(self.line.number, self.line.column, what, remedy, is_doubt=bool(self.given))

    @property
    def _own_id(self) -> str:
        """An id that another topic of this label could have."""
        own = slug_of(self.label)[:60] or "own-id"
        return f"{own}-2" if any(own == former.id for former in self.candidates) else own


def former_topics(
    outline: Outline, drawn: Mapping[str, str], texts: Iterable[tuple[str, bytes]]
) -> list[FormerTopic]:
    """Returns the topics that no line names. `drawn` holds the labels of the last map by id, `texts` the
    names and bytes of the files of texts.
    """
    present = {item.id for item in outline.walk()}
    found: dict[str, FormerTopic] = {}
    for name, data in texts:
        stem, _, topic_id = name.removesuffix(".md").rpartition("@")
        if TOPIC_ID.match(topic_id):
            label = drawn.get(topic_id) or _heading(data) or readable(stem)
            found[topic_id] = FormerTopic(topic_id, label, name, topic_id in drawn)
    for topic_id, label in drawn.items():
        found.setdefault(topic_id, FormerTopic(topic_id, label, is_drawn=True))
    return [former for topic_id, former in found.items() if topic_id not in present]


def lost_ids(outline: Outline, former: Collection[FormerTopic]) -> list[LostId]:
    """Returns the lines without an id whose topics may be former ones."""
    waiting = [item for item in outline.walk() if item.type == "topic" and not item.id]
    by_words = _by_words(former)
    same = {id(item): by_words.get(_words(item.label), ()) for item in waiting}
    drawn = [f for f in former if f.is_drawn] if len(waiting) * len(former) <= MOST_COMPARED else []
    claims = Counter(other.id for others in same.values() for other in others)
    lost = []
    for item in waiting:
        named = same[id(item)]
        candidates = named or tuple(f for f in drawn if _is_alike(item.label, f.name))
        is_sure = len(named) == 1 and claims[named[0].id] == 1
        if candidates:
            lost.append(LostId(item.line, item.label, candidates, is_sure))
    return lost


def exchanged_ids(
    outline: Outline, former: Collection[FormerTopic], with_text: Collection[str]
) -> Iterator[LostId]:
    """Yields the lines that have an id without a text, where a text of the same name has no line."""
    by_words = _by_words(f for f in former if f.file)
    topics = [i for i in outline.walk() if i.type == "topic" and i.id and i.id not in with_text]
    claims = Counter(f.id for item in topics for f in by_words.get(_words(item.label), ()))
    for item in topics:
        named = by_words.get(_words(item.label), ())
        if len(named) == 1 and claims[named[0].id] == 1:
            yield LostId(item.line, item.label, named, is_sure=True, given=item.id)


def _by_words(former: Iterable[FormerTopic]) -> dict[tuple[str, ...], tuple[FormerTopic, ...]]:
    found: dict[tuple[str, ...], tuple[FormerTopic, ...]] = {}
    for topic in former:
        found[_words(topic.name)] = (*found.get(_words(topic.name), ()), topic)
    return found


def _words(label: str) -> tuple[str, ...]:
    """Returns the words of a label, in which neither order nor capitals count."""
    return tuple(sorted(composed(label).split()))


def _is_alike(one: str, other: str) -> bool:
    words, others = set(_words(one)), set(_words(other))
    if words and others and (words <= others or others <= words):
        return True
    return difflib.SequenceMatcher(None, composed(one), composed(other)).ratio() >= ALIKE


def _heading(data: bytes) -> str:
    first = data.decode("utf-8-sig", errors="replace").lstrip().partition("\n")[0]
    return first.lstrip("#").strip() if first.startswith("#") else ""
