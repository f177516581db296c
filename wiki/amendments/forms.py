"""The form in which a reviewer writes what a draft could say."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from wiki.articles.text import SUMMARY_LENGTH, TITLE_LENGTH
from wiki.reviews.words import WORDS_LENGTH
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class AmendmentForm(WikiForm):
    """The text of a draft, to be changed, and why."""

    title = StringField(_("Title"), render_kw={"maxlength": TITLE_LENGTH, "autocomplete": "off"})
    summary = TextAreaField(_("Summary"), render_kw={"rows": 2, "maxlength": SUMMARY_LENGTH})
    body = TextAreaField(
        _("Text"),
        description=_("Change what you would write in another way. Its author decides."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 24},
    )
    words = TextAreaField(
        _("Why"),
        description=_("May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 3, "maxlength": WORDS_LENGTH},
    )
    number = HiddenField()

    def read_version(self) -> int:
        """Return the number of the version that the form was shown with."""
        return read_number(self.number.data)
