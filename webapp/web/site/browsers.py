"""Names of browsers that their owners recognize."""

from __future__ import annotations

from webapp.language import gettext_noop
from webapp.web.site.translations import gettext

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": gettext_noop("a Mac"),
    "Linux": "Linux",
}


def browser_name(user_agent: str) -> str:
    """Returns a name such as "Firefox on Windows", or "A browser" if the user agent is unknown."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), gettext("A browser"))
    system = next((gettext(name) for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return gettext("%(browser)s on %(system)s", browser=browser, system=system) if system else browser
