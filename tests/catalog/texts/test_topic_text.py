"""A topic's file as its author meant it."""

from __future__ import annotations

import pytest

from webapp.catalog.findings import Findings
from webapp.catalog.texts.markdown import render
from webapp.catalog.texts.topic_text import TopicText, parse_topic


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
    assert [r.type for r in topic.resources] == [
        "official",
        "opensource",
        "article",
        "course",
        "book",
        "video",
        "podcast",
        "feed",
        "tool",
    ]


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
        ("- [@article@A [with] brackets](https://a.example/br)", "A [with] brackets", "https://a.example/br"),
        ("- [@article@A [open](https://a.example/br)", "A [open", "https://a.example/br"),
        ('- [@video@A](https://a.example/ "its title")', "A", "https://a.example/"),
        ("- [@article@A](https://a.example/s 10)", "A", "https://a.example/s%2010"),
        ("- [@article@A]( https://a.example/ )", "A", "https://a.example/"),
        ("- [@article@A](<https://a.example/x>)", "A", "https://a.example/x"),
        ("- [@article@A](https://https://a.example/)", "A", "https://a.example/"),
        ("- [@article@A](https//a.example/)", "A", "https://a.example/"),
        ("- [@article@A](www.a.example/x)", "A", "https://www.a.example/x"),
        ('- [@article@A](https://a.example/?c="2")', "A", "https://a.example/?c=%222%22"),
        ("- [@officialTitle](https://a.example/)", "Title", "https://a.example/"),
        ("1. [@article@A](https://a.example/)", "A", "https://a.example/"),
        (r"- [@article@A \] sign](https://a.example/)", "A ] sign", "https://a.example/"),
        ("- [@article@\u200b](https://a.example/)", "https://a.example/", "https://a.example/"),
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
     ("# A #\n\nText", "A", "Text"), ("A title\non two lines\n===\n\nText", "A title on two lines", "Text"), ("   # A\nText", "A", "Text"),
     ("# `A` [b](https://b.example/) ![c](c.png) <d>\nText", "A b c <d>", "Text"), ("Text\n\nLate\n====", "", "Text\n\nLate\n===="),
     ("    # code", "", "    # code"), ("# A\n\n```\na\n\n\n\nb\n```", "A", "```\na\n\n\n\nb\n```"), ("# A\n\n```\n# no title\n- [@article@A](https://a.example/)\n```", "A",
                                       "```\n# no title\n- [@article@A](https://a.example/)\n```")],
)  # fmt: skip
def test_files_without_the_usual_parts_survive(text: str, title: str, body: str) -> None:
    topic = parsed(text)
    assert (topic.title, topic.body, topic.resources) == (title, body, ())


def test_a_comment_may_stand_before_the_title() -> None:
    topic = parsed("<!-- two\n\nlines -->\n\n[used]: https://a.example/\n\n# A\n\n[x][used]\n")
    assert topic.title == "A"
    assert render(topic.body).strip() == '<p><a href="https://a.example/" rel="noopener">x</a></p>'


@pytest.mark.parametrize("heading", ["## Docker", "Docker\n---", "### DOCKER ###"])
def test_a_smaller_heading_is_the_title_where_it_repeats_the_label(heading: str) -> None:
    text = f"{heading}\n\nText.\n"
    assert parse_topic(text, (), Findings("file"), "Docker").body == "Text."
    assert parse_topic(text, (), Findings("file"), "Other").body == text.strip()


def test_what_else_an_item_with_a_resource_holds_stays() -> None:
    topic = parsed(
        "# T\n\nText.\n\n- [@article@A](https://a.example/)\n  more\n    - below\n- [@book@B](https://b.example/)\n"
    )
    assert [r.title for r in topic.resources] == ["A", "B"]
    assert render(topic.body).split("\n")[1:] == ["<p>more</p>", "<ul>", "<li>below</li>", "</ul>", ""]


def test_a_line_with_a_colon_goes_only_if_it_introduces_the_resources() -> None:
    link = "- [@article@A](https://a.example/)"
    assert parsed(f"# T\n\nText.\n\nRead on:\n\n{link}\n").body == "Text."
    assert parsed(f"# T\n\nText.\n\n{link}\n\nRemember:\n").body == "Text.\n\nRemember:"
    assert parsed(f"# T\n\nText.\n\n- Remember:\n\n{link}\n").body == "Text.\n\n- Remember:"


