"""The form that says of which days what somebody did is to be undone."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from flask_babel import to_user_timezone
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired, ValidationError

from wiki.admin.forms import midnight
from wiki.clock import now
from wiki.errors import InvalidInput
from wiki.reversal.deeds import Period
from wiki.web.forms import DayField, WikiForm

_NEEDED = _("Choose a day.")


class PeriodForm(WikiForm):
    """The first and the last day; both are part of the URL, and are today's if it has none."""

    class Meta:
        """No token: reading changes nothing. The form that undoes carries one of its own."""

        csrf = False

    since = DayField(_("From"), [InputRequired(_NEEDED)], name="from")
    until = DayField(_("To"), [InputRequired(_NEEDED)], name="to")

    def __init__(self, sent: MultiDict[str, str]) -> None:
        """Take the query string."""
        today = to_user_timezone(now()).date()
        filled = MultiDict({"from": str(today), "to": str(today)})
        filled.update({name: sent[name] for name in ("from", "to") if name in sent})
        chosen = {name: filled.getlist(name)[-1] for name in ("from", "to")}
        super().__init__(formdata=MultiDict(chosen))

    def validate_until(self, field: DayField) -> None:
        """Refuse a last day before the first."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("The last day is before the first. Change one of them."))

    def read_period(self, user_id: int) -> Period:
        """Return the days as moments; raise InvalidInput if the form is not valid."""
        first, last = self.since.data, self.until.data
        if first is None or last is None:
            raise InvalidInput(_NEEDED)
        return Period(user_id, midnight(first), midnight(last + timedelta(days=1)))
