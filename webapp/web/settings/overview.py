"""The page that leads to all settings, each with a line that says how it is now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from webapp.accounts.deletion import TIME_TO_COME_BACK
from webapp.accounts.overview import AccountState
from webapp.accounts.time_zones import time_zones
from webapp.habits.days import Rules
from webapp.progress.sharing_state import SharingState
from webapp.web.habits.streak import MONDAY
from webapp.web.site.translations import gettext, ngettext, weekday
from webapp.web.site.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting, its present state in words, and whether the learner has something to do there."""

    title: str
    href: str
    state: str
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings under a heading; `key` names it in the page."""

    key: str
    title: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The groups of settings; `time_zone` is one of `time_zones`, or empty."""

    groups: tuple[SettingGroup, ...]
    time_zone: str
    time_zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PresentState:
    """What the page is made of."""

    account: AccountState
    sharing: SharingState
    gets_digest: bool
    rules: Rules
    has_providers: bool


def settings_page(who: Visitor, now: PresentState) -> SettingsPage:
    """Returns the settings of a learner."""
    groups = (
        SettingGroup("account", gettext("Account"), tuple(_account(who, now))),
        SettingGroup("sign-in", gettext("Signing in"), tuple(_signing_in(now.account))),
        SettingGroup("others", gettext("What others see"), tuple(_sharing(now.sharing))),
        SettingGroup("learning", gettext("Learning"), tuple(_learning(now))),
        SettingGroup("data", gettext("Your data"), tuple(_data())),
    )
    return SettingsPage(groups, who.time_zone, time_zones())


def _account(who: Visitor, now: PresentState) -> Iterator[Setting]:
    yield Setting(gettext("Username"), "/me/settings/name", who.username)
    yield Setting(
        gettext("E-mail"),
        "/me/settings/email",
        _address(now.account),
        is_unfinished=not now.account.is_verified,
    )
    if now.has_providers:
        connected = now.account.identities
        words = ngettext("%(num)d is connected", "%(num)d are connected", connected)
        yield Setting(
            gettext("Sign-in by other sites"),
            "/me/settings/identities",
            words if connected else gettext("None is connected"),
        )


def _address(account: AccountState) -> str:
    if not account.address:
        return gettext("No address yet")
    if account.is_verified:
        return account.address
    return gettext("%(address)s, not confirmed yet", address=account.address)


def _signing_in(account: AccountState) -> Iterator[Setting]:
    page = "/me/settings/security"
    has_password = gettext("Set") if account.has_password else gettext("None")
    yield Setting(gettext("Password"), f"{page}#password", has_password)
    passkeys = ngettext("%(num)d passkey", "%(num)d passkeys", account.passkeys)
    yield Setting(
        gettext("Passkeys"), f"{page}#passkeys", passkeys if account.passkeys else gettext("None yet")
    )
    second_step = gettext("On") if account.asks_second_step else gettext("Off")
    yield Setting(gettext("Second step"), f"{page}#second-step", second_step)
    browsers = ngettext("In %(num)d browser", "In %(num)d browsers", account.sessions)
    if account.sessions == 1:
        browsers = gettext("In this browser alone")
    yield Setting(gettext("Where you are signed in"), f"{page}#sessions", browsers)


def _sharing(sharing: SharingState) -> Iterator[Setting]:
    shown = ngettext("Open, with %(num)d roadmap", "Open, with %(num)d roadmaps", sharing.roadmaps)
    yield Setting(
        gettext("Public profile"),
        "/me/settings/profile",
        shown if sharing.is_open else gettext("Closed: nobody else can see it"),
    )
    links = ngettext("%(num)d in use", "%(num)d in use", sharing.links)
    yield Setting(
        gettext("Links and badges"), "/me/settings/links", links if sharing.links else gettext("None in use")
    )


def _learning(now: PresentState) -> Iterator[Setting]:
    yield Setting(gettext("Weekly mail"), "/me/settings/notifications", _digest(now))
    yield Setting(gettext("Your days"), "/me/streak#rhythm", _days(now.rules))


def _digest(now: PresentState) -> str:
    if not now.account.is_verified:
        return gettext("Off: it needs a confirmed address")
    return gettext("On Mondays") if now.gets_digest else gettext("Off")


def _days(rules: Rules) -> str:
    ends = gettext("They end at %(hour)s", hour=f"{rules.day_begins:02}:00")
    if not rules.rest_days:
        return ends
    rest = ", ".join(weekday(MONDAY + timedelta(days=day)) for day in sorted(rules.rest_days))
    return gettext("%(ends)s. Days of rest: %(days)s", ends=ends, days=rest)


def _data() -> Iterator[Setting]:
    yield Setting(
        gettext("Take your data along"),
        "/me/settings/data",
        gettext("Everything that this site keeps of you, as files, whenever you like"),
    )
    yield Setting(
        gettext("Bring data here"), "/me/settings/data#bring", gettext("From another Milepost, as a file")
    )
    yield Setting(
        gettext("Delete your account"),
        "/me/settings/data/delete",
        ngettext(
            "You have %(num)d day to come back",
            "You have %(num)d days to come back",
            TIME_TO_COME_BACK.days,
        ),
    )
