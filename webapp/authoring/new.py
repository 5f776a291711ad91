"""`content new`: creates a roadmap whose files are complete and correct from the start."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from webapp.authoring.files import write_file
from webapp.authoring.layout import LayoutReport, layout_map
from webapp.authoring.texts import create_text
from webapp.catalog.outline_file.parse import parse_outline
from webapp.catalog.outline_file.read import outline_path
from webapp.catalog.outline_file.words import escaped
from webapp.catalog.slug import SLUG, readable


class CannotCreateRoadmap(Exception):
    """Why a roadmap cannot be created, and what would be right."""


@dataclass(frozen=True, slots=True)
class NewRoadmap:
    """What an author says of a new roadmap; what is empty gets a default."""

    slug: str
    title: str = ""
    description: str = ""
    kind: str = "skill-roadmap"
    outline: str = ""


EXAMPLE_OUTLINE = """# {title}

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


def create_roadmap(root: Path, new: NewRoadmap, reserved: Collection[str]) -> LayoutReport:
    """Writes front matter with every key, an outline, the map and a file for each text.

    `reserved` are the slugs that are addresses of the site. Raises CannotCreateRoadmap or OutlineError.
    """
    slug = new.slug
    folder = root / "roadmaps" / slug
    check_slug(root, slug, reserved)
    title = new.title or readable(slug)
    description = new.description or f"Learn {title} step by step"
    outline = new.outline or EXAMPLE_OUTLINE.format(title=escaped(title))
    parse_outline(outline, needs_ids=False)
    write_file(folder / f"{slug}.md", front_matter_text(slug, title, description, new.kind))
    write_file(outline_path(folder), outline)
    report = layout_map(folder)
    for topic in report.without_text:
        create_text(folder, topic)
    return report


def check_slug(root: Path, slug: str, reserved: Collection[str]) -> None:
    """Raises CannotCreateRoadmap if a roadmap cannot have that slug, or there is one already."""
    folder = root / "roadmaps" / slug
    if not SLUG.match(slug):
        raise CannotCreateRoadmap(
            f"{slug!r} is no slug. Use small letters, digits and -, beginning with a letter or digit."
        )
    if slug in reserved:
        raise CannotCreateRoadmap(f"/{slug} is an address of the site. Choose another slug.")
    if folder.exists():
        raise CannotCreateRoadmap(f"{folder} is there already. Edit it, or choose another slug.")


def front_matter_text(slug: str, title: str, description: str, kind: str) -> str:
    """Returns front matter with every key of the format."""
    today = date.today().isoformat()
    quoted, about, heading = (
        json.dumps(t, ensure_ascii=False) for t in (title, description, f"{title} Roadmap")
    )
    return f"""---
jsonUrl: /jsons/roadmaps/{slug}.json
pdfUrl: /pdfs/roadmaps/{slug}.pdf
order: 100
id: {slug}
formerSlugs: []
language: ''
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
