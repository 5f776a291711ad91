"""Error pages, which say what happened and what to do next."""

from __future__ import annotations

import difflib
import logging
from dataclasses import dataclass

from flask import Flask, Response, g, make_response, render_template, request
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from webapp.accounts.errors import AccountDisabled, TooBusy, TooManyGuests
from webapp.db.learners import UnknownLearner
from webapp.db.unit_of_work import end_reading
from webapp.drawing.typesetting import CannotTypeset
from webapp.exports.generated_files import OthersFirst
from webapp.language import gettext_noop
from webapp.progress.errors import TooManyChanges
from webapp.web.site.error_reports import report_error
from webapp.web.site.extensions import db
from webapp.web.site.fragments import wants_fragment
from webapp.web.site.page_links import PageLink
from webapp.web.site.page_meta import PageMeta
from webapp.web.site.responses import NEVER
from webapp.web.site.services import catalog
from webapp.web.site.translations import gettext, ngettext
from webapp.web.site.visitor import send_to_sign_in, viewer, visitor

log = logging.getLogger("milepost.web")
WORDS = {
    400: (
        gettext_noop("That request was not understood"),
        gettext_noop("Something in it is not as this site expects."),
    ),
    403: (gettext_noop("That is not allowed"), gettext_noop("Nothing was changed.")),
    404: (
        gettext_noop("There is nothing here"),
        gettext_noop("The address may be mistyped, or the page has moved."),
    ),
    405: (
        gettext_noop("That does not work here"),
        gettext_noop("This address does not take that kind of request."),
    ),
    409: (
        gettext_noop("That was not saved"),
        gettext_noop("Something else was saved in the meantime. Go back and try again."),
    ),
    410: (gettext_noop("This is gone"), gettext_noop("It was here once, and is not any more.")),
    413: (gettext_noop("That is too large"), gettext_noop("Nothing was saved. Send less and try again.")),
    422: (gettext_noop("Something is missing"), gettext_noop("Nothing was saved.")),
    429: (
        gettext_noop("Too many requests"),
        gettext_noop("Wait a little, then try again. Nothing was lost."),
    ),
    500: (
        gettext_noop("Something went wrong on our side"),
        gettext_noop("It is noted with the number below. Try again in a moment."),
    ),
    503: (
        gettext_noop("The site cannot save or load progress right now"),
        gettext_noop("Nothing was saved by this request. Try again in a minute."),
    ),
}
OTHERWISE = (gettext_noop("That did not work"), gettext_noop("Go back and try again."))
RETRY_SECONDS = "30"
FILE_SECONDS = "4"


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """An error page: what happened and the next step.

    `has_own_words` is whether `words` are about this request and not about all with this status.
    """

    code: int
    heading: str
    words: str
    request_id: str
    suggestions: tuple[PageLink, ...] = ()
    has_own_words: bool = False


def init_errors(app: Flask) -> None:
    """Registers the handlers that answer every error with a page of the site."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, database_error)
    app.register_error_handler(TimeoutError, database_error)
    app.register_error_handler(DataError, bad_text)
    app.register_error_handler(TooBusy, too_busy)
    app.register_error_handler(TooManyChanges, too_many_changes)
    app.register_error_handler(TooManyGuests, too_many_guests)
    app.register_error_handler(UnknownLearner, unknown_learner)
    app.register_error_handler(AccountDisabled, account_disabled)
    app.register_error_handler(CannotTypeset, typesetting_error)
    app.register_error_handler(OthersFirst, others_first)
    app.register_error_handler(Exception, unexpected_error)


def http_error(error: HTTPException) -> BaseResponse:
    """Answers an HTTP error with its page. Redirects pass unchanged."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    words = error.description if code in {403, 409, 422} and error.description else ""
    if type(error).description == words:
        words = ""
    response = _page(code, words)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after", "www-authenticate"}:
            response.headers[name] = value
    if code == 503:
        response.headers.setdefault("Retry-After", RETRY_SECONDS)
    if code == 429:
        response.headers.setdefault("Retry-After", "60")
    return response


