"""Begins a roadmap or a topic: files that are right from the start."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.authoring.files import write
from webapp.authoring.layout import Drawn, draw, read_outline, read_source, text_path
from webapp.catalog.outline_file.items import Item, Outline
from webapp.catalog.outline_file.parse import parse_outline
from webapp.catalog.outline_file.read import outline_path
from webapp.catalog.slug import SLUG, readable, slug_of


class CannotBegin(Exception):
    """Why a roadmap or topic cannot be begun, and what would be right."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an author says of a new roadmap."""

    slug: str
    title: str = ""
    description: str = ""
    kind: str = "skill-roadmap"
    outline: str = ""


STARTER = """# {title}

Follow the line from the top. What hangs on the dotted lines belongs to the main topic that they lead to.

## First Steps

- Why It Matters {{recommended}}
- Words to Know

### What You Need

- A Tool
- Another Tool {{alternative}}

## The Heart of It

- One Idea {{recommended}}
- The Next Idea
- A Finer Point {{optional}}

## Putting It to Work

- A Small Project {{recommended}}
- Where to Go Next
"""


def begin_roadmap(root: Path, start: Beginning, reserved: Collection[str]) -> Drawn:
    """Writes front matter with every key, an outline, the map and a file for each text; raises
    CannotBegin or OutlineError.
    """
    slug = start.slug
    if not SLUG.match(slug):
        raise CannotBegin(
            f"{slug!r} is no slug. Use small letters, digits and -, beginning with a letter or digit."
        )
    if slug in reserved:
        raise CannotBegin(f"/{slug} is an address of the site. Choose another slug.")
    folder = root / "roadmaps" / slug
    if folder.exists():
        raise CannotBegin(f"{folder} is there already. Edit it, or choose another slug.")
    title = start.title or readable(slug)
    outline = start.outline or STARTER.format(title=title)
    parse_outline(outline, needs_ids=False)
    write(
        folder / f"{slug}.md",
        header_text(slug, title, start.description or f"Learn {title} step by step", start.kind),
    )
    write(outline_path(folder), outline)
    drawn = draw(folder)
    for topic in drawn.missing:
        begin_text(folder, topic)
    return drawn


def begin_topic(root: Path, slug: str, label: str, under: str) -> Path:
    """Adds a topic at the end of a main topic or group of an outline, draws the map and makes the file of
    its text.

    The label may end in a block of words. Raises CannotBegin or OutlineError, and writes nothing then.
    """
    folder = root / "roadmaps" / slug
    source = outline_path(folder)
    if not source.is_file():
        raise CannotBegin(
            f"{source}: there is no such outline. "
            f"Begin one with `content new`, or take a map over with `content outline`."
        )
    text = read_source(source)
    outline = parse_outline(text, needs_ids=False)
    places = [i for i in outline.walk() if i in outline.mains or i.type == "group"]
    parents = [i for i in places if i.id == under or slug_of(i.label) == slug_of(under)]
    if len(parents) != 1:
        names = ", ".join(i.label for i in places)
        what = (
            "no main topic or group is called" if not parents else "several main topics and groups are called"
        )
        raise CannotBegin(f"{what} {under!r}. There are: {names}.")
    lines = text.split("\n")
    after, indent = _last_line(parents[0])
    lines.insert(after, f"{indent}- {' '.join(label.split())}")
    changed = "\n".join(lines)
    _topic_in(parse_outline(changed, needs_ids=False), after + 1)
    write(source, changed)
    draw(folder)
    return begin_text(folder, _topic_in(read_outline(folder), after + 1))


def _topic_in(outline: Outline, line: int) -> Item:
    found = next((i for i in outline.walk() if i.line.number == line), None)
    if found is None or found.type != "topic":
        raise CannotBegin("That is no topic. Give a label, and after it what is to stand in braces.")
    return found


def begin_text(folder: Path, topic: Item) -> Path:
    """Makes the file of a topic's text, with its heading; one that is there stays as it is."""
    path = text_path(folder, topic)
    if not path.exists():
        write(path, f"# {topic.label}\n")
    return path


def _last_line(parent: Item) -> tuple[int, str]:
    """After which line a new topic of a parent goes, and how far it is indented."""
    loose = [c for c in parent.children if c.type == "topic" and not c.line.sign.startswith("#")]
    if loose:
        last = loose[-1].line
        return last.number, last.text[: len(last.text) - len(last.text.lstrip())]
    is_item = not parent.line.sign.startswith("#")
    return parent.line.number, " " * (parent.line.indent + 2) if is_item else ""


def header_text(slug: str, title: str, description: str, kind: str) -> str:
    """Front matter with every key of the format."""
    today = date.today().isoformat()
    quoted, about, heading = (
        json.dumps(t, ensure_ascii=False) for t in (title, description, f"{title} Roadmap")
    )
    return f"""---
jsonUrl: /jsons/roadmaps/{slug}.json
pdfUrl: /pdfs/roadmaps/{slug}.pdf
order: 100
id: {slug}
renderer: editor
briefTitle: {quoted}
briefDescription: {about}
title: {quoted}
description: {about}
hasTopics: true
isNew: true
isHidden: false
isUpcoming: false
isForkable: true
dimensions:
  width: 968
  height: 1000
note: ''
partner:
  description: ''
  link: ''
  linkText: ''
question:
  title: ''
  description: ''
schema:
  headline: {heading}
  description: {about}
  imageUrl: /roadmaps/{slug}.png
  datePublished: '{today}'
  dateModified: '{today}'
seo:
  title: {heading}
  description: {about}
  keywords: []
  ogImageUrl: /roadmaps/{slug}.png
relatedRoadmaps: []
relatedQuestions: []
sitemap:
  priority: 0.8
  changefreq: monthly
courses: []
tags:
  - roadmap
  - main-sitemap
  - {kind}
---
"""
