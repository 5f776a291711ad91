"""Lines of the log: one for each event, and none without end."""

from __future__ import annotations

import logging

from webapp.web.site.logs import LONGEST_LINE, OneLine


def line(message: str, *arguments: object) -> str:
    record = logging.LogRecord("milepost.web", logging.ERROR, "", 1, message, arguments, None)
    return OneLine("%(asctime)s %(levelname)s %(message)s").format(record)


def test_a_long_line_is_cut_and_says_how_long_it_was() -> None:
    written = line("no such path: %s", "/" + "x" * 200_000)
    assert len(written) < LONGEST_LINE + 50
    assert "no such path: /xxx" in written
    assert written.endswith(" characters)")


def test_what_somebody_sends_makes_no_second_line() -> None:
    written = line("no such path: %s", "/a\n2026 INFO all is well\x1b[31m\u2028")
    assert len(written.splitlines()) == 1
    assert "/a\\n2026 INFO all is well\\x1b[31m" in written


def test_a_traceback_follows_its_line() -> None:
    try:
        raise ValueError("wrong")
    except ValueError as error:
        record = logging.LogRecord(
            "m", logging.ERROR, "", 1, "failed", (), (ValueError, error, error.__traceback__)
        )
    written = OneLine("%(message)s").format(record).splitlines()
    assert (written[0], written[-1]) == ("failed", "ValueError: wrong")
