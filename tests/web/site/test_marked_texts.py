"""No text for people stands in a template or in the code without being marked for translation."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser

from tests import pseudo
from tests.web.translations.untranslated import ATTRIBUTES, NAMES, WORDS_FOR_SCRIPTS
from webapp.learning.status import STATUSES

FOLDER = pseudo.ROOT / "templates"


def test_the_words_of_statuses_are_marked() -> None:
    found = set(pseudo.messages())
    assert {text for status in STATUSES for text in (status.label, status.words)} <= found


class _Texts(HTMLParser):
    """Collects the texts of a template that are not written by an expression."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for n, v in attrs if v and (n in ATTRIBUTES or WORDS_FOR_SCRIPTS.fullmatch(n))]


# Authors read English: the pages of `make dev` show the findings of `content check`.
TEMPLATES = [p for p in FOLDER.rglob("*.*") if p.parent.name != "dev"]


def test_no_text_stands_in_a_template_as_it_is() -> None:
    for path in TEMPLATES:
        source = path.read_text(encoding="utf-8")
        hidden = r"{% block main_(?:class|data) %}.*?{% endblock %}|<style>.*?</style>"
        source = re.sub(hidden, "", source, flags=re.S)
        # The name of a file.
        source = source.replace("{{ rule.section }}.csv", "")
        source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", source, flags=re.S)
        parser = _Texts()
        parser.feed(source)
        text = re.sub("|".join(NAMES), "", " ".join(parser.found))
        assert re.findall(r"[A-Za-z]{2,}", text) == [], path


TELLS_PEOPLE = {
    "abort",
    "Toast",
    "blame",
    "simple",
    "flash",
    "PageMeta",
    "_page",
    "InputRequired",
    "DataRequired",
    "ValidationError",
}


def test_no_text_is_given_to_people_as_it_is() -> None:
    found = []
    for path in (pseudo.ROOT / "webapp" / "web").rglob("*.py"):
        if path.parent.name == "dev":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in TELLS_PEOPLE
            ):
                texts = [
                    a
                    for a in node.args
                    if isinstance(a, ast.JoinedStr) or (isinstance(a, ast.Constant) and " " in str(a.value))
                ]
                found += [f"{path}:{text.lineno}" for text in texts]
    assert found == []
