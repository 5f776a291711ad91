"""What a reader sees of Markdown, and what never reaches a page."""

from __future__ import annotations

import pytest

from webapp.catalog.texts.markdown import plain, render, render_inline, render_note

HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)",
    '<div hx-get="/evil" hx-trigger="load">x</div>', '<div data-hx-post="/evil">x</div>', '<p style="position:fixed">x</p>',
    '<p id="content" name="csrf_token">x</p>', "<iframe src=//evil.example></iframe>", "<form action=//evil.example><input name=a></form>",
    "<base href=//evil.example>", "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>", "<object data=x></object>",
    '[x](https://a.example "onmouseover=alert(1)")', "<a href='&#106;avascript:alert(1)'>x</a>", "![x](javascript:alert(1))",
    "<style>@import url(//evil.example)</style>", "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0>",
    "`<script>`<script>alert(1)</script>", "<a href=java\tscript:alert(1)>x</a>", "<details ontoggle=alert(1) open>x</details>",
    '<details id="main" name="x" class="toast" style="color:red" hx-get="/x"><summary onclick="x()">x</summary>y</details>',
    '<div class="panel" id="panel" hx-on:click="x()">\n\nx\n\n</div>', "<div>\n\n<script>\n\nalert(1)\n\n</script>\n\n</div>",
    "a <b onmouseover=alert(1)>x</b> <u style=x>y</u>", '<td align="center" class="toast" onclick="x">x</td>', "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <script>alert(1)</script> ?>", "<svg><script>alert(1)</script><a xlink:href='javascript:x'>y</a></svg>", "<!-- --!><script>alert(1)</script> -->",
    "<script\n>alert(1)</script\n>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><img src=x onerror=alert(1)></template>", "<img src='/x.png' onerror=alert(1) srcset='//evil.example/x'>",
    '<img src="https://evil.example/x.png" alt="\"><script>alert(1)</script>">', '<a href="https://a.example" target=_blank ping=//evil.example>x</a>',
    "- <details>\n  <summary><img src=x onerror=alert(1)></summary>\n\n  <script>alert(1)</script>\n  </details>", "- <td onclick=x>y</td> <a href=javascript:x>y</a>",
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
                assert name in {"href", "class", "title", "start", "rel", "src", "alt", "open"}, (
                    element.tag,
                    name,
                )
                assert not value.strip().lower().startswith(("javascript", "data:", "vbscript"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Wrap it in a <div> and a <br> if you must.",
            "<p>Wrap it in a &lt;div&gt; and a &lt;br&gt; if you must.</p>",
        ),
        ("<div> is a block.", "<p>&lt;div&gt; is a block.</p>"),
        ("Use <b>this</b><br>\nand that.", "<p>Use <b>this</b><br>\nand that.</p>"),
        ("What is between <b> and </b> is bold.", "<p>What is between &lt;b&gt; and &lt;/b&gt; is bold.</p>"),
        ("<div> and </div> hold it.", "<p>&lt;div&gt; and &lt;/div&gt; hold it.</p>"),
        ("Close it with </div>.", "<p>Close it with &lt;/div&gt;.</p>"),
        ('Use <input type="text"> or <meta>.', '<p>Use &lt;input type="text"&gt; or &lt;meta&gt;.</p>'),
        (
            "A List<String> and a Box<T extends A>.",
            "<p>A List&lt;String&gt; and a Box&lt;T extends A&gt;.</p>",
        ),
        (
            "- <div>\n- <span>",
            "<ul>\n<li>\n<p>&lt;div&gt;</p>\n</li>\n<li>\n<p>&lt;span&gt;</p>\n</li>\n</ul>",
        ),
        ("- <br>\n- <hr>", "<ul>\n<li>\n<p>&lt;br&gt;</p>\n</li>\n<li>\n<p>&lt;hr&gt;</p>\n</li>\n</ul>"),
        ("Write <!DOCTYPE html> first.", "<p>Write &lt;!DOCTYPE html&gt; first.</p>"),
    ],
)
def test_names_of_tags_in_prose_stay_readable(text: str, expected: str) -> None:
    assert render(text).strip() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] Knead", '<ul>\n<li class="prose__task">☐ Knead</li>\n</ul>'),
        ("- [x] **Rest**", '<ul>\n<li class="prose__task">☑ <strong>Rest</strong></li>\n</ul>'),
        ("1. [X] Bake", '<ol>\n<li class="prose__task">☑ Bake</li>\n</ol>'),
        ("- `a[ ] b`\n- a [ ] b", "<ul>\n<li><code>a[ ] b</code></li>\n<li>a [ ] b</li>\n</ul>"),
        ("[ ] Knead", "<p>[ ] Knead</p>"),
    ],
)
def test_the_tasks_of_a_list_have_boxes(text: str, expected: str) -> None:
    assert render(text).strip() == render_note(text).strip() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<details><summary>Why</summary>\n\nSome **words**.\n\n- one\n\n</details>\n\nAfter.",
            "<details><summary>Why</summary> <p>Some <strong>words</strong>.</p> <ul> <li>one</li> </ul> </details> <p>After.</p>",
        ),
        ("- a\n\n  <details>\n  <summary>S</summary>\n\n  b\n\n  </details>", "<li> <p>a</p> <details> <summary>S</summary> <p>b</p> </details></li>"),
        ("<center>In the middle</center>", "<p>In the middle</p>"),
        ('<p align="center">\n  <b>words</b>\n</p>', "<p> <b>words</b> </p>"),
        ('<div align="center">\n\n# Title\n\n</div>', "<div> <h2>Title</h2> </div>"),
        ("one\n\n<hr>\n\ntwo\n\n<br>\n\nthree", "<p>one</p> <hr> <p>two</p> <p><br></p> <p>three</p>"),
        ("one<br>two<br/>three", "<p>one<br>two<br>three</p>"),
        ("H<sub>2</sub>O, x<sup>2</sup>, <kbd>Esc</kbd>", "<p>H<sub>2</sub>O, x<sup>2</sup>, <kbd>Esc</kbd></p>"),
        ("<font color=red>red</font> and <blink>more</blink>", "<p>red and more</p>"),
        ("<form><input name=a><button>Send</button></form>", "<p>Send</p>"),
        ("<h1>Head</h1>", "<h2>Head</h2>"),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<center>\n\nwords</center>", "<p>words</p>"),
        ("one <div>two</div>", "<p>one two</p>"),
        ("<p>One<p>Two", "<p>One</p><p>Two</p>"),
        ('<iframe src="https://a.example/film"></iframe>', '<p><a href="https://a.example/film" rel="noopener">https://a.example/film</a></p>'),
        ("<!-- hidden -->\nshown", "<p>shown</p>"),
    ],
)  # fmt: skip
def test_html_that_is_allowed_works_and_of_the_rest_the_words_stay(text: str, expected: str) -> None:
    assert expected in " ".join(render(text).split())


