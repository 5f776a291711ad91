"""A topic's file as its author meant it."""

from __future__ import annotations

import pytest

from webapp.catalog.findings import Findings
from webapp.catalog.topic_text import TopicText, parse_topic


def parsed(text: str, slugs: tuple[str, ...] = ()) -> TopicText:
    return parse_topic(text, slugs, Findings("file"))


def test_title_text_and_resources_come_apart_and_the_introduction_goes() -> None:
    topic = parsed(
        "# Tokens\n\nA token is a piece.\n\nRead on:\n\n- [@article@A](https://a.example/)\n- [@official@B](https://b.example/)\n"
    )
    assert (topic.title, topic.body) == ("Tokens", "A token is a piece.")
    assert [(r.type, r.title, r.url) for r in topic.resources] == [
        ("official", "B", "https://b.example/"), ("article", "A", "https://a.example/"),
    ]  # fmt: skip


def test_official_first_then_the_other_types_in_their_order() -> None:
    kinds = ["tool", "feed", "podcast", "video", "book", "course", "article", "opensource", "official"]
    topic = parsed("\n".join(f"- [@{k}@{k}](https://{k}.example/)" for k in kinds))
    assert [r.type for r in topic.resources] == ["official", "opensource", "article", "course", "book", "video", "podcast", "feed", "tool"]


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("* [@article@A](https://a.example/)", "A", "https://a.example/"),
        ("- [@article@Title (2nd)](https://a.example/x_(y))", "Title (2nd)", "https://a.example/x_(y)"),
        ("- [@article A](https://a.example/)", "A", "https://a.example/"),
        ("- [@article@A](https://a.example/", "A", "https://a.example/"),
        ("- [@article@A] https://a.example/", "A", "https://a.example/"),
        ("- [@article@A](ttps://a.example/)", "A", "https://a.example/"),
        ("- [@article@A](hhttps://a.example/)", "A", "https://a.example/"),
        ("- [@article@A](https://a.example/) - worth it", "A", "https://a.example/"),
        ("- [@roadmap@A](https://roadmap.sh/python)", "A", "/python"),
        ("- [@roadmap@A](https://roadmap.sh/rust)", "A", "https://roadmap.sh/rust"),
    ],
)
def test_messy_links_are_read_as_they_were_meant(line: str, title: str, url: str) -> None:
    (resource,) = parsed(f"# T\n\nText.\n\n{line}\n", ("python",)).resources
    assert (resource.title, resource.url) == (title, url)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [("Only text.", "", "Only text."), ("# Only title", "Only title", ""), ("", "", ""), ("Text first.\n\n# Late", "", "Text first.\n\n# Late"),
     ("# A #\n\nText", "A", "Text"), ("# A\n\n```\n# no title\n- [@article@A](https://a.example/)\n```", "A",
                                       "```\n# no title\n- [@article@A](https://a.example/)\n```")],
)  # fmt: skip
def test_files_without_the_usual_parts_survive(text: str, title: str, body: str) -> None:
    topic = parsed(text)
    assert (topic.title, topic.body, topic.resources) == (title, body, ())


def test_words_after_a_link_stay_in_the_text() -> None:
    assert "worth an evening" in parsed("# T\n\nText.\n\n- [@book@A](https://a.example/) worth an evening\n").body


@pytest.mark.parametrize(("line", "title"), [("# C#", "C#"), ("# C# ##", "C#"), ("# Closed #", "Closed"), ("# F#  ", "F#")])
def test_a_sharp_belongs_to_the_title_where_no_blank_is_before_it(line: str, title: str) -> None:
    assert parse_topic(f"{line}\n\nText.\n", (), Findings("f")).title == title
