"""What the page about a learner's data shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.accounts.deletion import TIME_TO_COME_BACK
from webapp.web.site.translations import gettext, ngettext


@dataclass(frozen=True, slots=True)
class DataPage:
    """What is kept of a learner, in words, and whether there is an account."""

    kept_words: str
    is_guest: bool
    days_to_come_back: int = TIME_TO_COME_BACK.days


def data_page(counts: Mapping[str, int], is_guest: bool) -> DataPage:
    """Returns the page for how many rows each part of the export has."""
    parts = {
        "marks": ngettext("%(num)d mark", "%(num)d marks", counts["marks"]),
        "acts": ngettext("%(num)d entry in your history", "%(num)d entries in your history", counts["acts"]),
        "records": ngettext(
            "%(num)d record of completion", "%(num)d records of completion", counts["records"]
        ),
        "email_addresses": ngettext("%(num)d address", "%(num)d addresses", counts["email_addresses"]),
        "sessions": ngettext("%(num)d sign-in", "%(num)d sign-ins", counts["sessions"]),
    }
    # A guest has neither addresses nor sign-ins.
    shown = [words for name, words in parts.items() if counts[name] and not (is_guest and name == "sessions")]
    return DataPage(gettext(", ").join(shown), is_guest)