def database_error(error: SQLAlchemyError) -> BaseResponse:
    """Answers 503 if the database is locked, full, away or hangs. Nothing was saved."""
    end_reading(db.session())
    log.error("database: %s", type(error.__cause__ or error).__name__)
    response = _page(503)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def bad_text(error: DataError) -> BaseResponse:
    """Answers 422 to a value that the database cannot store, such as a text with a NUL."""
    end_reading(db.session())
    return _page(422, gettext("Something in it cannot be kept. Nothing was saved."))


def too_busy(error: TooBusy) -> BaseResponse:
    """Answers 503 if too many passwords are being hashed; waiting would block threads that pages need."""
    response = _page(503, gettext("Many people are signing in right now. Try again in a few seconds."))
    response.headers["Retry-After"] = "3"
    return response


def too_many_changes(error: TooManyChanges) -> BaseResponse:
    """Answers 429 to a learner who makes more changes than a person can."""
    response = _page(429)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def too_many_guests(error: TooManyGuests) -> BaseResponse:
    """Answers 429 if too many people of one network have set their first mark lately."""
    minutes = max(1, -(-error.retry_after // 60))
    words = ngettext(
        "Many people have begun here from your network. Wait a minute, or sign up to go on at once.",
        "Many people have begun here from your network. Wait %(num)d minutes, or sign up to go on at once.",
        minutes,
    )
    response = _page(429, words)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


def unknown_learner(error: UnknownLearner) -> BaseResponse:
    """Redirects to the sign-in page if the account was deleted while the request was under way.

    A guest has nowhere to sign in: the page is out of date.
    """
    end_reading(db.session())
    who = visitor()
    if who is not None and who.is_guest:
        return _page(409, gettext("The marks of this browser are gone. Load this page again."))
    return send_to_sign_in()


def account_disabled(error: AccountDisabled) -> BaseResponse:
    """Answers 403 to somebody who has proven that a disabled account is theirs."""
    return _page(403, gettext(error.message))


def typesetting_error(error: CannotTypeset) -> BaseResponse:
    """Answers 503 if a PDF or a picture could not be generated."""
    log.error("typesetting: %s", error)
    response = _page(503, gettext("This file could not be made. The roadmap itself is there, as a page."))
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def others_first(error: OthersFirst) -> BaseResponse:
    """Answers 503 while other PDFs and pictures are generated. A browser asks again by itself."""
    response = _page(503, gettext("This file is being made. It is there in a few seconds."))
    response.headers["Retry-After"] = response.headers["Refresh"] = FILE_SECONDS
    return response


def unexpected_error(error: Exception) -> BaseResponse:
    """Answers 500 to an unexpected exception, which is logged with its traceback."""
    log.exception("unexpected error")
    report_error(error)
    return _page(500)


def _page(code: int, words: str = "") -> BaseResponse:
    heading, usual = (gettext(text) for text in WORDS.get(code, OTHERWISE))
    context = ErrorPage(
        code=code,
        heading=heading,
        words=words or usual,
        request_id=g.get("request_id", ""),
        suggestions=_suggestions() if code == 404 else (),
        has_own_words=code == 429 and bool(words),
    )
    meta = PageMeta(title=heading, description=usual, robots="noindex")
    if wants_fragment():
        html = render_template("site/_error.html", page=context)
    else:
        # After a server error the learner is not looked up, because that may be what failed.
        who = viewer() if code < 500 else None
        html = render_template("site/error.html", page=context, meta=meta, viewer=who, toasts=())
    response: Response = make_response(html, code)
    response.headers["Cache-Control"] = NEVER
    return response


def _suggestions() -> tuple[PageLink, ...]:
    path = request.path.strip("/")
    without_id = path.rpartition("@")[0] or path
    first, _, rest = without_id[:200].partition("/")
    roadmaps = catalog().roadmaps
    names = {r.slug: PageLink(r.brief_title, f"/{r.slug}") for r in catalog().listed_with_variants}
    if rest and (roadmap := roadmaps.get(first)):
        topics = {roadmap.topics[i].slug: roadmap.topics[i] for i in roadmap.order}
        near = difflib.get_close_matches(rest, topics, 3, 0.5)
        return (
            *(PageLink(topics[n].label, topics[n].path) for n in near),
            PageLink(roadmap.brief_title, f"/{first}"),
        )
    return tuple(names[n] for n in difflib.get_close_matches(first.lower(), names, 3, 0.5))
