"""Every route of the site with what it promises: who may use it, who may keep its answer, and its limit."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

SHARED = "public, max-age=60, s-maxage=300, stale-while-revalidate=600, stale-if-error=86400"
NEVER = "private, no-store"
UNSTORED = "no-store"
ASKS = "private, no-cache"
TOPIC = "/alpha/first-steps@main-one-000000000001"


@dataclass(frozen=True)
class Row:
    """A method of a route, an address to try it with, and the answers: (status, Cache-Control) each.

    `counts` says whom the limit counts: "network", or "learner", which is the network for somebody unknown.
    Where `lands` is given, it is where somebody unknown is sent. A guest, who has marks and no account, gets
    what a learner gets, or `guest`, and is sent to `guest_lands`.
    """

    method: str
    rule: str
    address: str
    visitor: tuple[int, str]
    learner: tuple[int, str]
    limit: str = ""
    counts: str = ""
    lands: str = ""
    data: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    guest: tuple[int, str] = (0, "")
    guest_lands: str = ""
    admin: tuple[int, str] = (0, "")

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"


def page(rule: str, address: str) -> Row:
    """A page that is the same for everybody unknown, and a learner's own otherwise."""
    return Row("GET", rule, address, (200, SHARED), (200, NEVER))


def file(rule: str, address: str, cache: str = SHARED, **headers: str) -> Row:
    """A file that is the same for everybody."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Row("GET", rule, address, (200, cache), (200, cache), headers=named)


def form(rule: str, address: str, status: int = 200, **headers: str) -> Row:
    """A page with a form, stored nowhere."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Row("GET", rule, address, (status, NEVER), (status, NEVER), headers=named)


def own(rule: str, address: str) -> Row:
    """A learner's own page: somebody unknown signs in first and comes back to it."""
    return Row("GET", rule, address, (303, ASKS), (200, NEVER), lands=f"/login?next={address}")


def of_account(rule: str, address: str, learner: tuple[int, str] = (200, NEVER)) -> Row:
    """A page of an account: a guest signs up first and comes back to it."""
    lands = {"lands": f"/login?next={address}", "guest_lands": f"/signup?next={address}"}
    return Row("GET", rule, address, (303, ASKS), learner, guest=(303, ASKS), **lands)


def of_admin(rule: str, address: str, method: str = "GET", status: int = 200) -> Row:
    """An address that only administrators know of."""
    return Row(method, rule, address, (404, NEVER), (404, NEVER), admin=(status, NEVER))


def export(rule: str) -> Row:
    """A file with a learner's data, which a guest gets too."""
    limit = {"limit": "30 per 1 hour", "counts": "learner"}
    return Row("GET", rule, rule, (303, ASKS), (200, NEVER), lands=f"/login?next={rule}", **limit)


OPEN = {"Access_Control_Allow_Origin": "*", "Cross_Origin_Resource_Policy": "cross-origin"}
PICTURE = {"Cross_Origin_Resource_Policy": "cross-origin"}

