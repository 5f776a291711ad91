"""What pages of operators leave out of the words of an error."""

from __future__ import annotations

import pytest

from webapp.web.admin.masking import masked


@pytest.mark.parametrize(
    "text", ["mail.example.org:587 refuses the recipient (550)", "TypeError at queue.py, line 12", ""]
)
def test_words_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<grace.hopper@example.org> is unknown", "<…@example.org> is unknown"),
        ("https://site.example/verify-email/7.abc is gone", "https://site.example/… is gone"),
        ("token 7.dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgdG9rZW4 is old", "token … is old"),
    ],
)
def test_people_and_links_go(text: str, shown: str) -> None:
    assert masked(text) == shown
