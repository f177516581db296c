"""The forms of the library: a file to send, and what is said of it."""

from dataclasses import asdict

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from wiki.errors import InvalidInput
from wiki.media.description import CREDIT_LENGTH, TEXT_LENGTH, Description
from wiki.media.formats import FORMATS
from wiki.media.licences import LICENCES
from wiki.media.models import MediaFile
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number

_NO_FILE = _("Choose a file first.")
ACCEPTED = ",".join(f".{ending}" for ending in (*FORMATS, "jpeg"))
_LONG = {"maxlength": TEXT_LENGTH}


class SendForm(WikiForm):
    """Ask for a picture or file."""

    file = FileField(_("Picture or file"), render_kw={"accept": ACCEPTED})

    def read_file(self) -> FileStorage:
        """Return what was sent; raise InvalidInput when nothing was."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise InvalidInput(_NO_FILE, {"file": _NO_FILE})
        return sent


class DescriptionForm(WikiForm):
    """Ask what a picture or file is, who made it, and under which licence."""

    alt_sv = StringField(_("What the picture shows, in Swedish"), render_kw=_LONG)
    alt_en = StringField(_("What the picture shows, in English"), render_kw=_LONG)
    is_decorative = BooleanField(_("It is decorative: it says nothing that the text does not"))
    caption_sv = StringField(_("Caption in Swedish"), render_kw=_LONG)
    caption_en = StringField(_("Caption in English"), render_kw=_LONG)
    credit = StringField(_("Made by"), render_kw={"maxlength": CREDIT_LENGTH})
    licence = SelectField(
        _("Licence"),
        choices=[
            SelectChoice("", _("Choose…")),
            *(SelectChoice(code, licence.label) for code, licence in LICENCES.items()),
        ],
        validate_choice=False,
    )
    version = HiddenField()

    def read_version(self) -> int:
        """Return the version of the description that was shown."""
        return read_number(self.version.data)

    def read_description(self) -> Description:
        """Return what was written."""
        lines = {
            name: self[name].data or ""
            for name in asdict(Description())
            if name in self and name != "is_decorative"
        }
        decorative = "is_decorative" in self and bool(self.is_decorative.data)
        return Description(is_decorative=decorative, **lines)


def description_form(file: MediaFile) -> DescriptionForm:
    """Return the form for a file, filled with what is stored; a download has nothing to see."""
    form = DescriptionForm(obj=file)
    if not file.is_picture:
        del form.alt_sv, form.alt_en, form.is_decorative
        form.caption_sv.label.text = _("Title in Swedish")
        form.caption_en.label.text = _("Title in English")
    return form
