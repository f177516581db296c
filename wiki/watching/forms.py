"""Forms of watching."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from wiki.accounts.forms import required
from wiki.watching.models import Rhythm
from wiki.web.forms import WikiForm
from wiki.web.i18n import LANGUAGE_NAMES


class NoticesForm(WikiForm):
    """Ask how often notices are mailed, and in which language mail comes."""

    rhythm = RadioField(
        _("Notices by mail"),
        choices=[
            SelectChoice(Rhythm.NOW.value, _("At once")),
            SelectChoice(Rhythm.DAILY.value, _("Once a day")),
            SelectChoice(Rhythm.WEEKLY.value, _("Once a week")),
            SelectChoice(Rhythm.NEVER.value, _("Never: only here")),
        ],
    )
    mail_language = SelectField(
        _("Language of mail"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()],
    )


class SubscriptionForm(WikiForm):
    """Ask for an address and what it wants to hear of."""

    class Meta:
        """No token: it would need a cookie. Origin is compared instead, and mail confirms."""

        csrf = False

    email = EmailField(_("E-mail address"), required(_("Write your e-mail address.")))
    kind = RadioField(_("What about?"), validate_choice=False)
    # People do not see it, so whoever fills it in is a program.
    website = StringField(_("Leave this empty"))
