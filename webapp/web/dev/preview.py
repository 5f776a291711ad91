"""The preview, which shows an author the map, the texts and the findings of a roadmap."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from webapp.catalog.catalog import Catalog
from webapp.catalog.findings import Finding
from webapp.catalog.model import Roadmap, Topic
from webapp.catalog.slug import readable
from webapp.catalog.texts.markdown import render
from webapp.web.roadmaps.pages import drawn_layers
from webapp.web.topics.own import ResourceRow, resource_rows

# How the finding on a topic without a text ends.
NO_TEXT = " has no text"


@dataclass(frozen=True, slots=True)
class TextRow:
    """A topic in the list of texts. `make_href` is empty if the topic has a file already."""

    label: str
    href: str
    words: str
    make_href: str = ""


@dataclass(frozen=True, slots=True)
class TextView:
    """The text of a topic and the name of its file."""

    title: str
    file: str
    html: Markup
    resources: tuple[ResourceRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The map or one text, with findings and the list of texts. `version` is a hash of what is shown."""

    slug: str
    title: str
    href: str
    version: str
    stylesheet: str
    layer: Markup
    outline: Markup | None
    badges: Markup
    text: TextView | None
    findings: tuple[Finding, ...]
    missing: tuple[TextRow, ...]
    texts: tuple[TextRow, ...]
    is_behind: bool  # the map is one from before, because the outline cannot be drawn


def preview_page(
    catalog: Catalog, folder: Path, roadmap: Roadmap | None, outline: Markup | None, sheet: str, topic_id: str
) -> PreviewPage:
    """Returns the preview of a folder. `roadmap` is None if an error prevents it from being served."""
    slug = folder.name
    order = roadmap.order if roadmap else ()
    rows = [_row(slug, roadmap.topics[topic_id], folder) for topic_id in order] if roadmap else []
    # Missing texts are in a list of their own, so their findings are left out.
    findings = tuple(f for f in _findings_of(catalog, slug) if not f.message.endswith(NO_TEXT))
    topic = roadmap.topics.get(topic_id) if roadmap else None
    layer, badges = drawn_layers(roadmap.graph if roadmap else None)
    state = repr((roadmap.version if roadmap else "", topic.id if topic else "", findings))
    return PreviewPage(
        slug=slug,
        title=roadmap.title if roadmap else readable(slug),
        href=f"/dev/preview/{slug}",
        version=hashlib.sha256(state.encode()).hexdigest()[:16],
        stylesheet=sheet,
        layer=layer,
        outline=outline,
        badges=badges,
        text=_text(topic, folder) if topic else None,
        findings=findings,
        missing=tuple(row for row in rows if row.make_href),
        texts=tuple(row for row in rows if not row.make_href),
        is_behind=any(f.severity == "error" and f.file.endswith(".outline.md") for f in findings),
    )


def _findings_of(catalog: Catalog, slug: str) -> Iterator[Finding]:
    folder = f"roadmaps/{slug}"
    return (f for f in catalog.findings if f.file == folder or f.file.startswith(f"{folder}/"))


def _row(slug: str, topic: Topic, folder: Path) -> TextRow:
    has_file = any((folder / "content").rglob(f"*@{topic.id}.md"))
    count = len(topic.text.split())
    words = f"{count} words, {len(topic.resources)} resources" if count else "no words yet"
    make = "" if has_file else f"/dev/preview/{slug}/texts/{topic.id}"
    return TextRow(topic.label, f"/dev/preview/{slug}?topic={topic.id}", words, make)


def _text(topic: Topic, folder: Path) -> TextView:
    file = next(iter(sorted((folder / "content").rglob(f"*@{topic.id}.md"))), None)
    # The catalog's Markdown is sanitised.
    html = Markup(render(topic.text))  # noqa: S704
    return TextView(topic.title, file.name if file else "There is no file yet", html, resource_rows(topic))