def test_words_after_a_link_stay_beside_it() -> None:
    topic = parsed(
        "# T\n\nText.\n\n- [@book@A](https://a.example/) - worth an **evening** (2nd edition).\n- [@book@B](https://b.example/).\n"
    )
    assert [(r.title, r.note) for r in topic.resources] == [
        ("A", "worth an evening (2nd edition)"),
        ("B", ""),
    ]
    assert topic.body == "Text."


def test_a_typed_link_in_the_midst_of_a_text_is_a_link() -> None:
    topic = parsed(
        "# T\n\nSee [@article@C](https://c.example/) and `[@x@y](z)`.\n\n```\n[@article@A](https://a.example/)\n```\n"
    )
    assert render(topic.body).startswith(
        '<p>See <a href="https://c.example/" rel="noopener">C</a> and <code>[@x@y](z)</code>.</p>'
    )
    assert "[@article@A](https://a.example/)" in render(topic.body)
    assert topic.resources == ()


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("See [x](/python), [y](/nowhere/x).", 'See <a href="/python">x</a>, y.', "/nowhere/x leads nowhere on this site"),
        ("![A picture](/img/x.png)", "A picture", "/img/x.png leads nowhere on this site"),
        ('[x](https://roadmap.sh/python "Python")', '<a href="/python" title="Python">x</a>', ""),
        ("<https://roadmap.sh/python>", '<a href="/python">roadmap.sh/python</a>', ""),
        ("<https://roadmap.sh/rust>", '<a href="https://roadmap.sh/rust">https://roadmap.sh/rust</a>', ""),
        ("[x][1]\n\n[1]: https://roadmap.sh/python", '<a href="/python">x</a>', ""),
        ("[x](/tags/web) [f](/pdfs/roadmaps/python.pdf)", '<a href="/tags/web">x</a> <a href="/pdfs/roadmaps/python.pdf">f</a>', ""),
        ("[gone](/pdfs/roadmaps/rust.pdf)", "gone", "leads nowhere"),
        ('[gone](</a b> "title") or [here](</python>)', 'gone or <a href="/python">here</a>', "leads nowhere"),
        ("`[x](/nowhere)` and [x](/nowhere)", "<code>[x](/nowhere)</code> and x", "leads nowhere"),
        ("[**[x]** y](/nowhere)", "<strong>[x]</strong> y", "leads nowhere"),
        ("[![a](/a.png)](https://roadmap.sh/python)", '<a href="/python">a</a>', "/a.png leads nowhere"),
        ("[Moves](/python/moves)", "Moves", "/python/moves leads nowhere"),
        ("[a](/no\\_where) [b](/no&amp;where) [c](/a_(b)) [d](\\/e) [e](</f\\_g> 'h')", "a b c d e", "leads nowhere"),
        ("[a][1] [b][2]\n\n[1]: /no\\_where\n[2]: </no\\_where> 'title'", "a b", "leads nowhere"),
        ("[Gone](/python/gone@9)", "Gone", "/python/gone@9 leads nowhere"),
        ("[Here](/python/x@1#part)", '<a href="/python/x@1#part">Here</a>', ""),
        ("[next](./next.md) [part](#part)", "next part", "leads nowhere"),
        ("![Diagram](./img/flow.png) ![](img/other.png)", "Diagram other.png", "leads nowhere"),
        ("![Own](/roadmaps/python.png) ![no](/python)", '<img src="/roadmaps/python.png" alt="Own"> no', "/python leads nowhere"),
        ("![Chart](https://a.example/c.png)", '<a href="https://a.example/c.png">Chart</a>', "is from elsewhere"),
        ("[x](ftp://a.example/) [y](tel:+49) [z](mailto:x)", "x y z", "cannot be linked"),
        ('<a href="/nowhere">x</a> <a href=/gone>y</a> <a href="/python">z</a>', 'x y <a href="/python">z</a>', "leads nowhere"),
        ('<video src="https://a.example/x.mp4" title="Film"></video>', '<a href="https://a.example/x.mp4">Film</a>', "is from elsewhere"),
        ('See <iframe src="/nowhere"></iframe>', "See ./nowhere", "leads nowhere"),
        ('<img alt="Flow" src="img/flow.png">', "Flow", "img/flow.png leads nowhere"),
    ],
)  # fmt: skip
def test_links_in_a_text_lead_somewhere(text: str, shown: str, said: str) -> None:
    found = Findings("file")
    body = parse_topic(f"# T\n\n{text}\n", ("python", "python@1"), found).body
    assert render(body).replace(' rel="noopener"', "").strip() == f"<p>{shown}</p>"
    assert {f.place for f in found.collected} <= {"line 3", "line 5", "line 6"}
    assert bool(found.collected) == bool(said)
    assert all(said in f.message for f in found.collected)


