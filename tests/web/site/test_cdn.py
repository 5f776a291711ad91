"""What a CDN may keep, as `docs/scale.md` says, and what it gets anew when content changes."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TREE, serving
from tests.deploy.server import ROOT
from tests.web.site.route_table import ROWS
from webapp.web.site.services import services_of

CHAPTER = re.compile(r"^## A CDN\n(.*?)^## ", re.MULTILINE | re.DOTALL)
LINKED_STYLES = re.compile(r'href="(/[^"]*\.css)"')
# A rule, its Cache-Control and its Vary.
Promise = tuple[str, str, str]
ADDRESSES = {row.rule: row.address for row in ROWS if row.method == "GET"}


def documented() -> set[Promise]:
    text = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
    chapter = CHAPTER.search(text)
    assert chapter
    rows = [line.split("|")[1:4] for line in chapter[1].splitlines() if line.startswith("| `")]
    return {
        (rule, cache.strip(" `"), vary.strip(" `"))
        for rules, cache, vary in rows
        for rule in re.findall(r"`([^`]+)`", rules)
    }


def answered(visitor: FlaskClient) -> set[Promise]:
    found = set()
    hashed = {
        "/static/<path:path>" if address.startswith("/static/") else "/<slug>/map.<digest>.css": address
        for address in LINKED_STYLES.findall(visitor.get("/alpha").text)
    }
    assert len(hashed) == 2
    for rule, address in [*ADDRESSES.items(), *hashed.items()]:
        answer = visitor.get(address)
        cache = answer.headers.get("Cache-Control", "")
        if answer.status_code == 200 and cache.startswith("public"):
            assert "Set-Cookie" not in answer.headers
            found.add((rule, cache, answer.headers["Vary"]))
    return found


def test_the_documented_table_is_what_the_site_answers(visitor: FlaskClient) -> None:
    assert answered(visitor) == documented()


def test_what_does_not_vary_by_cookie_is_the_same_for_everybody(
    visitor: FlaskClient, ada: FlaskClient
) -> None:
    rules = [rule for rule, _, vary in documented() if "Cookie" not in vary]
    assert len(rules) > 15
    for rule in rules:
        address = ADDRESSES[rule]
        assert visitor.get(address).data == ada.get(address).data, address


def etags(site: Flask) -> dict[str, str]:
    visitor = site.test_client()
    answers = {address: visitor.get(address) for address in ADDRESSES.values() if "map." not in address}
    answers["/beta"] = visitor.get("/beta")
    return {
        address: answer.headers["ETag"]
        for address, answer in answers.items()
        if answer.headers.get("Cache-Control", "").startswith("public")
    }


def test_new_content_changes_the_etags_of_what_shows_it_and_no_others(tmp_path: Path) -> None:
    tree = tmp_path / "content"
    copytree(TREE, tree)
    with serving(tree) as site:
        before = etags(site)
        header = tree / "roadmaps/alpha/alpha.md"
        text = re.sub(r"(?m)^(title|briefTitle): .*$", r"\1: Read Again", header.read_text(encoding="utf-8"))
        header.write_text(text, encoding="utf-8")
        services_of(site).catalog_store.reload()
        after = etags(site)
    assert before.keys() == after.keys()
    changed = {address for address in before if before[address] != after[address]}
    assert {"/alpha", "/", "/roadmaps", "/rss.xml"} <= changed, changed
    assert not changed & {"/beta", "/robots.txt", "/manifest.webmanifest", "/favicon.ico"}, changed
