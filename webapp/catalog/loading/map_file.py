"""A file of a map, as it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from webapp.catalog.model import Graph
from webapp.catalog.texts.text_files import TextFile, Texts


@dataclass(frozen=True, slots=True)
class MapFile:
    """A graph file that was read; `graph` is None if it holds no graph.

    `aliases` maps the id of each hidden twin to the id of the topic that is shown.
    """

    path: Path
    data: bytes = b""
    graph: Graph | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    is_broken: bool = False

    @property
    def has_topics(self) -> bool:
        """Whether there is a topic on it."""
        return self.graph is not None and bool(self.graph.topic_ids)

    @property
    def kind(self) -> str:
        """What a JSON file without nodes is, in words."""
        if re.match(rb'\s*\{\s*"(?:nodes|edges)"\s*:\s*\[\s*\]', self.data[:2000]):
            return "a graph without nodes"
        return "a mock-up of the older editor" if b'"mockup"' in self.data[:2000] else "no graph"

    def texts_of_topics(self, texts: Texts) -> Mapping[str, Sequence[TextFile]]:
        """Returns the files of texts by topic id; a topic without any has those of its hidden twin."""
        own = dict(texts.files)
        for alias, shown in self.aliases.items():
            hidden = own.pop(alias, None)
            if hidden is not None:
                own.setdefault(shown, hidden)
        return own
