"""What is wrong with a file is said with its place, and no file does harm."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.portability.reading import LARGEST_FILE, MOST_ROWS, UploadError, read_upload

NOW = datetime(2026, 11, 26, 17, 30, tzinfo=UTC)
AT = "2026-11-25T17:30:00Z"
ACT = {"id": "a" * 32, "kind": "mark", "at": AT, "undone_by": None}
EVENT = {"act_id": "a" * 32, "roadmap": "r", "topic_id": "t", "before": "pending", "after": "done", "at": AT}
PLAN = {"roadmap": "r", "starts_on": "2026-11-26", "minutes_a_week": 60, "changed_at": AT}
NOTE = {"roadmap": "r", "topic_id": "t", "text": "Words.", "written_at": AT}
MARK = {"roadmap": "r", "topic_id": "t", "status": "done", "marked_at": AT}


def file(**sections: Any) -> bytes:
    return json.dumps({"format": "milepost-learner-data", "version": 1, **sections}).encode()


def test_a_small_file_by_hand_is_enough() -> None:
    upload = read_upload(file(marks=[MARK]), NOW)
    assert len(upload.rows["marks"]) == 1
    assert upload.names("r").slug == "r"


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        (b"", "", "no JSON: line 1, column 1"),
        (b'{"format": }', "", "no JSON: line 1, column 12"),
        (b"\xff\xfe", "", "not text in UTF-8, from byte 1 on"),
        (b"[" * 100_000, "", "nested too deeply"),
        (b'{"format": NaN}', "NaN", "no number of JSON"),
        (b'{"a": 1, "a": 2}', "a", "twice in one object"),
        (b"1" * 5000, "", "a number that is too long"),
        (b"[]", "format", "does not hold a learner’s data"),
        (b'{"format": "other"}', "format", "does not hold a learner’s data"),
        (file(version=2), "version", "reads version 1 only"),
        (file(marks={}), "marks", "expected a list"),
        (file(plans=[PLAN | {"starts_on": "9999-12-31"}]), "plans[0].starts_on", "too far away"),
        (file(plans=[PLAN | {"starts_on": "0000-01-01"}]), "plans[0].starts_on", "expected a day"),
        (file(notes=[NOTE | {"text": "a" * 100_001}]), "notes[0].text", "longer than that of a note may be"),
        (file(marks=[1]), "marks[0]", "expected an object"),
        (file(marks=[MARK] * (MOST_ROWS + 1)), "marks", f"more than {MOST_ROWS}"),
        (file(marks=[MARK, MARK]), "marks[1]", "there before, as number 0"),
        (
            file(marks=[MARK | {"status": "finished"}]),
            "marks[0].status",
            "expected done, learning or skipped",
        ),
        (file(marks=[MARK | {"status": "pending"}]), "marks[0].status", "expected done, learning or skipped"),
        (file(marks=[MARK | {"status": None}]), "marks[0].status", "it is missing"),
        (file(marks=[MARK | {"status": []}]), "marks[0].status", "expected a text"),
        (file(marks=[MARK | {"topic_id": "a\0b"}]), "marks[0].topic_id", "cannot be stored"),
        (file(marks=[MARK | {"topic_id": "\ud800"}]), "marks[0].topic_id", "cannot be stored"),
        (file(marks=[MARK | {"topic_id": "t" * 65}]), "marks[0].topic_id", "longer than 64"),
        (file(marks=[MARK | {"topic_id": ""}]), "marks[0].topic_id", "a name without spaces"),
        (file(marks=[MARK | {"marked_at": "yesterday"}]), "marks[0].marked_at", "expected a time such as"),
        (file(marks=[MARK | {"marked_at": "2026-11-25T17:30:00"}]), "marks[0].marked_at", "with its zone"),
        (file(marks=[MARK | {"marked_at": "2027-01-01T00:00:00Z"}]), "marks[0].marked_at", "not come yet"),
        (
            file(marks=[MARK | {"marked_at": "0001-01-01T00:00:00+14:00"}]),
            "marks[0].marked_at",
            "expected a time",
        ),
        (file(marks=[MARK | {"marked_at": 5}]), "marks[0].marked_at", "expected a time such as"),
        (file(acts=[ACT | {"id": "x"}]), "acts[0].id", "32 digits"),
        (file(acts=[ACT], imports=[ACT]), "imports[0].id", "another act has this id"),
        (file(acts=[ACT | {"kind": "<b>"}]), "acts[0].kind", "small letters"),
        (file(events=[EVENT]), "events[0].act_id", "no such act"),
        (file(acts=[ACT], events=[EVENT | {"after": "x"}]), "events[0].after", "expected pending, learning"),
        (file(roadmaps=[{"key": "a b", "slug": "a"}]), "roadmaps[0].key", "a name without spaces"),
        (file(roadmaps=[{"key": "a", "slug": "a", "ids": [1]}]), "roadmaps[0].ids", "a list of names"),
        (file(learner=[]), "learner", "expected an object"),
    ],
)
def test_a_mistake_is_said_with_its_place(content: bytes, where: str, words: str) -> None:
    with pytest.raises(UploadError) as found:
        read_upload(content, NOW)
    assert found.value.where == where
    assert words in str(found.value)


def test_a_file_has_a_size() -> None:
    with pytest.raises(UploadError, match="larger than 4 MB"):
        read_upload(b" " * (LARGEST_FILE + 1), NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
SECTIONS = st.sampled_from(
    ["marks", "acts", "events", "roadmaps", "learner", "imports", "import_events", "site"]
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(SECTIONS, JSON | st.lists(st.sampled_from([ACT, EVENT, MARK]), max_size=2)))
def test_any_json_is_read_or_refused(sections: dict[str, Any]) -> None:
    # Anything else than UploadError fails.
    with suppress(UploadError):
        read_upload(file(**sections), NOW)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(UploadError):
        read_upload(content, NOW)


def test_a_name_that_is_there_twice_is_found_among_very_many() -> None:
    names = ", ".join(f'"n{n}": 0' for n in range(200_000))
    began = process_time()
    with pytest.raises(UploadError, match="n199999: this name is there twice"):
        read_upload(f'{{{names}, "n199999": 1}}'.encode(), NOW)
    # Comparing each name with each takes minutes.
    assert process_time() - began < 10
