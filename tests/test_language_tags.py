"""Tags of languages (BCP 47) in the front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.catalog.trees import plain
from webapp.language import read_language_tag


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("de", "de"),
        ("PT-br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("es-419", "es-419"),
        ("de-CH-1901", "de-CH-1901"),
        ("tlh", "tlh"),
    ],
)
def test_a_tag_is_read_whatever_its_case(written: str, tag: str) -> None:
    assert read_language_tag(written) == tag


@pytest.mark.parametrize(
    "written",
    ["English", "xx", "de_DE", "en-", "-", "e", "de\nx", 'de" onload="', "en-US-", "٣٣", "a" * 9000],
)
def test_what_is_no_tag_is_a_finding_and_the_site_s_language_counts(tmp_path: Path, written: str) -> None:
    with pytest.raises(ValueError, match="no language"):
        read_language_tag(written)
    header = f"---\ntitle: Alpha\nlanguage: {written!r}\n---\n" if "\n" not in written else None
    if header is None:
        return
    catalog = plain(tmp_path, header=header)
    assert catalog.roadmaps["alpha"].front.language == ""
    (said,) = [f for f in catalog.findings if f.place == "language"]
    assert said.severity == "warning"
    assert "is no language" in said.message


def test_norwegian_has_to_be_quoted_and_that_is_said(tmp_path: Path) -> None:
    catalog = plain(tmp_path, header="---\ntitle: Alpha\nlanguage: no\n---\n")
    remedy = "Write a text: quote it, because YAML reads yes, no, on and off as true or false."
    assert [f.remedy for f in catalog.findings if f.place == "language"] == [remedy]
    quoted = plain(tmp_path, header="---\ntitle: Alpha\nlanguage: 'no'\n---\n")
    assert quoted.roadmaps["alpha"].front.language == "no"
