"""The parts of the administration, and the frame around their pages."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.wrappers import Response

from webapp.language import gettext_noop
from webapp.web.site.responses import meta_builder, page


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the administration, which the navigation leads to."""

    href: str
    title: str


OVERVIEW = Part("/admin", gettext_noop("Overview"))
LEARNERS = Part("/admin/learners", gettext_noop("Learners"))
CONTENT = Part("/admin/content", gettext_noop("Content"))
JOBS = Part("/admin/jobs", gettext_noop("Mail and jobs"))
USAGE = Part("/admin/usage", gettext_noop("Usage"))
INVITATIONS = Part("/admin/invitations", gettext_noop("Invitations"))
AUDIT = Part("/admin/audit", gettext_noop("Audit log"))
# In the order of the navigation.
PARTS = (OVERVIEW, LEARNERS, CONTENT, JOBS, USAGE, INVITATIONS, AUDIT)


def admin_page(
    template: str, part: Part, title: str, about: str, *, status: int = 200, **context: object
) -> Response:
    """Returns a page of a part, whose template extends `admin/layout.html`. No search engine may list it."""
    meta = meta_builder().simple(title, about, section="admin")
    return page(template, meta, status=status, parts=PARTS, part=part, **context)
