"""In which line of a map's file a node says something."""

from __future__ import annotations

import re

NODE_ID = re.compile(rb'"id"\s*:\s*"(?P<id>[A-Za-z0-9_-]{1,64})"')
NEAR = 20_000  # bytes behind the id of a node, in which what it says is looked for


class NodeLines:
    """The lines of one file; it is searched when the first line is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._positions: dict[str, int] = {}

    def place(self, topic_id: str, key: str, name: str) -> str:
        """Returns the place of a finding on a name that a node lists under a key of its data."""
        if not self._positions:
            self._positions = {m["id"].decode(): m.start() for m in NODE_ID.finditer(self._data)}
        start = self._positions.get(topic_id, 0)
        listed = self._data.find(f'"{key}"'.encode(), start, start + NEAR)
        here = self._data.find(f'"{name}"'.encode(), listed, listed + NEAR) if listed >= 0 else -1
        line = self._data.count(b"\n", 0, max(start, listed, here)) + 1
        return f"node {topic_id}.{key}, line {line}"
