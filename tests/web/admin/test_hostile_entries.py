"""What learners and providers choose themselves, in the audit log and its CSV."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.databases import on_both
from tests.web.admin.pages import number_of

pytestmark = on_both
HOSTILE = {
    "a formula": '=HYPERLINK("https://evil.example","x")',
    "a formula of full width": "＝1+1",
    "a command": "@SUM(1)",
    "line breaks": "one\r\ntwo\nthree\ttab",
    "letters that turn around": "\u202eevil\u202c\u2066x\u2069",
    "a separator of lines": "a\u2028b\u2029c\x85d",
    "quotes": '"; DROP TABLE account; --',
    "markup": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("wrote", HOSTILE.values(), ids=HOSTILE)
def test_a_reason_is_one_cell_that_no_spreadsheet_takes_for_a_formula(
    app: Flask, admin: FlaskClient, grace: FlaskClient, wrote: str
) -> None:
    number = number_of(app, "grace")
    assert admin.post(f"/admin/learners/{number}/disable", data={"reason": wrote}).status_code == 303
    text = admin.get("/admin/audit.csv?event=account_disabled").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    cell = row["reason"]
    assert (
        cell.removeprefix("'").split()
        == "".join(letter if letter.isprintable() else " " for letter in wrote).split()
    )
    assert not cell.startswith(("=", "+", "-", "@", "\t", "＝"))
    assert len(text.splitlines()) == 2
    page = admin.get("/admin/audit").text
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_reason_of_64_kb_is_refused(admin: FlaskClient, grace: FlaskClient, app: Flask) -> None:
    number = number_of(app, "grace")
    answer = admin.post(f"/admin/learners/{number}/disable", data={"reason": "=" * 64_000})
    assert answer.status_code in {413, 422}
    assert admin.get("/admin/audit.csv?event=account_disabled").text.count("\n") == 1
