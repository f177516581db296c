"""Forms for the second factor."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from wiki.accounts.forms import CodeForm, check_line
from wiki.accounts.passwords import LONGEST
from wiki.web.forms import WikiForm
from wiki.web.middleware.origin import safe_next


class AppForm(CodeForm):
    """Ask for the first code of a new app; `signed` is the secret that the app was given."""

    signed = HiddenField()


class ConfirmForm(WikiForm):
    """Ask for the password of somebody who is logged in."""

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
