"""The addresses of a roadmap's topics, for links between their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.catalog.files import decode
from webapp.catalog.findings import Findings
from webapp.catalog.model import Topic
from webapp.catalog.slug import readable, slug_of
from webapp.catalog.texts.text_files import TextFile, choose_text
from webapp.catalog.texts.topic_text import title_of


class TopicPaths:
    """The addresses of topics, known before all texts are read.

    `labels` are those of the topics that are drawn. What is only a text of the `parent` of a variant has
    its address there.
    """

    def __init__(
        self,
        slug: str,
        labels: Mapping[str, str],
        texts: Mapping[str, Sequence[TextFile]],
        parent: Mapping[str, Topic],
    ) -> None:
        self._slug = slug
        self._labels = dict(labels)
        self._texts = texts
        self._parent = parent

    def path_of(self, topic_id: str) -> str:
        """Returns the address of a topic, or an empty string if there is none of that id."""
        if topic_id not in self._labels and topic_id in self._parent:
            return self._parent[topic_id].path
        if topic_id not in self._labels and topic_id in self._texts:
            self._labels[topic_id] = self._label_of_text(topic_id)
        label = self._labels.get(topic_id)
        return f"/{self._slug}/{slug_of(label)}@{topic_id}" if label is not None else ""

    def _label_of_text(self, topic_id: str) -> str:
        stem = self._texts[topic_id][-1].slug
        text = decode(choose_text(self._texts[topic_id], stem).data, Findings(""))
        return undrawn_label(title_of(text or ""), stem, topic_id)


def undrawn_label(title: str, stem: str, topic_id: str) -> str:
    """Returns the label of a topic that no map shows, by the title and the name of its file."""
    return title or readable(stem) or topic_id
