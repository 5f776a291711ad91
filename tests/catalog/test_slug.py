"""Addresses made of labels."""

from __future__ import annotations

import pytest

from webapp.catalog.slug import slug_of


@pytest.mark.parametrize(
    ("label", "slug"),
    [("First Steps", "first-steps"), ("A & B", "a--b"), ("  Outer Blanks ", "outer-blanks"), ("C++ / C#", "c--c"), ("日本語", ""),
     ("snake_case Name", "snake_case-name"), ("What's New?", "whats-new"), ("Pre-training", "pre-training")],
)  # fmt: skip
def test_a_label_becomes_the_slug_that_the_format_says(label: str, slug: str) -> None:
    assert slug_of(label) == slug
