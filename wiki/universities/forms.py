"""The forms of a university's profile: what it says, and its logos."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from wiki.characters import normalise_text
from wiki.errors import InvalidInput
from wiki.media.formats import FORMATS
from wiki.universities.profile import (
    CONTACT_ROLES,
    DESCRIPTION_LENGTH,
    EMAIL_LENGTH,
    MOST_CONTACTS,
    NAME_LENGTH,
    PHONE_LENGTH,
    REMARK_LENGTH,
    WEBSITE_LENGTH,
    Contact,
    Profile,
)
from wiki.web.forms import WikiForm

_NO_FILE = _("Choose a picture first.")
_PICTURES = ",".join(f".{ending}" for ending, each in FORMATS.items() if each.is_picture)
# The parts of a contact, each a field in the line of the form.
_PARTS = ("role", "name", "email", "phone")
# The texts of the form, in its order.
_TEXTS = ("description_sv", "description_en", "website", "contact")
# Empty lines that are offered beside those that are filled in.
_EMPTY_LINES = 2


class ProfileForm(WikiForm):
    """Ask for all of a profile but its logos; each contact is a line of four fields."""

    description_sv = TextAreaField(
        _("Description in Swedish"), render_kw={"rows": 4, "maxlength": DESCRIPTION_LENGTH}
    )
    description_en = TextAreaField(
        _("Description in English"), render_kw={"rows": 4, "maxlength": DESCRIPTION_LENGTH}
    )
    website = StringField(
        _("Web site"), render_kw={"maxlength": WEBSITE_LENGTH, "inputmode": "url"}
    )
    social_media = TextAreaField(
        _("Social media"),
        description=_("One address on each line, such as https://www.linkedin.com/school/…"),
        render_kw={"rows": 3, "spellcheck": "false", "autocapitalize": "none"},
    )
    contact = TextAreaField(
        _("More about how to reach the university"),
        description=_("What the contacts have no place for: a house, opening hours, a form."),
        render_kw={"rows": 3, "maxlength": REMARK_LENGTH},
    )
    base = HiddenField()

    def read_profile(self) -> Profile:
        """Return what was written, unchecked, with the empty lines in their places."""
        texts = {name: self[name].data or "" for name in _TEXTS}
        lines = tuple((self.social_media.data or "").splitlines())
        return Profile(**texts, social_media=lines, contacts=tuple(self._read_contacts()))

    def _read_contacts(self) -> Iterator[Contact]:
        for number in range(MOST_CONTACTS):
            yield Contact(*(self[f"contact_{part}_{number}"].data or "" for part in _PARTS))

    @property
    def lines(self) -> list[list[Field]]:
        """Return the lines of contacts to show: up to the last that holds something, and more."""
        all_lines = [
            [self[f"contact_{part}_{number}"] for part in _PARTS] for number in range(MOST_CONTACTS)
        ]
        filled = [
            number
            for number, line in enumerate(all_lines)
            if any(field.data or field.errors for field in line)
        ]
        return all_lines[: max(filled, default=-1) + 1 + _EMPTY_LINES]


def _add_lines() -> None:
    """Give the form the fields of its contacts, which differ only in their numbers."""
    choices = [
        SelectChoice("", _("No contact")),
        *(SelectChoice(key, label) for key, label in CONTACT_ROLES.items()),
    ]
    for number in range(MOST_CONTACTS):
        role = SelectField(_("Role"), choices=choices, default="", validate_choice=False)
        name = StringField(_("Name"), render_kw={"maxlength": NAME_LENGTH, "autocomplete": "off"})
        email = StringField(
            _("E-mail address"),
            render_kw={"maxlength": EMAIL_LENGTH, "type": "email", "autocomplete": "off"},
        )
        phone = StringField(
            _("Telephone"),
            render_kw={"maxlength": PHONE_LENGTH, "type": "tel", "autocomplete": "off"},
        )
        for part, field in zip(_PARTS, (role, name, email, phone), strict=True):
            setattr(ProfileForm, f"contact_{part}_{number}", field)


_add_lines()


def profile_form(profile: Profile) -> ProfileForm:
    """Return the form, filled from a profile."""
    values: dict[str, Any] = {name: getattr(profile, name) for name in _TEXTS}
    values["social_media"] = "\n".join(profile.social_media)
    for number, contact in enumerate(profile.contacts):
        values |= {f"contact_{part}_{number}": getattr(contact, part) for part in _PARTS}
    return ProfileForm(formdata=None, data=values)


def show_values(profile: Profile) -> Mapping[str, str]:
    """Return what a profile says by the labels of its fields, for a comparison."""
    form = ProfileForm(formdata=None, meta={"csrf": False})
    shown = {str(form[name].label.text): getattr(profile, name) for name in _TEXTS}
    shown[str(form.social_media.label.text)] = "\n".join(profile.social_media)
    shown[gettext("Contacts")] = "\n".join(
        " · ".join(filter(None, (str(each.label), each.name, each.email, each.phone)))
        for each in profile.contacts
        if not each.is_empty
    )
    return {label: normalise_text(text).strip() for label, text in shown.items()}


class LogoForm(WikiForm):
    """Ask for a picture that is to be a logo."""

    file = FileField(_("Picture"), render_kw={"accept": f"{_PICTURES},.jpeg"})

    def read_file(self) -> FileStorage:
        """Return what was sent; raise InvalidInput when nothing was."""
        sent = request.files.get("file")
        if sent is None or not sent.filename:
            raise InvalidInput(_NO_FILE, {"file": _NO_FILE})
        return sent
