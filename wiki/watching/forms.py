"""Forms of watching."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

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
