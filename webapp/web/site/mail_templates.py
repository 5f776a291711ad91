"""Rendering of mails, whose subjects and texts are templates in `templates/mail/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template


@dataclass(frozen=True, slots=True)
class Mail:
    """The subject and the text of a mail."""

    subject: str
    text: str


def render_mail(name: str, /, **context: Any) -> Mail:
    """Returns the mail of the templates `<name>.subject.txt` and `<name>.txt`, in the site's language."""
    subject = render_template(f"mail/{name}.subject.txt", **context)
    text = render_template(f"mail/{name}.txt", **context)
    return Mail(subject=" ".join(subject.split()), text=text.strip() + "\n")
