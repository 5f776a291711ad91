"""What tests read from pages."""

from __future__ import annotations

from flask.testing import FlaskClient
from lxml import html


def viewer_of(client: FlaskClient, path: str = "/me") -> str:
    """Returns the key that a page has for its learner, or an empty string if it was made for nobody."""
    found = html.fromstring(client.get(path).text).xpath('//input[@name="viewer"]/@value')
    return str(found[0]) if found else ""


def statuses_of(client: FlaskClient, path: str = "/alpha") -> dict[str, str]:
    """Returns the topics of a roadmap that are marked, with their statuses."""
    links = html.fromstring(client.get(path).text).xpath("//a[@data-node-id and @data-status]")
    return {
        link.get("data-node-id"): link.get("data-status")
        for link in links
        if link.get("data-status") != "pending"
    }


def toast_of(client: FlaskClient, path: str = "/alpha") -> str:
    """Returns the words of the message on a page."""
    return str(html.fromstring(client.get(path).text).xpath('string(//*[@class="toast__words"])'))
