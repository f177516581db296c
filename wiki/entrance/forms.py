"""Forms of the ways into an account."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from wiki.accounts.forms import NameForm, required
from wiki.accounts.models import Role
from wiki.entrance.people import LONGEST_LIST
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.i18n import LANGUAGE_NAMES

_ROLES = [
    SelectChoice(Role.AUTHOR.value, _("Author")),
    SelectChoice(Role.EDITOR.value, _("Editor")),
    SelectChoice(Role.ADMIN.value, _("Administrator")),
]
_LANGUAGES = [SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()]


class ForgottenForm(WikiForm):
    """Ask for the address to which a link is mailed."""

    email = EmailField(_("E-mail address"), required(_("Write your e-mail address.")))


class NewPasswordForm(WikiForm):
    """Ask for a password of one's own."""

    new_password = PasswordField(_("New password"), required(_("Write a new password.")))


class InvitationForm(NameForm, OneTimeForm):
    """Ask whom to invite."""

    email = EmailField(_("E-mail address"), required(_("Write the person's e-mail address.")))
    role = SelectField(_("Role"), choices=_ROLES)
    university = SelectField(_("University"), validate_choice=False)
    mail_language = SelectField(_("Language of mail"), choices=_LANGUAGES)


class PeopleForm(OneTimeForm):
    """Ask for a list of people to invite."""

    people = TextAreaField(
        _("People"),
        [
            InputRequired(_("Paste at least one line.")),
            Length(max=LONGEST_LIST, message=_("This is too long.")),
        ],
    )
    mail_language = SelectField(_("Language of mail"), choices=_LANGUAGES)


class AddressForm(WikiForm):
    """Ask for another address, and who asks."""

    email = EmailField(_("New e-mail address"), required(_("Write your e-mail address.")))
    current_password = PasswordField(
        _("Current password"), required(_("Write your current password."))
    )
