"""The button that copies an address that is shown once."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, expect

from tests.conftest import PASSWORD
from tests.web.admin.pages import make_admin
from tests.web.admin.test_pages import sign_in


def test_the_address_of_an_invitation_is_copied(chromium: Browser, app: Flask, site: str) -> None:
    app.test_client().post(
        "/signup", data={"username": "ada", "email": "ada@example.org", "password": PASSWORD}
    )
    make_admin(app, "ada")
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}/admin/invitations")
    page.click("text=Make an invitation")
    button = page.get_by_role("button", name="Copy the address")
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_focused()
    address = page.input_value("#made-address")
    assert "/signup?invitation=" in address
    assert page.evaluate("navigator.clipboard.readText()") == address
    context.close()


def test_without_scripts_there_is_the_address_and_no_button(admin: FlaskClient) -> None:
    answer = admin.post("/admin/invitations", data={"uses": "1", "days": "1", "note": ""})
    page = html.fromstring(answer.text)
    assert page.xpath("//button[@data-copy='made-address']/@hidden")
    assert page.xpath("//input[@id='made-address']/@readonly")
