"""The forms of what the site says of itself: its words and colour, and its logo."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from wiki.media.formats import FORMATS
from wiki.site.presentation import (
    ANNOUNCEMENT_KINDS,
    COMMENT_LENGTH,
    FIELD_NAMES,
    LENGTHS,
    Presentation,
)
from wiki.web.forms import DayField, WikiForm

_PICTURES = ",".join(f".{ending}" for ending, each in FORMATS.items() if each.is_picture)
_LINES = ("name_sv", "name_en", "contact", "accent", "question_sv", "question_en")
_PROSE = ("announcement_sv", "announcement_en", "answer_sv", "answer_en")
_LISTS = ("social_media", "cases_sv", "cases_en", "searches_sv", "searches_en")
_DAYS = ("announcement_from", "announcement_until")
_A_LINE_EACH = _("One on each line.")


def _line(name: str, description: str = "", **attributes: str) -> StringField:
    length = {"maxlength": LENGTHS[name]} if name in LENGTHS else {}
    return StringField(
        FIELD_NAMES[name],
        description=description,
        render_kw={**length, "autocomplete": "off", **attributes},
    )


def _prose(name: str) -> TextAreaField:
    return TextAreaField(FIELD_NAMES[name], render_kw={"rows": 3, "maxlength": LENGTHS[name]})


def _list(name: str, description: str = _A_LINE_EACH) -> TextAreaField:
    return TextAreaField(FIELD_NAMES[name], description=description, render_kw={"rows": 4})


class SiteForm(WikiForm):
    """Ask for all that the site says of itself but its logo."""

    name_sv = _line("name_sv")
    name_en = _line("name_en")
    contact = _line("contact", _("Where readers write to."), type="email")
    social_media = _list(
        "social_media", _("One address on each line, such as https://www.linkedin.com/school/…")
    )
    accent = _line(
        "accent",
        _("The colour of links and buttons, such as #1a5f8a. On dark pages it becomes lighter."),
        spellcheck="false",
    )
    announcement_sv = _prose("announcement_sv")
    announcement_en = _prose("announcement_en")
    announcement_kind = RadioField(
        FIELD_NAMES["announcement_kind"],
        choices=[SelectChoice(kind, words) for kind, words in ANNOUNCEMENT_KINDS.items()],
        default="info",
        validate_choice=False,
    )
    announcement_from = DayField(
        FIELD_NAMES["announcement_from"], [Optional()], description=_("Empty: at once.")
    )
    announcement_until = DayField(
        FIELD_NAMES["announcement_until"],
        [Optional()],
        description=_("Empty: until somebody takes it away."),
    )
    question_sv = _line("question_sv")
    question_en = _line("question_en")
    answer_sv = _prose("answer_sv")
    answer_en = _prose("answer_en")
    cases_sv = _list("cases_sv", _("One title of an article on each line."))
    cases_en = _list("cases_en", _("One title of an article on each line."))
    searches_sv = _list("searches_sv")
    searches_en = _list("searches_en")
    comment = StringField(
        _("What you have changed, and why"),
        description=_("Optional. It is in the list of versions."),
        render_kw={"maxlength": COMMENT_LENGTH, "autocomplete": "off"},
    )
    base = HiddenField()

    def read(self) -> Presentation:
        """Return what was written, unchecked."""
        values: dict[str, Any] = {name: self[name].data or "" for name in (*_LINES, *_PROSE)}
        values |= {name: tuple((self[name].data or "").splitlines()) for name in _LISTS}
        values |= {name: _write_day(self[name].data) for name in _DAYS}
        return Presentation(**values, announcement_kind=self.announcement_kind.data or "")


def _write_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def site_form(presentation: Presentation) -> SiteForm:
    """Return the form, filled with what is said now."""
    values: dict[str, Any] = {name: getattr(presentation, name) for name in (*_LINES, *_PROSE)}
    values |= {name: "\n".join(getattr(presentation, name)) for name in _LISTS}
    values |= {
        name: date.fromisoformat(day) for name in _DAYS if (day := getattr(presentation, name))
    }
    values["announcement_kind"] = presentation.announcement_kind
    return SiteForm(formdata=None, data=values)


class LogoForm(WikiForm):
    """Ask for a picture that is to be the logo, and for what it says."""

    file = FileField(_("Picture"), render_kw={"accept": f"{_PICTURES},.jpeg"})
    logo_alt_sv = _line("logo_alt_sv", _("Empty: the name of the wiki."))
    logo_alt_en = _line("logo_alt_en", _("Empty: the name of the wiki."))

    def read_file(self) -> FileStorage | None:
        """Return the picture, or None when none was chosen."""
        sent = request.files.get("file")
        return sent if sent and sent.filename else None

    def read_alts(self) -> tuple[str, str]:
        """Return what the logo says, in Swedish and in English."""
        return self.logo_alt_sv.data or "", self.logo_alt_en.data or ""


def logo_form(presentation: Presentation) -> LogoForm:
    """Return the form of the logo, with what it says now."""
    alts = {name: getattr(presentation, name) for name in ("logo_alt_sv", "logo_alt_en")}
    return LogoForm(formdata=None, data=alts)