def test_what_stands_on_lines_of_its_own_stays_apart_in_descriptions() -> None:
    assert (
        plain("One<br>two\n\n<dl><dt>a<dd>b</dl>\n\n| c | d |\n|-|-|\n| e<br>f | g<sup>h</sup> |")
        == "One two a b c d e f gh"
    )


def test_a_cell_breaks_its_line_unless_it_names_the_tag() -> None:
    made = render("| a <br> b | <br> |\n|-|-|\n| c | d |")
    assert "<th>a <br> b</th>" in made
    assert "<th>&lt;br&gt;</th>" in made


def test_columns_keep_their_alignment() -> None:
    made = render("| a | b | c | d |\n|:-:|--:|:--|---|\n| 1 | 2 | 3 | 4 |")
    for cell in (
        '<td class="prose__cell--center">1',
        '<td class="prose__cell--right">2',
        '<td class="prose__cell--left">3',
        "<td>4",
    ):
        assert cell in made
    assert "style" not in made


def test_no_class_of_the_page_can_be_used() -> None:
    made = render(
        '<p class="toast">a</p>\n<table><tr><td class="toast">x</td></tr></table>\n\n`b`{.toast}\n\n```toast x\nc\n```'
    )
    assert 'class="toast' not in made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[^1]: Note.", "<p>[^1]: Note.</p>"),
        ("Words[^1].\n\n[^1]: Note.", "<p>Words[^1].</p>\n<p>[^1]: Note.</p>"),
        ('[unused]: https://a.example/ "A title"', '<p>[unused]: https://a.example/ "A title"</p>'),
        ("[//]: # (a comment)", ""),
        (
            "[](https://a.example/)",
            '<p><a href="https://a.example/" rel="noopener">https://a.example/</a></p>',
        ),
        ("<?php echo 1 ?> is PHP", "<p>&lt;?php echo 1 ?&gt; is PHP</p>"),
    ],
)
def test_what_is_not_rendered_stays_readable(text: str, expected: str) -> None:
    assert render(text).strip() == expected


def test_a_line_has_the_words_of_its_pictures() -> None:
    assert render_inline("![A map](/map.png) and ![one](https://a.example/x.png)") == (
        'A map and <a href="https://a.example/x.png" rel="noopener">one</a>'
    )


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
