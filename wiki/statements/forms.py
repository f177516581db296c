"""Read what an administrator writes in a statement."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from wiki.errors import InvalidInput
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class StatementForm(WikiForm):
    """Ask for the whole text of a statement."""

    body = TextAreaField(
        _("Text"),
        description=_("Markdown: an empty line between paragraphs, ## before a heading."),
        render_kw={"rows": 28, "data-editor-text": ""},
    )
    base = HiddenField()

    @property
    def asks_for_preview(self) -> bool:
        """Tell whether the button of the preview was pressed."""
        return request.form.get("intent") == "preview"

    def read_base(self) -> int:
        """Return the number of the text this one was written upon, 0 for the program's own."""
        number = read_number(self.base.data)
        if number < 0:
            raise InvalidInput(_("The form names a version that does not exist."))
        return number
