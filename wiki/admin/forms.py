"""Forms for administrators."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, SelectField
from wtforms.fields.choices import SelectChoice

from wiki.accounts.forms import NameForm, required
from wiki.accounts.models import Role
from wiki.web.forms import OneTimeForm, WikiForm

_ROLES = [
    SelectChoice(Role.AUTHOR.value, _("Author")),
    SelectChoice(Role.EDITOR.value, _("Editor")),
    SelectChoice(Role.ADMIN.value, _("Administrator")),
]


class RoleForm(WikiForm):
    """The role of a user."""

    role = SelectField(_("Role"), choices=_ROLES)


class NewUserForm(NameForm, RoleForm, OneTimeForm):
    """The data of a new account; the wiki generates its first password."""

    email = EmailField(_("E-mail address"), required(_("Write the person's e-mail address.")))
