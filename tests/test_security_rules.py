"""Every rule of OWASP's ASVS 5.0 that applies to accounts has a test, or says why it has none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
# The rules of levels 1 and 2, by section. Those of V11 and V14 are the ones about accounts.
RULES = {
    "3.2": (1, 2),
    "3.3": (1, 2, 3, 4),
    "3.4": (1, 2, 3, 4, 5, 6),
    "3.5": (1, 2, 3, 4, 5),
    "3.7": (1, 2),
    "6.1": (1, 2, 3),
    "6.2": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "6.3": (1, 2, 3),
    "6.4": (1, 2, 3, 4),
    "6.5": (1, 2, 3, 4, 5),
    "6.6": (1, 2, 3),
    "6.8": (1, 2, 3),
    "7.1": (1, 2, 3),
    "7.2": (1, 2, 3, 4),
    "7.3": (1, 2),
    "7.4": (1, 2, 3, 4, 5),
    "7.5": (1, 2),
    "7.6": (1, 2),
    "8.1": (1, 2),
    "8.2": (1, 2, 3),
    "8.3": (1,),
    "8.4": (1,),
    "9.1": (1, 2, 3),
    "9.2": (1, 2, 3, 4),
    "10.1": (1, 2),
    "10.2": (1, 2),
    "10.3": (1, 2, 3, 4),
    "10.4": (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
    "10.5": (1, 2, 3, 4, 5),
    "10.6": (1, 2),
    "10.7": (1, 2, 3),
    "11.4": (1, 2),
    "11.5": (1,),
    "14.2": (1, 2, 3),
    "14.3": (1, 2, 3),
}
NUMBERS = [f"{section}.{number}" for section, numbers in RULES.items() for number in numbers]
ROW = re.compile(r"\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ROWS = [found.groups() for line in PAGE.splitlines() if (found := ROW.fullmatch(line))]


def test_every_rule_has_a_row() -> None:
    assert [row[0] for row in ROWS] == NUMBERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_rule_has_tests_that_exist_or_a_reason(row: tuple[str, str, str, str, str]) -> None:
    _, _, _, here, proof = row
    named = TEST.findall(proof)
    if not proof.strip():
        reason = re.match(r"(?:does not apply|not met): (.+)", here)
        assert reason, "neither a test nor a reason"
        assert len(reason[1]) > 10
        return
    assert ", ".join(f"`{path}::{name}`" for path, name in named) == proof
    for path, name in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}\(", source, re.M), f"{path} has no {name}"
