"""Who may use the pages about a learner's data."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from werkzeug.wrappers import Response

from webapp.web.site.step_up import recently_authenticated
from webapp.web.site.visitor import send_to_sign_in, visitor

Parameters = ParamSpec("Parameters")


def proven_or_guest(view: Callable[Parameters, Response]) -> Callable[Parameters, Response]:
    """Lets a guest use a view, and an account whose owner has just proven who they are.

    A guest has nothing else than the cookie, and so nothing to prove.
    """
    proven = recently_authenticated(view)

    @wraps(view)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
        who = visitor()
        if who is None:
            return send_to_sign_in()
        return view(*args, **kwargs) if who.is_guest else proven(*args, **kwargs)

    return checked
