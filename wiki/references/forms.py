"""Forms of sources, and their data in the reader's words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from wiki.characters import normalise_text
from wiki.errors import InvalidInput, WikiError
from wiki.references.csl import LONGEST_TEXT, plain
from wiki.references.labels import TYPE_LABELS, VARIABLE_LABELS
from wiki.references.names import read_names, write_date, write_names
from wiki.references.variables import DATES, NAMES
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.numbers import read_number

_LONGEST_QUESTION = 200


def read_words(args: Mapping[str, str]) -> str:
    """Return the words by which a list of sources is filtered."""
    return " ".join(args.get("q", "").split())[:_LONGEST_QUESTION]


def describe_item(item: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """Return what is known of a source: name of the variable, its label, and its value.

    Names stay lists, because each may have an identifier with a page of its own.
    """
    return [
        (variable, gettext(label), _shown(variable, item[variable]))
        for variable, label in VARIABLE_LABELS.items()
        if variable in item
    ]


def _shown(variable: str, value: Any) -> Any:
    if variable in NAMES:
        return value
    return write_date(value) if variable in DATES else plain(value)


class PasteForm(OneTimeForm):
    """Ask for sources in any form that is understood."""

    text = TextAreaField(
        _("Paste your sources"),
        description=_(
            "BibTeX, RIS or CSL-JSON, as many as you like; or a DOI, an ISBN or a web address, "
            "each on a line of its own."
        ),
        render_kw={"rows": 12, "spellcheck": "false", "autocapitalize": "none"},
    )
    entry = SelectMultipleField(coerce=read_number, validate_choice=False)
    skip_broken = BooleanField(_("Leave out the entries that could not be read"))

    @property
    def pasted(self) -> str:
        """Return the text with line feeds at the ends of its lines."""
        return normalise_text(str(self.text.data or ""))


class SourceForm(OneTimeForm):
    """Ask for what is known of a source; a field is named after its variable."""

    type = SelectField(_("Kind of source"), validate_choice=False)
    title = StringField(_("Title"), render_kw={"maxlength": LONGEST_TEXT})
    author = TextAreaField(
        _("Authors"),
        description=_(
            "One on each line, as in “Svensson, Anna”; an organisation without a comma. An ORCID "
            "or ROR may follow in brackets."
        ),
        render_kw={"rows": 4},
    )
    issued = StringField(
        _("Published"), description=_("2020, 2020-05 or 2020-05-17; or words, as in “in press”.")
    )
    container_title = StringField(_("Journal, book or web site"))
    publisher = StringField(_("Publisher or university"))
    publisher_place = StringField(_("Place of publication"))
    editor = TextAreaField(_("Editors"), render_kw={"rows": 2})
    edition = StringField(_("Edition"))
    volume = StringField(_("Volume"))
    issue = StringField(_("Issue"))
    page = StringField(_("Pages"), description=_("As in 12-34."))
    number = StringField(_("Number"), description=_("Of a report, law or standard."))
    collection_title = StringField(_("Series"))
    genre = StringField(_("Genre"), description=_("As in “Doktorsavhandling” or “Film”."))
    event_title = StringField(_("Conference or event"))
    DOI = StringField(_("DOI"), render_kw={"spellcheck": "false"})
    ISBN = StringField(_("ISBN"), render_kw={"spellcheck": "false"})
    ISSN = StringField(_("ISSN"), render_kw={"spellcheck": "false"})
    URL = StringField(_("Web address"), render_kw={"type": "url", "spellcheck": "false"})
    accessed = StringField(_("Visited"), description=_("The day, as in 2020-05-17."))
    language = StringField(_("Language"), description=_("A code, as in sv or en."))
    abstract = TextAreaField(_("Abstract"), render_kw={"rows": 3})
    note = StringField(_("Note"))
    base = HiddenField()
    is_new = BooleanField(_("It is another source: store it all the same"))

    def __init__(self, item: Mapping[str, Any]) -> None:
        """Fill the form from an item, unless it was sent."""
        self._before = item
        super().__init__(data=_written(item))
        kinds = list(TYPE_LABELS) + [kind for kind in [item.get("type")] if kind]
        self.type.choices = [
            (kind, gettext(TYPE_LABELS.get(kind, kind))) for kind in dict.fromkeys(kinds)
        ]

    def to_item(self) -> dict[str, Any]:
        """Return the item as it was written, unchecked; what the form does not show is kept."""
        item = {name: value for name, value in self._before.items() if name not in FIELDS}
        for variable, name in FIELDS.items():
            item[variable] = self._read(variable, str(self[name].data or ""))
        return item

    def _read(self, variable: str, text: str) -> Any:
        before = self._before.get(variable)
        if variable in NAMES:
            return read_names(text, before or ())
        if variable in DATES:
            is_same = before and write_date(before) == text.strip()
            return before if is_same else {"raw": text.strip()}
        return text

    def show(self, error: WikiError, field: str = "") -> None:
        """Put the message for a variable at its field."""
        fields = getattr(error, "fields", {})
        named = {FIELDS.get(name, name): message for name, message in fields.items()}
        super().show(InvalidInput(error.message, named) if named else error, field)

    def show_values(self, item: Mapping[str, Any]) -> dict[str, str]:
        """Return the values of an item by the labels of their fields, to compare two of them."""
        written = _written(item)
        return {str(self[name].label.text): written.get(name, "") for name in FIELDS.values()}

    def show_sent(self) -> dict[str, str]:
        """Return the values that were sent by the labels of their fields."""
        return {
            str(self[name].label.text): normalise_text(str(self[name].data or "")).strip()
            for name in FIELDS.values()
        }


def _written(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of an item as its form takes them."""
    return {
        name: _write(variable, item[variable])
        for variable, name in FIELDS.items()
        if variable in item
    }


def _write(variable: str, value: Any) -> str:
    if variable in NAMES:
        return write_names(value)
    return write_date(value) if variable in DATES else str(value)


# The name of the field of each variable that the form shows.
FIELDS = {
    variable: variable.replace("-", "_")
    for variable in (
        *("type", "title", "author", "issued", "container-title", "publisher", "publisher-place"),
        *("editor", "edition", "volume", "issue", "page", "number", "collection-title", "genre"),
        *("event-title", "DOI", "ISBN", "ISSN", "URL", "accessed", "language", "abstract", "note"),
    )
}


class MergeForm(WikiForm):
    """Ask for the key of the source that stays."""

    class Meta:
        """No token: the choice is part of a URL, and the button that merges sends its own."""

        csrf = False

    target = StringField(
        _("Key of the source that stays"), render_kw={"spellcheck": "false", "maxlength": 100}
    )

    def __init__(self, sent: MultiDict[str, str]) -> None:
        """Take the query string or the form that was sent."""
        super().__init__(formdata=sent)

    @property
    def named(self) -> str:
        """Return the key, also where it was written as a text cites it."""
        return str(self.target.data or "").strip().strip("[]@").lower()
