"""The form for forgetting a person."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField

from wiki.accounts.forms import required
from wiki.web.forms import WikiForm


class ForgetForm(WikiForm):
    """Ask for the address of the account, on the second page."""

    email = EmailField(_("E-mail address of the account"), required(_("Write the address.")))
    step = HiddenField()
