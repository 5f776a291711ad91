"""Labels of any letters are drawn wherever a label is drawn."""

from __future__ import annotations

import json
from pathlib import Path

from flask.testing import FlaskClient
from lxml import etree, html

from tests.broken.test_pages import addresses
from tests.catalog.trees import node
from tests.conftest import serving

ODD_LABELS = [
    "~~5:foo~~",
    "~~0:status~~",
    "\ud83d",
    "A\0\x1b[31m\ufffe",
    "\u202eabc",
    "\u200b",
    "e" + "\u0301" * 400,
    "x" * 900,
    "]]>",
    "{{ 7*7 }}",
    "#{panic()}",
]


def test_labels_of_any_letters_are_drawn_everywhere(tmp_path: Path) -> None:
    """They would break the joining of pieces, XML, UTF-8, the typesetter, or the look of a line."""
    nodes = [node(f"n{n}", label, y=70 * n) for n, label in enumerate(ODD_LABELS)]
    for kind, key in (("linksgroup", "links"), ("checklist", "checklists"), ("legend", "legends")):
        rows = [
            {"id": f"{kind}{n}", "label": label, "url": "/", "color": "red"}
            for n, label in enumerate(ODD_LABELS)
        ]
        nodes.append(node(f"{kind}", ODD_LABELS[3], kind, y=2000, data={"label": ODD_LABELS[3], key: rows}))
    folder = tmp_path / "roadmaps/alpha"
    folder.mkdir(parents=True)
    words = [label.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for label in ODD_LABELS]
    front = {"title": "~~1:tick~~ \x07", "id": "a\x01b", "description": " ".join(words), "tags": ["roadmap", "main-sitemap", *words], "note": words[3],
             "schema": {"imageUrl": "https://a.example//evil.example/x.png"}}  # fmt: skip
    (folder / "alpha.md").write_text(f"---\n{json.dumps(front)}\n---\n", encoding="utf-8")
    (folder / "alpha.json").write_text(json.dumps({"nodes": nodes}), encoding="utf-8")
    with serving(tmp_path) as app:
        assert_drawn_everywhere(app.test_client())


def assert_drawn_everywhere(client: FlaskClient) -> None:
    for path in (
        *addresses(client),
        "/pdfs/roadmaps/alpha.pdf",
        "/roadmaps/alpha.png",
        "/jsons/roadmaps/alpha.json",
        "/feed.json",
    ):
        assert client.get(path).status_code == 200, path
    for path in ("/rss.xml", "/atom.xml", "/sitemap.xml"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        etree.fromstring(answer.data)
    page = html.fromstring(client.get("/alpha").text)
    assert page.xpath("//a[@data-node-id='n0']")[0].text == "~~5:foo~~"
    assert page.xpath("//meta[@property='og:image']/@content") == ["http://127.0.0.1:8000/evil.example/x.png"]
