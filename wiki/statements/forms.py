"""The form of a statement."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from wiki.web.forms import VersionForm


class StatementForm(VersionForm):
    """Ask for the whole text of a statement."""

    body = TextAreaField(
        _("Text"),
        description=_("Markdown: an empty line between paragraphs, ## before a heading."),
        render_kw={"rows": 28, "data-editor-text": ""},
    )
