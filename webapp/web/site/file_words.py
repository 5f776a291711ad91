"""The translated texts in the files of a roadmap: its PDFs and its share picture."""

from __future__ import annotations

from dataclasses import replace

from webapp.catalog.model import Roadmap
from webapp.drawing.file_words import FileWords
from webapp.learning.status import STATUSES
from webapp.web.site.page_meta import roadmap_title
from webapp.web.site.translations import gettext, language_tag, ngettext


def file_words(roadmap: Roadmap) -> FileWords:
    """Returns the translated texts in the PDF and the share picture of a roadmap."""
    return FileWords(roadmap_title(roadmap.title), _facts(roadmap), roadmap.front.language or language_tag())


def own_file_words(roadmap: Roadmap) -> FileWords:
    """Returns the translated texts in a learner's own PDF of a roadmap."""
    words = {status.value: gettext(status.words) for status in STATUSES if not status.is_default}
    return replace(file_words(roadmap), statuses=words)


def _facts(roadmap: Roadmap) -> str:
    count = len(roadmap.order)
    if not count:
        return gettext("Being written")
    if roadmap.graph:
        return ngettext("%(num)d topic, one map", "%(num)d topics, one map", count)
    return ngettext("%(num)d topic", "%(num)d topics", count)