def test_a_dead_link_is_reported_where_it_stands() -> None:
    found = Findings("file")
    text = "# T\n\nFirst.\n\n- [@article@A](https://a.example/)\n\n> Said\n> in [two](/nowhere)\n> lines.\n\n[r]\n\n[r]: /gone\n"
    body = parse_topic(text, (), found).body
    assert [(f.place, f.message.split()[0]) for f in found.collected] == [
        ("line 8", "/nowhere"),
        ("line 13", "/gone"),
    ]
    assert "href" not in render(body)
    assert "in two" in render(body)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("```\n- [@article@A](https://a.example/)\n```python\n- [@book@B](https://b.example/)\n```", []),
        ("~~~\n```\n~~~\n- [@book@B](https://b.example/)", ["book"]),
        ("```one line```\n- [@book@B](https://b.example/)", ["book"]),
        ("````\n```\n- [@article@A](https://a.example/)\n````\n- [@book@B](https://b.example/)", ["book"]),
        ("Text.\n\n    - [@article@A](https://a.example/)\n\n- [@book@B](https://b.example/)", ["book"]),
        ("<!-- - [@article@A](https://a.example/) -->\n- [@book@B](https://b.example/)", ["book"]),
        (
            "<!--\n- [@article@A](https://a.example/)\n\n- [@video@C](https://c.example/)\n-->\n- [@book@B](https://b.example/)",
            ["book"],
        ),
        ("- [@book@B](https://b.example/)\n    - [@video@C](https://c.example/)\n", ["book", "video"]),
        ("- [@book@B](https://b.example/)\n\n      - [@video@C](https://c.example/)\n", ["book"]),
        ("<pre>\n- [@article@A](https://a.example/)\n</pre>\n- [@book@B](https://b.example/)", ["book"]),
    ],
)
def test_what_stands_in_code_or_a_comment_is_no_resource(text: str, kinds: list[str]) -> None:
    assert [r.type for r in parsed(f"# T\n\n{text}\n").resources] == kinds


@pytest.mark.parametrize(
    ("line", "title"), [("# C#", "C#"), ("# C# ##", "C#"), ("# Closed #", "Closed"), ("# F#  ", "F#")]
)
def test_a_sharp_belongs_to_the_title_where_no_blank_is_before_it(line: str, title: str) -> None:
    assert parse_topic(f"{line}\n\nText.\n", (), Findings("f")).title == title


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- [@article A](https://a.example/)", "the second @ is missing"),
        ("- [@article@A](https://a.example/", "a parenthesis is missing"),
        ("- [@article@A] https://a.example/", "a parenthesis is missing"),
        ("- [@article@A](ttps://a.example/)", "the address ttps://a.example/ is read as https://a.example/"),
        (
            "- [@article@A](https://a.example/) and [B](https://b.example/)",
            "https://b.example/ is not linked",
        ),
        ("- [@article@A](https://a.example/) <https://b.example/>", "https://b.example/ is not linked"),
        ("- [@article@A](/nowhere)", "'/nowhere' is not a usable address"),
        ("- [@article@A](javascript:alert(1))", "'javascript:alert(1)' is not a usable address"),
    ],
)
def test_what_is_not_as_it_should_be_is_said_once(line: str, said: str) -> None:
    found = Findings("file")
    topic = parse_topic(f"# T\n\nText.\n\n{line}\n", (), found)
    assert [f.place for f in found.collected] == ["line 5"]
    assert said in found.collected[0].message
    assert topic.body == ("Text." if topic.resources else "Text.\n\n- A")


@pytest.mark.parametrize(
    "line",
    [
        "- [@kamran ahmed](https://a.example/)",
        "- [@x]",
        "- [@article",
        "- @article@A",
        "[@article@A](b)",
        "- [@](x)",
    ],
)
def test_other_lines_are_no_resources(line: str) -> None:
    assert parsed(f"# T\n\n{line}\n").resources == ()


def test_a_link_whose_address_stands_below_is_a_link_of_the_text() -> None:
    found = Findings("file")
    topic = parse_topic("# T\n\n- [@article@A][a]\n\n[a]: https://a.example/\n", (), found)
    assert (topic.resources, found.collected) == ((), [])
    assert '<a href="https://a.example/" rel="noopener">A</a>' in render(topic.body)
