"""The form that takes in a file of terms: chosen or pasted, shown, then taken over."""

from collections.abc import Mapping

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import HiddenField, TextAreaField

from wiki.errors import InvalidInput
from wiki.tags.formats.csvfile import read_csv
from wiki.tags.formats.entries import MOST_CHARACTERS, MOST_TERMS, Fault, TermEntry
from wiki.tags.formats.skos import is_turtle, read_skos
from wiki.tags.steps.checks import ONLY_TOPICS
from wiki.web.forms import WikiForm

_NONE = _("Choose a file, or paste its text.")
_NOT_UTF8 = _("The file is not text in UTF-8. In the spreadsheet choose “CSV UTF-8” when you save.")
_TOO_LONG = _("A vocabulary has at most %(count)s characters.")

_FAULTS = {
    "long": _TOO_LONG,
    "many": _("A vocabulary has at most %(count)s terms."),
    "empty": _("There are no terms in the file."),
    "column": _("The first line names the columns, each once. This is none of them: %(words)s"),
    "cells": _("The line has more cells than there are columns."),
    "quotes": _("The quotation marks do not fit together."),
    "twice": _("The address “%(words)s” stands there twice."),
    "turtle": _("This is not understood: %(words)s"),
    "prefix": _("The prefix “%(words)s” is not declared."),
    "blank": _("Blank nodes and lists are not read: %(words)s"),
    "several_above": _("A topic stands below one topic, not below several: %(words)s"),
    "several_texts": _("There is one text in each language: %(words)s"),
    "no_topic": _("“%(words)s” is no topic, or means several."),
    "only_topics": ONLY_TOPICS,
    "other_kind": _("A term does not change its kind."),
    "circle": _("The topic would stand below itself: the tree would be a circle."),
    "close": _("The topic is related to one above or below it."),
}


class ExchangeForm(WikiForm):
    """Ask for a file, or for its text; `seen` names what was shown."""

    file = FileField(
        _("File"),
        description=_("CSV (UTF-8) or SKOS in Turtle, at most 1 MB."),
        render_kw={"accept": ".csv,.ttl,text/csv,text/turtle"},
    )
    text = TextAreaField(_("Or its text"), filters=[lambda text: text or ""], render_kw={"rows": 6})
    seen = HiddenField()

    @property
    def does(self) -> bool:
        """Return whether the button was pressed that takes over what was shown."""
        return request.form.get("intent") == "do"

    def take_file(self) -> None:
        """Put the text of the file that was sent, if one was, into the form."""
        sent = request.files.get("file")
        if sent is not None and sent.filename:
            with sent.stream as stream:
                content = stream.read(4 * MOST_CHARACTERS + 4)
            try:
                self.text.data = content.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise InvalidInput(_NOT_UTF8, {"file": _NOT_UTF8}) from error
        if len(self.text.data) > MOST_CHARACTERS:
            message = _TOO_LONG % {"count": MOST_CHARACTERS}
            self.text.data = ""
            raise InvalidInput(message, {"file": message})
        if not self.text.data.strip():
            raise InvalidInput(_NONE, {"file": _NONE})
        self.text.data = self.text.data.replace("\r\n", "\n")

    def read(self, base: str, known: Mapping[str, TermEntry]) -> list[TermEntry]:
        """Return the terms in the text; raise FileFault with what is wrong."""
        if is_turtle(self.text.data):
            return read_skos(self.text.data, base, known)
        return read_csv(self.text.data, known)


def say_fault(fault: Fault) -> str:
    """Return in words what is wrong in a line; a fault of a term says it already."""
    said = _FAULTS.get(fault.key)
    if said is None:
        name, _sign, key = fault.key.partition(": ")
        return f"{name}: {_FAULTS.get(key, key)}"
    count = MOST_TERMS if fault.key == "many" else MOST_CHARACTERS
    return str(said) % {"words": fault.words, "count": count}
