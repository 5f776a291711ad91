"""What the overview says of learners."""

from __future__ import annotations

from datetime import datetime

from webapp.operators.learners import AccountNumbers, account_numbers
from webapp.web.admin.parts import LEARNERS
from webapp.web.admin.tiles import Tile
from webapp.web.site.extensions import db
from webapp.web.site.translations import ngettext


def learners_tile(now: datetime) -> Tile:
    """Returns how many accounts there are, and what is special about some."""
    found = account_numbers(db.session(), now)
    headline = ngettext("%(num)d account", "%(num)d accounts", found.accounts)
    return Tile(LEARNERS, headline, tuple(_lines(found)))


def _lines(found: AccountNumbers) -> list[str]:
    lines = [ngettext("%(num)d new in 7 days", "%(num)d new in 7 days", found.new)]
    if found.disabled:
        lines.append(ngettext("%(num)d is disabled", "%(num)d are disabled", found.disabled))
    if found.leaving:
        lines.append(ngettext("%(num)d will be deleted", "%(num)d will be deleted", found.leaving))
    lines.append(ngettext("%(num)d administrator", "%(num)d administrators", found.admins))
    return lines
