"""LANGUAGE names a language that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import TREE
from webapp.config import BadSetting, read_settings


@pytest.mark.parametrize("name", ["xx", "english", "e n", "../en", "C"])
def test_a_language_that_does_not_exist_stops_the_start(tmp_path: Path, name: str) -> None:
    environ = {"CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path), "LANGUAGE": name}
    with pytest.raises(BadSetting, match="LANGUAGE"):
        read_settings(environ, root=tmp_path)


@pytest.mark.parametrize(("name", "kept"), [("pt-BR", "pt_BR"), ("de", "de"), ("", "en")])
def test_languages_have_their_usual_names(tmp_path: Path, name: str, kept: str) -> None:
    environ = {"CONTENT_DIR": str(TREE), "INSTANCE_DIR": str(tmp_path), "LANGUAGE": name}
    assert read_settings(environ, root=tmp_path).language == kept
