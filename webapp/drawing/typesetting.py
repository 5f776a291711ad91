"""Typst, which makes PDFs and pictures: the only module that knows it. Strings travel as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

import typst

from webapp.drawing.typeface import FOLDER

FONTS = FOLDER


def typeset(template: str, data: Mapping[str, Any], form: Literal["pdf", "png"]) -> bytes:
    """The pages of a template of this folder with its data, as PDF or as PNG at one pixel a point."""
    source = (FOLDER.parent / "templates" / template).read_bytes()
    compiler: Any = typst.Compiler(  # type: ignore[misc]  # its stub cannot be inferred
        source,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if form == "pdf":
        return bytes(compiler.compile(format="pdf"))
    # Of several pages the first; one page comes bare.
    made = compiler.compile(format="png", ppi=72.0)
    return bytes(made[0] if isinstance(made, list) else made)
