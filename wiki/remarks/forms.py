"""The forms of remarks: what somebody says about which words, and what somebody answers."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from wiki.remarks.models import QUOTE_LENGTH
from wiki.reviews.words import WORDS_LENGTH
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class RemarkForm(WikiForm):
    """Words of a line, and what somebody says about them."""

    quote = StringField(
        _("About these words"),
        description=_("Shorten them to what you mean. The comment stays with them."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": QUOTE_LENGTH},
    )
    words = TextAreaField(
        _("Your comment"),
        filters=[lambda text: text or ""],
        render_kw={"rows": 4, "maxlength": WORDS_LENGTH},
    )
    line = HiddenField()
    number = HiddenField()

    def read_line(self) -> int:
        """Return the line that the form was opened at, 0 if it was at none."""
        return max(read_number(self.line.data), 0)

    def read_version(self) -> int:
        """Return the number of the version that the form was shown with."""
        return read_number(self.number.data)


class RemarkAnswerForm(WikiForm):
    """What somebody answers."""

    words = TextAreaField(
        _("Answer"),
        filters=[lambda text: text or ""],
        render_kw={"rows": 3, "maxlength": WORDS_LENGTH},
    )
