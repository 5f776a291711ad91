"""What people read of a page, and what of it nobody has translated."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date
from flask import Flask
from lxml import etree, html

from tests import pseudo
from webapp.catalog.slug import readable
from webapp.catalog.texts.markdown import plain
from webapp.language import day_span
from webapp.web.site.services import services_of

TOPIC = "/alpha/first-steps@main-one-000000000001"
# Names are the same in every language.
NAMES = (
    "Milepost",
    "Fernweh",
    "RSS",
    "Atom",
    "JSON Feed",
    "JSON",
    "PDF",
    "Esc",
    "ada",
    "lin",
    "Firefox",
    "Linux",
    "zzz",
    "The class of 2026 has ended.",
)
ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")
WORDS_FOR_SCRIPTS = re.compile(
    r"data-(?:place|count|opened|show|hide|copied|none|zero|one|two|few|many|other|auto|light|dark|offline|unread|changed|busy"
    r"|broken|title|words|failed|unsent|kept|refused-note|(?:waiting|saved|refused|lose|lose-note)-(?:zero|one|two|few|many|other)|status-\w+)"
)
ADDRESSES = re.compile(r"\S+@\S+\.\w+|[\w-]+(?:\.[\w-]+)+|/[\w/.@-]+|\{\w+\}")
# Finds in a text the words that are neither translated nor the content's own.
Find = Callable[[str], list[str]]


def shown(markup: str) -> Iterator[str]:
    """What people see or hear of a page or a fragment, and what scripts say to them."""
    page = html.fromstring(markup)
    names = "//select[@name='time_zone']/option[not(@value)]"
    for element in page.xpath(
        f"//script|//style|//*[contains(@class, 'prose')]|//*[contains(@class, 'found__sentence')]|//code|//*[@lang='en']|{names}"
    ):
        element.drop_tree()
    # Letters that were found are marked within their word.
    etree.strip_tags(page, "mark")
    for element in page.iter(etree.Element):
        yield from filter(None, (element.text, element.tail))
        for name, value in element.items():
            if name in ATTRIBUTES or WORDS_FOR_SCRIPTS.fullmatch(name):
                yield value
        if element.tag == "meta" and (element.get("name") or element.get("property")) in {
            "description",
            "og:title",
            "og:description",
            "og:image:alt",
        }:
            yield element.get("content")


def check(untranslated: Find, text: str, where: str) -> None:
    left = {words: found for words in shown(text) if (found := untranslated(words))}
    assert left == {}, where


def widened(text: str, **values: str) -> str:
    return pseudo.widen(text) % values


def known_texts(app: Flask) -> re.Pattern[str]:
    """What need not be translated: the content's own texts, names, and days, which Babel writes."""
    known = sorted({*_own_texts(app), *_days_of_the_week(), *NAMES}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in known), re.I)


def _own_texts(app: Flask) -> Iterator[str]:
    for roadmap in services_of(app).catalog_store.catalog.roadmaps.values():
        yield readable(roadmap.slug)
        for value in _leaves(roadmap):
            if isinstance(value, date):
                yield format_date(value, "long", locale=pseudo.LANGUAGE)
            else:
                short = plain(value)
                cut = short[:299].rsplit(" ", 1)[0]
                # Markdown shows as several texts.
                pieces = re.split(r"<[^>]+>|[*_`\[\]()]+", value)
                texts = (value, short, cut, value.replace("-", " "), *pieces)
                yield from filter(None, (text.strip(" .,:;!?") for text in texts))


def _leaves(value: object) -> Iterator[str | date]:
    if isinstance(value, str | date):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
    elif isinstance(value, dict) or hasattr(value, "values"):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from _leaves(inner)


def _days_of_the_week() -> Iterator[str]:
    today = datetime.now(UTC).date()
    for ago in range(8):
        yield day_span(today - timedelta(days=ago), today - timedelta(days=ago), pseudo.LANGUAGE)
        for form in ("full", "long", "EEE"):
            yield format_date(today - timedelta(days=ago), form, locale=pseudo.LANGUAGE)
