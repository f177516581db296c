"""Forms for administrators."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, g
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from wiki.accounts.forms import NameForm, required
from wiki.accounts.models import Role, User
from wiki.admin.deeds import THINGS, list_deeds, read_thing
from wiki.admin.queries.audit_log import Wanted
from wiki.audit.queries import AuditFilter
from wiki.characters import normalise_line
from wiki.web.forms import DayField, OneTimeForm, WikiForm
from wiki.web.numbers import read_number

_ROLES = [
    SelectChoice(Role.AUTHOR.value, _("Author")),
    SelectChoice(Role.EDITOR.value, _("Editor")),
    SelectChoice(Role.ADMIN.value, _("Administrator")),
]
_LONGEST_WORDS = 100


class RoleForm(WikiForm):
    """The role of a user."""

    role = SelectField(_("Role"), choices=_ROLES)


class UniversityForm(WikiForm):
    """The university of a user, by its slug."""

    university = SelectField(_("University"), validate_choice=False)


class NewUserForm(NameForm, RoleForm, OneTimeForm):
    """The data of a new account; the wiki generates its first password."""

    email = EmailField(_("E-mail address"), required(_("Write the person's e-mail address.")))


class AuditLogForm(WikiForm):
    """What narrows the audit log; every field is optional, and all are part of the URL."""

    class Meta:
        """No token: reading changes nothing."""

        csrf = False

    since = DayField(_("From"), [Optional()], name="from")
    until = DayField(_("To"), [Optional()], name="to")
    actor = SelectField(_("Who"), validate_choice=False)
    thing = SelectField(_("About"), validate_choice=False)
    action = StringField(_("What"))
    q = StringField(_("Title or name"), render_kw={"type": "search", "maxlength": _LONGEST_WORDS})
    of = HiddenField()

    def __init__(self, sent: MultiDict[str, str]) -> None:
        """Take the query string."""
        super().__init__(formdata=sent)
        things = [(name, str(kind.label)) for name, kind in THINGS.items()]
        self.thing.choices = [("", _("Everything")), *things]
        # Over a hundred, which the page writes itself: a SelectField would make an object of each.
        self.deeds = list_deeds(self.thing.data or "", g.language)

    def offer_people(self, people: Iterable[User]) -> None:
        """Let one of these be chosen; the address tells two of the same name apart."""
        known = [(str(user.id), f"{user.name} ({user.email})") for user in people]
        self.actor.choices = [("", _("Everybody")), ("0", _("The command line")), *known]

    def validate_until(self, field: DayField) -> None:
        """Refuse a last day before the first."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("The last day is before the first. Change one of them."))

    @property
    def wanted(self) -> Wanted:
        """Return which entries are asked for; a form that did not validate asks for none."""
        actor, thing = read_number(self.actor.data), self.thing.data
        first, last = self.since.data, self.until.data
        entries = AuditFilter(
            since=midnight(first) if first else None,
            until=midnight(last + timedelta(days=1)) if last else None,
            actor_id=actor if actor >= 0 else None,
            object_types=_types_of(thing) if thing else None,
            kind=(self.action.data or "")[:61],
        )
        words = normalise_line(self.q.data or "")[:_LONGEST_WORDS]
        return Wanted(entries, words, read_thing(self.of.data or ""))

    @property
    def arguments(self) -> dict[str, str]:
        """Return the part of the URL that keeps the filters."""
        sent = {field.name: str((field.raw_data or [""])[0]) for field in self}
        return {name: value for name, value in sent.items() if value}


def _types_of(thing: str) -> tuple[str, ...]:
    return THINGS[thing].types if thing in THINGS else ()


def midnight(day: date) -> datetime:
    """Return when a day begins in the time zone in which the wiki shows times."""
    return datetime.combine(day, time(), ZoneInfo(current_app.config["TIMEZONE"]))
