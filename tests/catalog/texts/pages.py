"""What a reader sees of a topic's file."""

from __future__ import annotations

from collections.abc import Callable

from lxml import html

from webapp.catalog.findings import Findings
from webapp.catalog.texts.markdown import render
from webapp.catalog.texts.topic_text import parse_topic


def seen(text: str, slugs: tuple[str, ...] = (), resolve: Callable[[str], str] = lambda _: "") -> str:
    """The words of the page of a topic's file on one line: its title, its text and its resources."""
    topic = parse_topic(text, slugs, Findings("file"), resolve=resolve)
    resources = [f"{r.title} {r.note}" for r in topic.resources]
    return " ".join(" ".join([topic.title, words_of(render(topic.body)), *resources]).split())


def words_of(page: str) -> str:
    """The words of a piece of HTML, and those that pictures have for people who do not see them."""
    tree = html.fromstring(f"<main>{page}</main>")
    return " ".join([tree.text_content(), *(str(img.get("alt", "")) for img in tree.iter("img"))])
