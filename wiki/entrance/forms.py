"""Forms of the ways into an account."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField

from wiki.accounts.forms import required
from wiki.web.forms import WikiForm


class ForgottenForm(WikiForm):
    """Ask for the address to which a link is mailed."""

    email = EmailField(_("E-mail address"), required(_("Write your e-mail address.")))


class NewPasswordForm(WikiForm):
    """Ask for a password of one's own."""

    new_password = PasswordField(_("New password"), required(_("Write a new password.")))
