"""Links between the texts of topics, by the names of their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import HEADER, ONE, TWO, graph, grow, node, words
from webapp.catalog.texts.markdown import render

FIRST = "# First\n\n{}\n"


@pytest.mark.parametrize(
    ("link", "leads_to"),
    [
        (f"./second@{TWO}.md", f"/alpha/second@{TWO}"),
        (f"second@{TWO}", f"/alpha/second@{TWO}"),
        (f"old-name@{TWO}.md#part", f"/alpha/second@{TWO}#part"),
        ("./second.md", f"/alpha/second@{TWO}"),
        ("second", f"/alpha/second@{TWO}"),
        (f"/alpha/second@{TWO}?x#y", f"/alpha/second@{TWO}?x#y"),
        ("/alpha/second", f"/alpha/second@{TWO}"),
        ("deep/third@3.md", "/alpha/the-third@3"),
        ("./deep/../deep/third%403.md", "/alpha/the-third@3"),
        (f"../../beta/content/other@{ONE}.md", f"/beta/other@{ONE}"),
        (f"/beta/other@{ONE}", f"/beta/other@{ONE}"),
        ("../../beta/beta.md", "/beta"),
        ("../alpha.md", "/alpha"),
        ("./nowhere.md", ""),
        ("third@4.md", ""),
        ("/beta/other", ""),
        (f"/beta/other@{TWO}", ""),
        (f"../../gamma/content/other@{ONE}.md", ""),
        ("img/flow.png", ""),
        ("//a.example/x", ""),
    ],
)
def test_a_link_leads_to_the_topic_whose_file_it_names(tmp_path: Path, link: str, leads_to: str) -> None:
    grow(tmp_path, {"beta.md": HEADER, f"content/other@{ONE}.md": "# Other\n"}, "beta")
    catalog = grow(tmp_path, {
        "alpha.md": HEADER,
        "alpha.json": graph(node(), node(TWO, "Second", y=100)),
        f"content/first@{ONE}.md": FIRST.format(f"See [words]({link})."),
        f"content/second@{TWO}.md": "# Second\n\nText.\n",
        "content/deep/third@3.md": "# The Third\n\nText.\n",
    })  # fmt: skip
    shown = f'<a href="{leads_to}" rel="noopener">words</a>' if leads_to else "words"
    assert render(catalog.roadmaps["alpha"].topics[ONE].text).strip() == f"<p>See {shown}.</p>"
    said = [words(f) for f in catalog.findings if f.place == "line 3"]
    assert said == ([] if leads_to else [
        f"warning roadmaps/alpha/content/first@{ONE}.md line 3: {link} leads nowhere on this site; it is shown as text"
        " | Correct or remove it."
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("here", "link", "leads_to"),
    [
        ("1-net/index.md", "./2-dns.md", "/alpha/names@1-net-2-dns"),
        ("1-net/2-dns.md", "./index.md", "/alpha/net@1-net"),
        ("1-net/2-dns.md", "../2-web", "/alpha/web@2-web"),
        ("1-net/2-dns.md", "../2-web/readme.md", "/alpha/web@2-web"),
        ("2-web/readme.md", "../1-net/2-dns", "/alpha/names@1-net-2-dns"),
    ],
)
def test_links_of_an_old_tree_lead_to_its_files(tmp_path: Path, here: str, link: str, leads_to: str) -> None:
    files = {"1-net/index.md": "# Net\n", "1-net/2-dns.md": "# Names\n", "2-web/readme.md": "# Web\n"}
    files[here] += f"\n[words]({link})\n\n- [@article@Read]({link})\n"
    catalog = grow(tmp_path, {"alpha.md": HEADER, **{f"content/{p}": text for p, text in files.items()}})
    topic = next(t for t in catalog.roadmaps["alpha"].topics.values() if t.text)
    assert render(topic.text).strip() == f'<p><a href="{leads_to}" rel="noopener">words</a></p>'
    assert [r.url for r in topic.resources] == [leads_to]


def test_a_variant_links_to_its_own_topics_and_to_the_rest_of_its_parent(tmp_path: Path) -> None:
    roadmaps = grow(tmp_path, {
        "alpha.md": HEADER,
        "alpha.json": graph(node(), node(TWO, "Second", y=100)),
        "alpha-short.json": graph(node(), node("3", "Third", y=100)),
        f"content/first@{ONE}.md": FIRST.format(f"[a](second@{TWO}.md) [b](third@3.md)"),
        f"content/second@{TWO}.md": "# Second\n",
        "content/third@3.md": "# Third\n",
    }).roadmaps  # fmt: skip
    assert f'href="/alpha/second@{TWO}"' in render(roadmaps["alpha-short"].topics[ONE].text)
    assert 'href="/alpha-short/third@3"' in render(roadmaps["alpha-short"].topics[ONE].text)
    assert 'href="/alpha/third@3"' in render(roadmaps["alpha"].topics[ONE].text)
    assert TWO not in roadmaps["alpha-short"].topics


def test_a_link_follows_the_topic_of_another_roadmap_that_comes_and_goes(tmp_path: Path) -> None:
    text = {"alpha.md": HEADER, f"content/first@{ONE}.md": FIRST.format("[words](/beta/other@9)")}
    grow(tmp_path, {"beta.md": HEADER, f"content/one@{ONE}.md": "# One\n"}, "beta")
    assert "href" not in render(grow(tmp_path, text).roadmaps["alpha"].topics[ONE].text)
    grow(tmp_path, {"content/other@9.md": "# Other\n"}, "beta")
    assert 'href="/beta/other@9"' in render(grow(tmp_path, text).roadmaps["alpha"].topics[ONE].text)
