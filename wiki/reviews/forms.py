"""The forms of a review: what an editor says about a draft, and what its author answers."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from wiki.reviews.words import WORDS_LENGTH
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class ReturnForm(WikiForm):
    """What the author should change, and the version that the editor has read."""

    words = TextAreaField(
        _("What should be changed?"),
        description=_("The author reads it with your name. Lines stay as you break them."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 8, "maxlength": WORDS_LENGTH},
    )
    number = HiddenField()

    def read_version(self) -> int:
        """Return the number of the version that the form was shown with."""
        return read_number(self.number.data)


class AnswerForm(WikiForm):
    """What the author says to the editors when the draft is ready again."""

    answer = TextAreaField(
        _("Answer to the editors"),
        description=_("May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 4, "maxlength": WORDS_LENGTH},
    )
