"""A language that nobody speaks: every letter of the site's own texts is wide, so that a text which was not
translated shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo

ROOT = Path(__file__).parent.parent
# Any locale that has dates and two plural forms; no text of the site is in it.
LANGUAGE = "eo"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "gettext_noop": None}
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\}|<[^>]+>)")


def messages() -> Iterator[str | tuple[str, ...]]:
    """Every text that is marked for translation, as `make messages` finds it."""
    for folder, pattern, method in (("webapp", "**.py", "python"), ("templates", "**.*", "jinja2")):
        for found in extract_from_dir(str(ROOT / folder), [(pattern, method)], keywords=KEYWORDS):
            yield found[2]


@pytest.fixture(scope="session")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the catalog of the language."""
    folder = tmp_path_factory.mktemp("translations")
    write_catalogs(folder)
    return folder


def widen(text: str) -> str:
    """Returns a text in wide letters and in brackets, with what is filled in and its markup as they were."""
    pieces = (p if KEPT.fullmatch(p) else _wide(p) for p in KEPT.split(text))
    return f"⟦{''.join(pieces)}⟧"


def write_catalogs(folder: Path) -> None:
    """Writes the language's compiled catalog where Flask-Babel looks for it."""
    catalog = Catalog(locale=LANGUAGE)
    for message in messages():
        wide = widen(message) if isinstance(message, str) else [widen(form) for form in message[:2]]
        catalog.add(message[:2] if isinstance(message, tuple) else message, wide)
    path = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, catalog)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text)
