"""The form of a statement."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from wiki.errors import InvalidInput
from wiki.web.forms import OneTimeForm
from wiki.web.numbers import read_number


class StatementForm(OneTimeForm):
    """Ask for the whole text of a statement."""

    body = TextAreaField(
        _("Text"),
        description=_("Markdown: an empty line between paragraphs, ## before a heading."),
        render_kw={"rows": 28, "data-editor-text": ""},
    )
    base = HiddenField()

    @property
    def asks_for_preview(self) -> bool:
        """Return whether the preview button was pressed."""
        return request.form.get("intent") == "preview"

    def read_base(self) -> int:
        """Return the number of the text that was edited, 0 for the shipped text."""
        number = read_number(self.base.data)
        if number < 0:
            raise InvalidInput(_("The form names a version that does not exist."))
        return number
