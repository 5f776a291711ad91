"""Where a topic stands in the outline of its roadmap."""

from __future__ import annotations

from webapp.catalog.model import Entry, Roadmap, Topic


def trail(roadmap: Roadmap, topic_id: str) -> tuple[Entry, ...]:
    """Returns the entries of the outline from the top down to a topic; none if it is not drawn."""

    def search(entries: tuple[Entry, ...], above: tuple[Entry, ...]) -> tuple[Entry, ...]:
        for entry in entries:
            here = (*above, entry)
            if entry.kind == "topic" and entry.id == topic_id:
                return here
            if found := search(entry.children, here):
                return found
        return ()

    return search(roadmap.outline, ())


def last_on_the_path(roadmap: Roadmap) -> str:
    """Returns the id of the topic at the end of the main path; an empty string if there is no topic."""
    mains = [entry.id for entry in roadmap.outline if entry.kind == "topic"]
    return (mains or roadmap.order or ("",))[-1]


def unique_title(roadmap: Roadmap, topic: Topic) -> str:
    """Returns a title that no other topic of the roadmap has.

    Where others have the same title, the entry above the topic is added, and if need be a number.
    """
    same = [t for t in roadmap.topics.values() if t.title == topic.title]
    if len(same) == 1:
        return topic.title
    above = {
        t.id: next((e.label for e in reversed(trail(roadmap, t.id)[:-1]) if e.label != t.title), "")
        for t in same
    }
    beside = [t.id for t in same if above[t.id] == above[topic.id]]
    name = f"{topic.title} ({above[topic.id]})" if above[topic.id] else topic.title
    return name if len(beside) == 1 else f"{name}, {beside.index(topic.id) + 1} of {len(beside)}"
