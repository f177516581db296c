"""The form in which an editor sets the time of a publication."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField

from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class TimeForm(WikiForm):
    """A time as clocks show it, and the version that is published then."""

    at = StringField(
        _("Publish at"),
        filters=[lambda text: text or ""],
        render_kw={"type": "datetime-local", "autocomplete": "off"},
    )
    number = HiddenField()

    def read_version(self) -> int:
        """Return the number of the version that the form was shown with."""
        return read_number(self.number.data)
