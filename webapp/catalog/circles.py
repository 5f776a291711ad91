"""Circles among topics that require each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def closing_edges(requires: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """Yields each pair (topic, what it requires) that closes a circle; without them there is none.

    `requires` maps every topic to those that it requires. The walk needs no recursion, because a chain of
    requirements may be as long as the roadmap.
    """
    done: set[str] = set()
    path: set[str] = set()
    for start in requires:
        waiting = [(start, iter(requires[start]))] if start not in done else []
        path.update(topic for topic, _ in waiting)
        while waiting:
            here, others = waiting[-1]
            other = next(others, None)
            if other is None:
                waiting.pop()
                path.discard(here)
                done.add(here)
            elif other in path:
                yield here, other
            elif other not in done and other in requires:
                path.add(other)
                waiting.append((other, iter(requires[other])))
