"""The form of the page on which somebody tries out the editor."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from wiki.web.forms import OneTimeForm


class TrialForm(OneTimeForm):
    """Ask for a text that goes nowhere."""

    body = TextAreaField(_("Text"), render_kw={"rows": 24, "data-editor-text": ""})
