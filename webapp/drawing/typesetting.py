"""Typst, which makes PDFs and pictures: the only module that knows it. Strings travel as data, never as
markup.

It works in a process of its own: the memory that it takes is given back, and a drawing that it cannot cope
with stops nothing else.
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
LONGEST = 30.0
MOST_MEMORY = 2 << 30


class CannotTypeset(Exception):
    """Why a file could not be made, for the log."""


def typeset(template: str, data: Mapping[str, Any], form: Literal["pdf", "png"]) -> bytes:
    """The pages of a template of this folder with its data, as PDF or as PNG at one pixel a point; raises
    CannotTypeset.
    """
    job = json.dumps({"template": template, "form": form, "data": json.dumps(data, ensure_ascii=False)})
    try:
        # Nothing in the command comes from outside.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", __name__],
            input=job.encode(),
            capture_output=True,
            cwd=ROOT,
            timeout=LONGEST,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise CannotTypeset(f"{template} took longer than {LONGEST:g} seconds") from None
    except subprocess.CalledProcessError as error:
        raise CannotTypeset(
            f"{template}: {error.stderr.decode(errors='replace').strip().splitlines()[-1:]}"
        ) from None
    return done.stdout


def _compile(template: str, form: str, data: str) -> bytes:
    import typst

    source = (FOLDER.parent / "templates" / template).read_bytes()
    compiler: Any = typst.Compiler(  # type: ignore[misc]  # its stub cannot be inferred
        source,
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )
    if form == "pdf":
        return bytes(compiler.compile(format="pdf"))
    # Of several pages the first; one page comes bare.
    made = compiler.compile(format="png", ppi=72.0)
    return bytes(made[0] if isinstance(made, list) else made)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(_compile(**json.load(sys.stdin)))
