"""Values in the files of an export, and what spreadsheets take for formulas."""

from __future__ import annotations

import pytest

from webapp.portability.values import to_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert to_cell(text) == f"'{text}"
