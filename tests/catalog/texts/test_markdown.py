"""What a reader sees of Markdown, and what never reaches a page."""

from __future__ import annotations

import pytest

from webapp.catalog.texts.markdown import render, render_inline

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)",
    '<div hx-get="/evil" hx-trigger="load">x</div>', '<div data-hx-post="/evil">x</div>', '<p style="position:fixed">x</p>',
    '<p id="content" name="csrf_token">x</p>', "<iframe src=//evil.example></iframe>", "<form action=//evil.example><input name=a></form>",
    "<base href=//evil.example>", "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "<object data=x></object>",
    '[x](https://a.example "onmouseover=alert(1)")', "<a href='&#106;avascript:alert(1)'>x</a>", "![x](javascript:alert(1))",
    "<style>@import url(//evil.example)</style>", "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "`<script>`<script>alert(1)</script>", "<a href=java\tscript:alert(1)>x</a>", "<details ontoggle=alert(1) open>x</details>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_active_gets_through(text: str) -> None:
    from lxml import html

    for made in (render(text), render_inline(text)):
        page = html.fromstring(f"<main>{made}</main>")
        for element in page.iterdescendants():
            assert element.tag not in {
                "script",
                "style",
                "iframe",
                "form",
                "input",
                "base",
                "object",
                "svg",
                "math",
                "link",
                "meta",
            }
            for name, value in element.attrib.items():
                assert name in {"href", "class", "title", "start", "rel", "src", "alt"}, (element.tag, name)
                assert not value.strip().lower().startswith(("javascript", "data:", "vbscript"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wrap it in a <div> and a <br> if you must.",
            "<p>Wrap it in a &lt;div&gt; and a &lt;br&gt; if you must.</p>",
        ),
        ("<div> is a block.", "&lt;div&gt; is a block."),
        ("Use <b>this</b><br>\nand that.", "<p>Use <b>this</b><br>\nand that.</p>"),
    ],
)
def test_names_of_tags_in_prose_stay_readable(text: str, expected: str) -> None:
    assert render(text).strip() == expected


def test_a_picture_from_elsewhere_is_a_link_and_not_a_request() -> None:
    assert (
        render("![A map](https://a.example/map.png)").strip()
        == '<p><a href="https://a.example/map.png" rel="noopener">A map</a></p>'
    )
    assert render("![A map](/map.png)").strip() == '<p><img src="/map.png" alt="A map"></p>'


def test_code_keeps_what_it_says() -> None:
    made = render('```html\n<p class="x">a & b</p>\n```\n\nUse `a < b`.\n')
    assert '&lt;p class="x"&gt;a &amp; b&lt;/p&gt;' in made.replace("&quot;", '"')
    assert "<code>a &lt; b</code>" in made


@pytest.mark.parametrize(
    ("text", "expected"),
    [("**bold**", "<strong>bold</strong>"), ("3. three", '<ol start="3">'), ("> said", "<blockquote>"), ("costs $5 and $6", "costs $5 and $6"),
     ("[a](https://a.example/b_(c))", 'href="https://a.example/b_(c)"'), ("a\nb", "a\nb")],
)  # fmt: skip
def test_usual_markdown_is_kept(text: str, expected: str) -> None:
    assert expected in render(text)
