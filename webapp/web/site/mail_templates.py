"""What a mail says: its subject and its text are templates in `templates/mail/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import render_template


@dataclass(frozen=True, slots=True)
class Mail:
    """A message before it is addressed."""

    subject: str
    text: str


def render_mail(name: str, /, **context: Any) -> Mail:
    """Returns the mail of that name: `<name>.subject.txt` and `<name>.txt`, in the language of the site."""
    subject = render_template(f"mail/{name}.subject.txt", **context)
    text = render_template(f"mail/{name}.txt", **context)
    return Mail(subject=" ".join(subject.split()), text=text.strip() + "\n")
