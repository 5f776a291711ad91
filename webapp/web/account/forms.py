"""The forms of accounts, with the messages about invalid values."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webapp.accounts.errors import AccountError, TooManyTries
from webapp.web.site.translations import gettext, lazy_gettext, ngettext


def too_many_tries_message(error: TooManyTries) -> str:
    """Returns the message of a form after too many wrong tries."""
    minutes = max(1, -(-error.retry_after // 60))
    if minutes > 120:
        hours = -(-minutes // 60)
        return gettext("Too many tries. Wait %(num)d hours, or get a new password by mail.", num=hours)
    return ngettext(
        "Too many tries. Wait a minute, or get a new password by mail.",
        "Too many tries. Wait %(num)d minutes, or get a new password by mail.",
        minutes,
    )


def at_most(count: int) -> Length:
    """Returns a validator for texts of at most `count` characters."""
    return Length(max=count, message=lazy_gettext("Use at most %(count)d characters.", count=count))


class SiteForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """The base of all forms. They have no CSRF token, because `site/origin_check.py` checks every request."""

    class Meta:
        csrf = False

        def wrap_formdata(self, form: SiteForm, formdata: Any) -> Any:
            """Reads only what is given. FlaskForm would read a body of JSON too, and fail on a deep one."""
            return formdata

    next = HiddenField()
    want = HiddenField()

    def validate(self, extra_validators: object = None) -> bool:
        """Returns whether all fields are valid.

        A NUL is allowed in passwords only, because PostgreSQL cannot store it.
        """
        is_valid = bool(super().validate(extra_validators))
        for field in self:
            if field.type == "StringField" and "\0" in (field.data or ""):
                field.errors = [*field.errors, gettext("Leave out the character that cannot be shown.")]
                is_valid = False
        return is_valid

    @property
    def general(self) -> str:
        """The first message about the form as a whole, or an empty string."""
        return self.form_errors[0] if self.form_errors else ""

    def focus_first_error(self) -> None:
        """Lets the first field that has an error get the focus when the page is shown.

        A message about the form as a whole is read with the password, which has to be typed again, or with
        the first field.
        """
        for field in self:
            if field.errors:
                field.render_kw = {"autofocus": True}
                return
        fields = sorted(self._typed(), key=lambda field: field.type != "PasswordField")
        if self.general and fields:
            fields[0].render_kw = {"autofocus": True, "aria-describedby": "form-error"}

    def _typed(self) -> list[Field]:
        return [field for field in self if field.type in {"StringField", "PasswordField"}]

    def explain(self, error: AccountError) -> None:
        """Puts an error's message under its field."""
        self.blame(error.field, gettext(error.message, **error.values))

    def blame(self, field: str, message: str) -> None:
        """Puts a message under a field, or above the form where there is no such field."""
        if field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, message]
        else:
            self.form_errors.append(message)


class SignInForm(SiteForm):
    """Sign-in by username or e-mail."""

    username = StringField(
        validators=[InputRequired(lazy_gettext("Enter your username or e-mail.")), at_most(254)]
    )
    password = PasswordField(validators=[InputRequired(lazy_gettext("Enter your password.")), at_most(1024)])
    remember = BooleanField()


class CodeForm(SiteForm):
    """A code of an authenticator app, or a recovery code."""

    code = StringField(validators=[InputRequired(lazy_gettext("Enter the code.")), at_most(100)])


class ConfirmCodeForm(CodeForm):
    """A code of the app once more; `posted` is set if a form was sent that has to be sent again."""

    posted = HiddenField()


class SignUpForm(SiteForm):
    """A new account. The values themselves are checked by the account service."""

    invitation = HiddenField()
    remember = BooleanField()

    username = StringField(validators=[InputRequired(lazy_gettext("Choose a username."))])
    email = StringField(validators=[InputRequired(lazy_gettext("Enter your e-mail address."))])
    password = PasswordField(validators=[InputRequired(lazy_gettext("Choose a password."))])


class ProviderSignUpForm(SiteForm):
    """A new account by a provider. Where the provider has verified the address, the form has none."""

    username = StringField(validators=[InputRequired(lazy_gettext("Choose a username."))])
    email = StringField()


class NewPasswordForm(SiteForm):
    """The first password of an account."""

    new_password = PasswordField(validators=[InputRequired(lazy_gettext("Choose a new password."))])


class PasswordForm(NewPasswordForm):
    """A change of the password, which needs the present one."""

    old_password = PasswordField(validators=[InputRequired(lazy_gettext("Enter your current password."))])


class ConfirmForm(SiteForm):
    """The password once more; `posted` is set if a form was sent that has to be sent again."""

    password = PasswordField(validators=[InputRequired(lazy_gettext("Enter your password.")), at_most(1024)])
    posted = HiddenField()


class AddressForm(SiteForm):
    """Another e-mail address."""

    email = StringField(validators=[InputRequired(lazy_gettext("Enter your e-mail address."))])


class ForgotForm(SiteForm):
    """A request for a link by mail."""

    email = StringField(validators=[InputRequired(lazy_gettext("Enter your e-mail address.")), at_most(254)])


class ResetForm(SiteForm):
    """A new password after a link by mail."""

    password = PasswordField(validators=[InputRequired(lazy_gettext("Choose a new password."))])


class NameForm(SiteForm):
    """Another username."""

    username = StringField(validators=[InputRequired(lazy_gettext("Choose a username."))])
