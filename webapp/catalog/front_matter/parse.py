"""A roadmap's front matter file, read into typed values."""

from __future__ import annotations

import difflib
import math
from collections.abc import Container

from frontmatter.default_handlers import YAMLHandler

from webapp.catalog.findings import Findings
from webapp.catalog.front_matter.typed_mapping import Fields
from webapp.catalog.front_matter.yaml_mapping import read_header
from webapp.catalog.front_matter_values import (
    PLACING_TAGS,
    Course,
    FrontMatter,
    Partner,
    Question,
    Seo,
    StructuredData,
)
from webapp.catalog.slug import TOPIC_ID
from webapp.catalog.texts.markdown_links import localize_links
from webapp.language import read_language_tag

LAST = 1_000_000.0
LONGEST_TAG = 100
ALIKE = 0.85  # how alike a misspelt tag is to one that places a roadmap


def parse_front_matter(text: str, found: Findings, slugs: Container[str] = ()) -> FrontMatter:
    """Returns the front matter of a file's text.

    Every value of a wrong type is reported and left at its default.
    """
    handler = YAMLHandler()
    if not handler.detect(text):
        if text.strip():
            found.warning(
                "front matter",
                "the file does not begin with ---",
                "Begin it with a line ---, and end the header with one.",
            )
        return FrontMatter()
    try:
        header, body = handler.split(text)
    except ValueError:
        found.error("front matter", "its end is missing", "End it with a line ---.")
        return FrontMatter()
    _report_body(text, body, found)
    first_line = text[: text.index(header)].count("\n") + 1
    return _typed(Fields(read_header(header, found, first_line), found), found, slugs)


def _report_body(text: str, body: str, found: Findings) -> None:
    """Reports words below the front matter, which no page shows."""
    if not body.strip():
        return
    line = text.count("\n") - body.rstrip("\n").count("\n") - (len(text) - len(text.rstrip("\n")))
    line += 1 + len(body) - len(body.lstrip("\n"))
    remedy = "Move it to a key of the front matter, such as description or question, or into a topic's text."
    found.warning(f"line {line}", "the text below the front matter is shown nowhere", remedy)


def _typed(fields: Fields, found: Findings, slugs: Container[str]) -> FrontMatter:
    dimensions = fields.child("dimensions")
    schema = fields.child("schema")
    seo = fields.child("seo")
    sitemap = fields.child("sitemap")
    order = fields.number("order", -LAST, LAST)
    front = FrontMatter(
        id=_id(fields, found),
        title=fields.text("title"),
        description=fields.text("description"),
        brief_title=fields.text("briefTitle"),
        brief_description=fields.text("briefDescription"),
        order=LAST if order is None or not math.isfinite(order) else order,
        has_topics=fields.flag("hasTopics", True),
        is_new=fields.flag("isNew"),
        is_hidden=fields.flag("isHidden"),
        is_upcoming=fields.flag("isUpcoming"),
        is_forkable=fields.flag("isForkable"),
        json_url=fields.address("jsonUrl"),
        pdf_url=fields.address("pdfUrl"),
        width=dimensions.number("width", 1, 100_000) if dimensions else None,
        height=dimensions.number("height", 1, 100_000) if dimensions else None,
        question=_question(fields, found, slugs),
        schema=StructuredData(
            schema.text("headline"),
            schema.text("description"),
            schema.address("imageUrl"),
            schema.day("datePublished"),
            schema.day("dateModified"),
        )
        if schema
        else StructuredData(),
        seo=Seo(seo.text("title"), seo.text("description"), seo.texts("keywords"), seo.address("ogImageUrl"))
        if seo
        else Seo(),
        related_roadmaps=fields.texts("relatedRoadmaps"),
        related_questions=fields.texts("relatedQuestions"),
        sitemap_priority=sitemap.number("priority", 0, 1) if sitemap else None,
        sitemap_changefreq=sitemap.text("changefreq") if sitemap else "",
        tags=_tags(fields, found),
        partner=_partner(fields, slugs),
        note=localize_links(fields.text("note"), slugs, found, lambda _: "note"),
        courses=tuple(_course(f, slugs) for f in fields.children("courses")),
        former_slugs=fields.texts("formerSlugs"),
        language=_language(fields, found),
    )
    # The graph file itself says whether it can be drawn.
    fields.report_rest(known=frozenset({"renderer"}))
    for child in (dimensions, schema, seo, sitemap):
        if child:
            child.report_rest()
    return front


def _id(fields: Fields, found: Findings) -> str:
    """Returns the name that progress and feeds keep, also if the address changes."""
    name = fields.text("id")
    if name and not TOPIC_ID.match(name):
        found.warning(
            "id", f"{name[:100]!r} is no id; the slug is taken", "Use at most 64 letters, digits, - and _."
        )
        return ""
    return name


def _language(fields: Fields, found: Findings) -> str:
    """Returns the language of the roadmap's texts; it is empty where they have that of the site."""
    written = fields.text("language")
    if not written:
        return ""
    try:
        return read_language_tag(written)
    except ValueError:
        what = f"{written[:100]!r} is no language; that of the site is taken"
        found.warning("language", what, "Write a tag such as en, de, pt-BR or zh-Hans.")
        return ""


def _tags(fields: Fields, found: Findings) -> tuple[str, ...]:
    tags = dict.fromkeys(fields.texts("tags"))
    for tag in [t for t in tags if "/" in t or t in {".", ".."} or len(t) > LONGEST_TAG]:
        found.warning(
            "tags",
            f"{tag[:100]!r} cannot be part of an address; it is left out",
            "Use letters, digits and -.",
        )
        del tags[tag]
    for tag in [t for t in tags if t not in PLACING_TAGS]:
        if near := difflib.get_close_matches(tag, PLACING_TAGS, 1, ALIKE):
            found.warning("tags", f"{tag!r} places the roadmap nowhere", f"Did you mean {near[0]}?")
    return tuple(tags)


def _question(fields: Fields, found: Findings, slugs: Container[str]) -> Question | None:
    question = fields.child("question")
    if question is None:
        return None
    title, description = question.text("title"), question.text("description")
    question.report_rest()
    return (
        Question(title, localize_links(description, slugs, found, lambda _: "question.description"))
        if title and description
        else None
    )


def _partner(fields: Fields, slugs: Container[str]) -> Partner | None:
    partner = fields.child("partner")
    if partner is None:
        return None
    read = Partner(partner.text("description"), partner.address("link", slugs), partner.text("linkText"))
    partner.report_rest()
    return read if read.description else None


def _course(fields: Fields, slugs: Container[str]) -> Course:
    title, description, link = fields.text("title"), fields.text("description"), fields.address("link", slugs)
    instructor = fields.child("instructor")
    features = fields.texts("features")
    fields.report_rest()
    if instructor is None:
        return Course(title, description, link, features=features)
    image = instructor.address("image")
    return Course(
        title, description, link, instructor.text("name"), image, instructor.text("title"), features
    )
