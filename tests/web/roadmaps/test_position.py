"""Where the page of a roadmap says that a learner is: the next topic, the sections and the line walked."""

from __future__ import annotations

from flask.testing import FlaskClient
from lxml import html

ALPHA = "/alpha"
FIRST = "/alpha/first-steps@main-one-000000000001"
SECOND = "/alpha/alpha--beta@sub-one-0000000000001"
HX = {"HX-Request": "true"}


def page_of(client: FlaskClient) -> html.HtmlElement:
    return html.fromstring(client.get(ALPHA).text)


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in page.xpath(path)]


def test_a_visitor_starts_at_the_first_topic(visitor: FlaskClient) -> None:
    page = page_of(visitor)
    assert texts(page, "//*[@id='continue']") == ["Start: First Steps"]
    assert page.xpath("//*[@id='continue']/a/@href") == [FIRST]
    assert page.xpath("//*[@id='here']/ancestor::*[@id='node-main-one-000000000001']")
    assert texts(page, "//h2//*[@class='section-progress section-progress--open']") == ["0 of 5", "0 of 4"]


def test_a_mark_moves_the_milestone_and_counts_in_its_section(ada: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    page = page_of(ada)
    assert texts(page, "//*[@id='continue']") == ["Continue: Alpha & Beta"]
    assert page.xpath("//*[@id='here']/ancestor::*[@id='node-sub-one-0000000000001']")
    assert texts(page, "//*[@id='section-0']") == ["1 of 5"]
    assert texts(page, "//nav[@class='index']//li") == ["First Steps 1 of 5", "Second Part 0 of 4"]


def test_htmx_gets_the_milestone_at_its_new_place(ada: FlaskClient) -> None:
    answer = ada.post(f"{FIRST}/status", data={"status": "done"}, headers=HX).text
    pieces = html.fragments_fromstring(answer.strip())
    swaps = [piece.get("hx-swap-oob") for piece in pieces]
    # The old one goes first, so that there is never a second.
    assert swaps.index("delete") < swaps.index("beforeend:#node-sub-one-0000000000001")
    assert answer.count('class="here"') == 1


def test_the_page_at_the_end_says_so_and_walks_the_whole_line(ada: FlaskClient) -> None:
    page = page_of(ada)
    for address in page.xpath("//a[@data-status]/@href"):
        ada.post(f"{address}/status", data={"status": "done"})
    page = page_of(ada)
    assert not page.xpath("//*[@id='here']")
    assert page.xpath("//*[@id='continue']/a/@href") == ["#ending"]
    assert texts(page, "//h2//*[contains(@class, 'section-progress--complete')]") == ["5 of 5", "4 of 4"]
    assert page.xpath("//*[@id='walked']//path")


def test_done_and_on_to_the_next_topic_is_one_step(ada: FlaskClient) -> None:
    page = html.fromstring(ada.get(FIRST).text)
    form = page.xpath("//form[@class='go-on']")[0]
    assert form.xpath(".//button")[0].text_content() == "Done, next: Alpha & Beta"
    answer = ada.post(form.get("action"), data=dict(form.form_values()))
    assert (answer.status_code, answer.location) == (303, SECOND)
    assert texts(page_of(ada), "//*[@id='section-0']") == ["1 of 5"]


def test_in_the_panel_it_brings_the_next_topic(ada: FlaskClient) -> None:
    panel = html.fromstring(ada.get(FIRST, headers=HX).text)
    form = panel.xpath("//form[@class='go-on']")[0]
    answer = ada.post(form.get("hx-post"), data=dict(form.form_values()), headers=HX).text
    opened = html.fromstring(answer).xpath("//article[@data-href]")[0]
    assert opened.get("data-href") == SECOND
    assert 'id="node-main-one-000000000001"' in answer


def test_the_map_begins_with_title_line_and_meter_only(visitor: FlaskClient) -> None:
    page = page_of(visitor)
    below = page.xpath("//*[contains(@class, 'map--indexed')]/following::*[contains(@class, 'notice')]")
    assert below
    assert page.xpath("//*[contains(@class, 'map--indexed')]/following::*[@class='partner']")
    assert page.xpath("//*[contains(@class, 'map--indexed')]/following::details[@class='question']")


def test_the_crumb_of_a_topic_counts_its_section(ada: FlaskClient) -> None:
    ada.post(f"{FIRST}/status", data={"status": "done"})
    panel = html.fromstring(ada.get(SECOND, headers=HX).text)
    assert texts(panel, ".//p[@class='trail']//*[@id='crumb-section-0']") == ["1 of 5"]


def test_from_a_topic_that_is_done_the_step_is_not_called_next(ada: FlaskClient) -> None:
    """The next topic of the map stands above it, and may be another one."""
    ada.post(f"{SECOND}/status", data={"status": "done"})
    ada.post(f"{FIRST}/status", data={"status": "done"})
    page = html.fromstring(ada.get(FIRST).text)
    assert texts(page, "//a[@rel='next']") == ["After thisAlpha & Beta"]
    assert texts(page, "//form[@class='go-on']//button") == ["Go on: <script>alert(2)</script>"]