ROWS = (
    page("/", "/"),
    page("/roadmaps", "/roadmaps"),
    page("/tags/<tag>", "/tags/letters"),
    page("/<slug>", "/alpha"),
    page("/<slug>/<reference>", TOPIC),
    page("/<slug>/route", "/alpha/route?to=main-two-000000000001&known=main-one-000000000001"),
    page("/search", "/search?q=alpha"),
    file("/rss.xml", "/rss.xml"),
    file("/atom.xml", "/atom.xml"),
    file("/feed.json", "/feed.json", **OPEN),
    file("/tags/<tag>/rss.xml", "/tags/letters/rss.xml"),
    file("/tags/<tag>/atom.xml", "/tags/letters/atom.xml"),
    file("/tags/<tag>/feed.json", "/tags/letters/feed.json", **OPEN),
    file("/sitemap.xml", "/sitemap.xml"),
    file("/robots.txt", "/robots.txt"),
    file("/sw.js", "/sw.js", "no-cache"),
    file("/manifest.webmanifest", "/manifest.webmanifest"),
    page("/offline", "/offline"),
    file("/llms.txt", "/llms.txt"),
    file("/jsons/roadmaps/<slug>.json", "/jsons/roadmaps/alpha.json", **OPEN),
    file("/pdfs/roadmaps/<slug>.pdf", "/pdfs/roadmaps/alpha.pdf"),
    replace(own("/me/maps/<slug>.pdf", "/me/maps/alpha.pdf"), limit="20 per 1 minute", counts="learner"),
    file("/roadmaps/<slug>.png", "/roadmaps/alpha.png", **PICTURE),
    Row("GET", "/<slug>/map.<digest>.css", "/alpha/map.0000000000.css", (302, ASKS), (302, ASKS)),
    file("/static/<path:path>", "/static/css/app.css", "public, max-age=300"),
    file("/favicon.ico", "/favicon.ico", "public, max-age=300"),
    file("/healthz", "/healthz", UNSTORED),
    file("/readyz", "/readyz", UNSTORED),
    # What comes from afar needs the token.
    Row("GET", "/metrics", "/metrics", (401, UNSTORED), (401, UNSTORED)),
    file("/.well-known/security.txt", "/.well-known/security.txt", ASKS),
    Row("GET", "/.well-known/change-password", "/.well-known/change-password", (302, ASKS), (302, ASKS)),
    form("/login", "/login"),
    form("/signup", "/signup"),
    form("/login/second-step", "/login/second-step", 410),
    form("/login/recovery-code", "/login/recovery-code", 410),
    # Nothing is set up, so that there are no providers.
    Row("GET", "/login/<name>/new", "/login/school/new", (404, NEVER), (404, NEVER)),
    Row("GET", "/login/<name>", "/login/school", (404, NEVER), (404, NEVER), "60 per 1 minute", "network"),
    Row(
        "GET", "/login/<name>/callback", "/login/school/callback", (404, NEVER), (404, NEVER),
        "60 per 1 minute", "network",
    ),
    of_account(
        "/me/settings/identities/claim/<name>", "/me/settings/identities/claim/school", (404, NEVER)
    ),
    of_account("/me/settings/identities", "/me/settings/identities"),
    replace(
        of_account(
            "/me/settings/identities/connect/<name>", "/me/settings/identities/connect/school", (404, NEVER)
        ),
        limit="20 per 1 minute", counts="learner",
    ),
    replace(
        of_account("/me/confirm/<name>", "/me/confirm/school", (404, NEVER)),
        limit="20 per 1 minute", counts="learner",
    ),
    form("/forgot-password", "/forgot-password"),
    form("/reset-password/<token>", "/reset-password/x", 410, Referrer_Policy="same-origin"),
    Row("GET", "/logout", "/logout", (405, NEVER), (405, NEVER)),
    form("/record/<code>", "/record/2222-2222-2222-2222", 404),
    form("/record/<code>.png", "/record/2222-2222-2222-2222.png", 404, **PICTURE),
    form("/record/<code>.pdf", "/record/2222-2222-2222-2222.pdf", 404),
    own("/me", "/me"),
    # Nobody has opened a profile, and there are no such links.
    form("/u/<username>", "/u/ada", 404),
    form("/share/<token>", "/share/1.x", 404),
    form("/badge/<token>.svg", "/badge/1.x.svg", 404),
    of_account("/me/settings/profile", "/me/settings/profile"),
    of_account("/me/settings/links", "/me/settings/links"),
    *(
        Row(
            "POST", rule, rule, (303, ASKS), learner, f"{most} per 1 minute", "learner", "/login?next=/me",
            guest=(303, ASKS), guest_lands="/signup?next=/me",
        )
        for rule, learner, most in (
            ("/me/settings/profile", (303, NEVER), 60),
            ("/me/settings/links", (422, NEVER), 30),
            ("/me/settings/links/revoke", (404, NEVER), 60),
        )
    ),
    own("/me/history", "/me/history"),
    own("/me/notes", "/me/notes"),
    Row(
        "GET", "/me/notes.md", "/me/notes.md", (303, ASKS), (200, NEVER), lands="/login?next=/me/notes.md",
        limit="30 per 1 hour", counts="learner",
    ),
    own("/me/day", "/me/day"),
    own("/me/streak", "/me/streak"),
    own("/me/year", "/me/year"),
    own("/me/plan", "/me/plan"),
    form("/me/calendar/<token>.ics", "/me/calendar/x.ics", 404),
    form("/unsubscribe/<token>", "/unsubscribe/x", 404),
    Row("POST", "/unsubscribe/<token>", "/unsubscribe/x", (404, NEVER), (404, NEVER)),
    of_account("/me/settings/notifications", "/me/settings/notifications"),
    own("/me/year/<slug>", "/me/year/alpha"),
    of_account("/me/settings", "/me/settings"),
    of_account("/me/settings/email", "/me/settings/email"),
    of_account("/me/settings/security", "/me/settings/security"),
    of_account("/me/settings/password", "/me/settings/password"),
    of_account("/me/settings/security/passkeys", "/me/settings/security/passkeys"),
    # No secret waits for its first code.
    of_account("/me/settings/security/app", "/me/settings/security/app", (303, ASKS)),
    own("/me/settings/data", "/me/settings/data"),
    of_account("/me/settings/name", "/me/settings/name"),
    of_account("/me/settings/data/merge", "/me/settings/data/merge"),
    of_account("/me/settings/data/delete", "/me/settings/data/delete"),
    # Nothing is to be deleted.
    of_account("/me/leaving", "/me/leaving", (303, ASKS)),
    # No file waits for a yes.
    Row(
        "GET", "/me/settings/data/import", "/me/settings/data/import", (303, ASKS), (303, ASKS),
        lands="/login?next=/me/settings/data/import",
    ),
    export("/me/export.json"),
    export("/me/export.csv"),
    export("/me/export.zip"),
    file("/schemas/learner-data-1.json", "/schemas/learner-data-1.json", **OPEN),
    of_account("/me/confirm", "/me/confirm"),
    form("/verify-email/<token>", "/verify-email/x", 410, Referrer_Policy="same-origin"),
    form("/keep-email/<token>", "/keep-email/x", 410, Referrer_Policy="same-origin"),
    # Nothing waits for the account.
    of_account("/me/merge", "/me/merge", (303, ASKS)),
    Row(
        "GET", "/me/forget", "/me/forget", (303, ASKS), (303, ASKS), lands="/login?next=/me/forget",
        guest=(200, NEVER),
    ),
    of_admin("/admin", "/admin"),
    of_admin("/admin/learners", "/admin/learners"),
    of_admin("/admin/learners/<name>", "/admin/learners/nobody", status=404),
    of_admin("/admin/learners/<int:number>", "/admin/learners/1"),
    of_admin("/admin/learners/<int:number>/<deed>", "/admin/learners/1/disable"),
    # Nobody has that number, which the list says.
    of_admin("/admin/learners/<int:number>/<deed>", "/admin/learners/999/disable", "POST", 303),
    of_admin("/admin/content", "/admin/content"),
    of_admin("/admin/jobs", "/admin/jobs"),
    of_admin("/admin/jobs/retry", "/admin/jobs/retry", "POST", 303),
    of_admin(f"/admin/jobs/<int(max={2**63 - 1}):job_id>/retry", "/admin/jobs/7/retry", "POST", 303),
    of_admin("/admin/usage", "/admin/usage"),
    of_admin("/admin/invitations", "/admin/invitations"),
    of_admin("/admin/invitations", "/admin/invitations", "POST", 422),
    of_admin(f"/admin/invitations/<int(max={2**63 - 1}):invitation_id>/revoke", "/admin/invitations/7/revoke", "POST", 303),
    of_admin("/admin/audit", "/admin/audit"),
    of_admin("/admin/audit.csv", "/admin/audit.csv"),
    Row("POST", "/login", "/login", (422, NEVER), (422, NEVER), "60 per 1 minute", "network"),
    *(
        Row("POST", f"/login/{step}", f"/login/{step}", (410, NEVER), (410, NEVER), "60 per 1 minute", "network")
        for step in ("second-step", "recovery-code")
    ),
    Row("POST", "/login/passkey", "/login/passkey", (422, NEVER), (422, NEVER), "60 per 1 minute", "network"),
    Row(
        "POST", "/login/second-step/passkey", "/login/second-step/passkey", (410, NEVER), (410, NEVER),
        "60 per 1 minute", "network",
    ),
    Row("POST", "/signup", "/signup", (422, NEVER), (422, NEVER), "60 per 1 minute", "network"),
    Row(
        "POST", "/forgot-password", "/forgot-password", (422, NEVER), (422, NEVER),
        "10 per 1 minute", "network",
    ),
    Row(
        "POST", "/reset-password/<token>", "/reset-password/x", (410, NEVER), (410, NEVER),
        "30 per 1 minute", "network", headers={"Referrer-Policy": "same-origin"},
    ),
    Row(
        "POST", "/<slug>/<reference>/status", f"{TOPIC}/status", (303, NEVER), (303, NEVER),
        "3000 per 1 minute", "learner", TOPIC, {"status": "done"},
    ),
    Row(
        "POST", "/<slug>/known", "/alpha/known", (303, NEVER), (303, NEVER), "3000 per 1 minute", "learner",
        "/alpha", {"topic": "main-one-000000000001"},
    ),
    *(
        Row(
            "POST", f"/<slug>/<reference>/{thing}", f"{TOPIC}/{thing}", answer, learner,
            f"{most} per 1 minute", "learner", lands, data, guest=answer,
        )
        for thing, answer, learner, most, lands, data in (
            ("note", (303, NEVER), (303, NEVER), 300, TOPIC, {"text": "Read again."}),
            ("favorite", (303, NEVER), (303, ASKS), 600, TOPIC, {"keep": "1"}),
            # There is no such resource.
            ("resource", (422, NEVER), (422, NEVER), 600, "", {"read": "0"}),
        )
    ),
    form("/<slug>/marks", "/alpha/marks?all=1"),
    Row(
        "POST", "/<slug>/marks", "/alpha/marks", (303, NEVER), (303, NEVER), "120 per 1 minute", "learner",
        "/alpha", {"topic": "main-one-000000000001", "status": "done"},
    ),
    Row(
        "POST", "/<slug>/changes/seen", "/alpha/changes/seen", (303, ASKS), (303, ASKS),
        "120 per 1 minute", "learner", lands="/login?next=/me",
    ),
    Row(
        "POST", "/me/acts/<act_id>/undo", f"/me/acts/{'0' * 32}/undo", (303, ASKS), (404, NEVER),
        "120 per 1 minute", "learner", "/login?next=/me",
    ),
    *(
        Row(
            "POST", rule, re.sub("<.*>", "0" * 32, rule), (303, ASKS), learner,
            f"{most} per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
        )
        for rule, learner, most in (
            ("/me/settings/password", (422, NEVER), 20),
            ("/me/confirm/code", (422, NEVER), 20),
            ("/me/settings/password/remove", (303, NEVER), 20),
            ("/me/settings/sessions/<session_id>/end", (404, NEVER), 60),
            ("/me/settings/security/app", (303, ASKS), 20),
            ("/me/settings/security/recovery-codes", (303, ASKS), 20),
            ("/me/settings/security/recovery-codes.txt", (422, NEVER), 20),
            ("/me/settings/security/app/remove", (303, ASKS), 20),
            ("/me/settings/security/app/new", (303, ASKS), 20),
            ("/me/settings/security/second-step", (303, ASKS), 20),
            ("/me/settings/security/passkeys", (303, NEVER), 20),
            ("/me/settings/security/passkeys/<passkey_id>/name", (303, NEVER), 60),
            ("/me/settings/security/passkeys/<passkey_id>/remove", (404, NEVER), 60),
            ("/me/confirm/passkey", (303, NEVER), 20),
        )
    ),
    Row(
        "POST", "/me/confirm", "/me/confirm", (303, ASKS), (422, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/login/<name>/new", "/login/school/new", (404, NEVER), (404, NEVER),
        "60 per 1 minute", "network",
    ),
    Row(
        "POST", "/me/settings/identities/claim/<name>", "/me/settings/identities/claim/school", (303, ASKS), (404, NEVER),
        "20 per 1 minute", "learner",
        lands="/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/settings/identities/<identity_id>/disconnect",
        f"/me/settings/identities/{'0' * 32}/disconnect", (303, ASKS), (404, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/<slug>/record", "/alpha/record", (303, ASKS), (422, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/plan", "/me/plan", (303, ASKS), (404, NEVER), "60 per 1 minute", "learner", "/login?next=/me",
    ),
    Row("POST", "/<slug>/route", "/alpha/route", (404, NEVER), (404, NEVER), "60 per 1 minute", "learner"),
    Row(
        "POST", "/me/plan/undo", "/me/plan/undo", (303, ASKS), (404, NEVER), "60 per 1 minute", "learner",
        "/login?next=/me",
    ),
    Row(
        "POST", "/me/plan/remove", "/me/plan/remove", (303, ASKS), (404, NEVER),
        "60 per 1 minute", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/plan/calendar", "/me/plan/calendar", (303, ASKS), (200, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/plan/calendar/remove", "/me/plan/calendar/remove", (303, ASKS), (303, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/settings/notifications", "/me/settings/notifications", (303, ASKS), (303, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/streak", "/me/streak", (303, ASKS), (422, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/record/<code>/delete", "/record/2222-2222-2222-2222/delete", (303, ASKS), (404, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/settings/time-zone", "/me/settings/time-zone", (303, ASKS), (303, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/settings/sessions/end", "/me/settings/sessions/end", (303, ASKS), (303, NEVER),
        "20 per 1 minute", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/settings/email", "/me/settings/email", (303, ASKS), (422, NEVER), "10 per 1 hour",
        "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/settings/email/verify", "/me/settings/email/verify", (303, ASKS), (303, NEVER),
        "10 per 1 hour", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/verify-email/<token>", "/verify-email/x", (410, NEVER), (410, NEVER),
        "30 per 1 minute", "network", headers={"Referrer-Policy": "same-origin"},
    ),
    Row(
        "POST", "/keep-email/<token>", "/keep-email/x", (410, NEVER), (410, NEVER),
        "30 per 1 minute", "network", headers={"Referrer-Policy": "same-origin"},
    ),
    Row(
        "POST", "/me/settings/data/import", "/me/settings/data/import", (303, ASKS), (422, NEVER),
        "20 per 1 hour", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/settings/data/import/<file_id>", "/me/settings/data/import/x", (303, ASKS), (303, NEVER),
        "20 per 1 hour", "learner", "/login?next=/me",
    ),
    Row(
        "POST", "/me/settings/name", "/me/settings/name", (303, ASKS), (422, NEVER), "10 per 1 hour",
        "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    # No other account is proven.
    Row(
        "POST", "/me/settings/data/merge", "/me/settings/data/merge", (303, ASKS), (303, NEVER), "20 per 1 hour",
        "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/leaving", "/me/leaving", (303, ASKS), (303, ASKS), "20 per 1 minute", "learner",
        "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/merge", "/me/merge", (303, ASKS), (303, NEVER), "60 per 1 minute", "learner",
        "/login?next=/me", {"answer": "merge"}, guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/forget", "/me/forget", (303, ASKS), (303, ASKS), "20 per 1 minute", "learner",
        "/login?next=/me", guest=(303, NEVER), guest_lands="/",
    ),
    Row(
        "POST", "/me/settings/data/delete", "/me/settings/data/delete", (303, ASKS), (422, NEVER),
        "10 per 1 hour", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    Row(
        "POST", "/me/settings/data/merge/begin", "/me/settings/data/merge/begin", (303, ASKS), (303, NEVER),
        "20 per 1 hour", "learner", "/login?next=/me", guest=(303, ASKS), guest_lands="/signup?next=/me",
    ),
    # The last one, because it signs the learner out.
    Row(
        "POST", "/logout", "/logout", (303, NEVER), (303, NEVER), lands="/", guest=(303, ASKS),
        guest_lands="/me/forget",
    ),
)  # fmt: skip
UNSAFE = tuple(row for row in ROWS if row.method == "POST")
