"""Forms for log-in and the account page."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from wiki.accounts.names import LONGEST_ABOUT, LONGEST_NAME
from wiki.accounts.passwords import LONGEST
from wiki.characters import FORBIDDEN
from wiki.web.forms import WikiForm
from wiki.web.middleware.origin import safe_next


def check_line(_form: WikiForm, field: Field) -> None:
    """Refuse line breaks and characters that are not text."""
    text = field.data or ""
    if FORBIDDEN.search(text) or "\n" in text or "\r" in text:
        raise ValidationError(gettext("This holds characters that are not text."))


def required(message: str) -> list[Any]:
    """Return the validators of a required line of at most 254 characters, the longest e-mail."""
    too_long = _("This is too long.")
    return [InputRequired(message), Length(max=254, message=too_long), check_line]


class LoginForm(WikiForm):
    """Ask for e-mail address and password."""

    email = EmailField(_("E-mail address"), required(_("Write your e-mail address.")))
    password = PasswordField(
        _("Password"),
        [
            InputRequired(_("Write your password.")),
            Length(max=LONGEST, message=_("This is too long.")),
            check_line,
        ],
    )
    next = HiddenField()

    @property
    def target(self) -> str:
        """Return the path on this site to continue to, or an empty text."""
        return safe_next(self.next.data)


class CodeForm(WikiForm):
    """Ask for the second factor: a code of the app, or a backup code."""

    code = StringField(
        _("Code"),
        [
            InputRequired(_("Write the code.")),
            Length(max=100, message=_("This is too long.")),
            check_line,
        ],
    )
    next = HiddenField()

    @property
    def target(self) -> str:
        """Return the path on this site to continue to, or an empty text."""
        return safe_next(self.next.data)


def wait_message(seconds: int) -> str:
    """Say how long to wait after too many failed tries."""
    if seconds < 60:
        message = ngettext(
            "Too many failed tries. Wait %(num)s second, then try again.",
            "Too many failed tries. Wait %(num)s seconds, then try again.",
            seconds,
        )
    else:
        message = ngettext(
            "Too many failed tries. Wait %(num)s minute, then try again.",
            "Too many failed tries. Wait %(num)s minutes, then try again.",
            -(-seconds // 60),
        )
    return str(message)


class ShortcutsForm(WikiForm):
    """Ask whether single-key shortcuts are on."""

    is_on = BooleanField(_("Use single-key shortcuts, such as “/” to search"))


class NameForm(WikiForm):
    """Ask for a name."""

    name = StringField(
        _("Name"),
        [
            InputRequired(_("Write a name.")),
            Length(max=LONGEST_NAME, message=_("This is too long.")),
            check_line,
        ],
    )


class ProfileForm(WikiForm):
    """Ask what somebody's page says of them."""

    family = StringField(
        _("Family name"),
        description=_(
            "Lists of sources sort by it. Write it if it is more than the last word of your name, "
            "such as Lindqvist Berg."
        ),
        render_kw={"autocomplete": "family-name", "maxlength": LONGEST_NAME},
    )
    university = SelectField(_("University"), validate_choice=False)
    orcid = StringField(
        _("ORCID iD"),
        description=_("Sixteen digits, such as 0000-0002-1825-0097. It is shown as a link."),
        render_kw={"autocomplete": "off", "inputmode": "text", "maxlength": 100},
    )
    about = StringField(
        _("A line about yourself"),
        description=_("For example what you do research on."),
        render_kw={"autocomplete": "off", "maxlength": LONGEST_ABOUT},
    )
    has_page = BooleanField(_("Show my page to everybody, also before I have published anything"))


class PasswordForm(WikiForm):
    """Ask for the present password and a new one."""

    current_password = PasswordField(
        _("Current password"), required(_("Write your current password."))
    )
    new_password = PasswordField(_("New password"), required(_("Write a new password.")))
