"""The languages of a page: that of the site, and where a roadmap has another one, the roadmap's."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup

from webapp.catalog.model import Roadmap
from webapp.web.site.services import find_roadmap
from webapp.web.site.translations import language_tag


def init_languages(app: Flask) -> None:
    """Gives templates `lang_of` and `site_lang`."""
    app.jinja_env.globals.update(lang_of=lang_of, site_lang=site_lang)


def lang_of(roadmap: Roadmap | str | None) -> Markup:
    """Returns the attribute of an element with a roadmap's text, given the roadmap or its slug.

    Nothing where the text is in the language of the page.
    """
    return _attribute(_language(roadmap)) if _differs(roadmap) else Markup()


def site_lang(roadmap: Roadmap | str | None) -> Markup:
    """Returns the attribute of an element with the site's words among a roadmap's texts."""
    return _attribute(language_tag()) if _differs(roadmap) else Markup()


def _differs(roadmap: Roadmap | str | None) -> bool:
    return _language(roadmap) not in {"", language_tag()}


def _language(roadmap: Roadmap | str | None) -> str:
    found = find_roadmap(roadmap) if isinstance(roadmap, str) else roadmap
    return found.front.language if found else ""


def _attribute(language: str) -> Markup:
    return Markup(' lang="{}"').format(language)
