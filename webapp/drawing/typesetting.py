"""Makes PDFs and PNGs by Typst, from the templates in `templates/`. Strings are data there, never markup.

Typst runs in a process of its own, with limits: its memory is given back, and a drawing that it cannot
cope with stops nothing else.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from typing import Any, Literal

from webapp.drawing.typeface import FOLDER

ROOT = FOLDER.parent.parent.parent
TIMEOUT_SECONDS = 30.0
MEMORY_LIMIT = 2 << 30  # bytes


class CannotTypeset(Exception):
    """Why a file could not be made, as a line for the log."""


def typeset(template: str, data: Mapping[str, Any], form: Literal["pdf", "png"]) -> bytes:
    """Returns a template with its data as a PDF, or its first page as a PNG of one pixel a point.

    Raises CannotTypeset.
    """
    job = json.dumps({"template": template, "form": form, "data": json.dumps(data, ensure_ascii=False)})
    try:
        process = subprocess.run(  # noqa: S603  # nothing in the command comes from outside
            [sys.executable, "-m", __name__],
            input=job.encode(),
            capture_output=True,
            cwd=ROOT,
            timeout=TIMEOUT_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise CannotTypeset(f"{template} took longer than {TIMEOUT_SECONDS:g} seconds") from None
    except subprocess.CalledProcessError as error:
        last_line = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise CannotTypeset(f"{template}: {last_line}") from None
    return process.stdout


def font_files() -> list[tuple[str, int]]:
    """Returns the files of the faces that texts can be set in, each with the number of the face in it."""
    import typst

    fonts: Any = typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FOLDER)]
    )
    return [(str(font.path), int(font.index)) for font in fonts.fonts() if font.path]


def _compile(template: str, form: str, data: str) -> bytes:
    import typst

    source = (FOLDER.parent / "templates" / template).read_bytes()
    compiler: Any = typst.Compiler(  # type: ignore[misc]  # its stub cannot be inferred
        source,
        font_paths=[str(FOLDER)],
        # Letters that the shipped faces lack are taken from those of the system.
        ignore_system_fonts=False,
        sys_inputs={"data": data},
    )
    if form == "pdf":
        return bytes(compiler.compile(format="pdf"))
    # Several pages come as a list, a single one as bytes.
    pages = compiler.compile(format="png", ppi=72.0)
    return bytes(pages[0] if isinstance(pages, list) else pages)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    sys.stdout.buffer.write(_compile(**json.load(sys.stdin)))
