"""The events of the audit log in words. Each event that `docs/operate.md` explains has its words here."""

from __future__ import annotations

from webapp.language import gettext_noop
from webapp.web.site.translations import gettext

EVENTS = {
    "signed_up": gettext_noop("Signed up"),
    "sign_up_limited": gettext_noop("Too many addresses tried at sign-up"),
    "signed_in": gettext_noop("Signed in"),
    "signed_out": gettext_noop("Signed out"),
    "sign_in_failed": gettext_noop("Wrong name or password"),
    "sign_in_limited": gettext_noop("Too many tries to sign in"),
    "second_step_asked": gettext_noop("Asked for the second step"),
    "second_step_failed": gettext_noop("Wrong code in the second step"),
    "second_step_limited": gettext_noop("Too many codes tried in the second step"),
    "second_step_set": gettext_noop("Passkey as second step chosen or given up"),
    "second_step_ended": gettext_noop("Second step ended"),
    "confirmed": gettext_noop("Proved again who they are"),
    "confirm_failed": gettext_noop("Could not prove again who they are"),
    "confirm_limited": gettext_noop("Too many tries to prove who they are"),
    "provider_failed": gettext_noop("Sign-in by another site failed"),
    "identity_connected": gettext_noop("Sign-in by another site connected"),
    "identity_disconnected": gettext_noop("Sign-in by another site disconnected"),
    "passkey_refused": gettext_noop("Passkey refused"),
    "password_changed": gettext_noop("Password changed"),
    "password_change_limited": gettext_noop("Too many wrong passwords while changing it"),
    "password_removed": gettext_noop("Password removed"),
    "reset_requested": gettext_noop("New password asked for by mail"),
    "reset_link_made": gettext_noop("Link for a new password made"),
    "password_reset": gettext_noop("New password set by a link"),
    "factor_added": gettext_noop("Protection added"),
    "factor_removed": gettext_noop("Protection removed"),
    "recovery_codes_made": gettext_noop("Recovery codes made"),
    "email_change_requested": gettext_noop("Change of address asked for"),
    "email_change_taken_back": gettext_noop("Change of address taken back"),
    "email_verified": gettext_noop("Address confirmed"),
    "email_lost": gettext_noop("Unconfirmed address lost to another account"),
    "renamed": gettext_noop("Username changed"),
    "session_ended": gettext_noop("Another browser signed out"),
    "other_sessions_ended": gettext_noop("All other browsers signed out"),
    "signed_out_by_staff": gettext_noop("Signed out everywhere"),
    "data_exported": gettext_noop("Data exported"),
    "data_imported": gettext_noop("Data imported"),
    "merge_begun": gettext_noop("Merging of two accounts begun"),
    "accounts_merged": gettext_noop("Two accounts merged"),
    "deletion_requested": gettext_noop("Deletion asked for"),
    "deletion_taken_back": gettext_noop("Deletion taken back"),
    "account_made": gettext_noop("Account made"),
    "account_deleted": gettext_noop("Account deleted"),
    "account_disabled": gettext_noop("Account disabled"),
    "account_enabled": gettext_noop("Account enabled"),
    "admin_made": gettext_noop("Made an administrator"),
    "admin_removed": gettext_noop("Made an ordinary learner"),
    "invitation_made": gettext_noop("Invitation made"),
    "invitation_revoked": gettext_noop("Invitation ended"),
    "jobs_retried": gettext_noop("Failed jobs tried again"),
    "audit_exported": gettext_noop("Audit log exported"),
    "guest_made": gettext_noop("Guest with a first mark"),
    "guest_removed": gettext_noop("Marks of a guest removed"),
    "cross_origin_refused": gettext_noop("Form of another site refused"),
}
DETAILS = {
    "by=password": gettext_noop("with a password"),
    "by=passkey": gettext_noop("with a passkey"),
    "by=identity": gettext_noop("by another site"),
    "by=link": gettext_noop("by a link from a mail"),
    "factor=app": gettext_noop("authenticator app"),
    "factor=passkey": gettext_noop("passkey"),
    "wanted=on": gettext_noop("chosen"),
    "wanted=off": gettext_noop("given up"),
}
# What stands before the value of a detail that has no words of its own.
NAMES = {
    "acts": gettext_noop("changes: %(value)s"),
    "count": gettext_noop("jobs: %(value)s"),
    "format": gettext_noop("as %(value)s"),
    "gone": gettext_noop("number %(value)s was brought into it"),
    "issuer": gettext_noop("of %(value)s"),
    "marks": gettext_noop("marks: %(value)s"),
    "number": gettext_noop("number %(value)s"),
    "provider": gettext_noop("by %(value)s"),
    "to": gettext_noop("to number %(value)s"),
    "uses": gettext_noop("for %(value)s accounts at most"),
}


def event_words(event: str) -> str:
    """Returns what an event is called; its own name if a later release has written it."""
    return gettext(EVENTS[event]) if event in EVENTS else event


def details_words(details: str) -> str:
    """Returns the details of an entry in words. What has none is left as it is."""
    return ", ".join(_detail(one) for one in details.split(", ")) if details else ""


def _detail(detail: str) -> str:
    if detail in DETAILS:
        return gettext(DETAILS[detail])
    name, _, value = detail.partition("=")
    return gettext(NAMES[name], value=value) if value and name in NAMES else detail
