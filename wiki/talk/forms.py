"""The forms of talk: how a thread begins, what somebody answers, and how words are changed."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from wiki.reviews.words import WORDS_LENGTH
from wiki.talk.models import HEADING_LENGTH, QUOTE_LENGTH
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.numbers import read_number

_NAMES = _("Write @ and a name to tell somebody. Web addresses become links.")


class ThreadForm(OneTimeForm):
    """What somebody says, about the article or about words of it."""

    heading = StringField(
        _("Heading"),
        description=_("May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": HEADING_LENGTH},
    )
    quote = TextAreaField(
        _("About these words"),
        description=_("Copied from the article. Leave it empty to talk about the whole article."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 2, "maxlength": QUOTE_LENGTH},
    )
    words = TextAreaField(
        _("What you want to say"),
        description=_NAMES,
        filters=[lambda text: text or ""],
        render_kw={"rows": 8, "maxlength": WORDS_LENGTH},
    )
    number = HiddenField()
    line = HiddenField()

    def read_place(self) -> tuple[int, int]:
        """Return the version that was read, and the line at which the form was opened."""
        return max(read_number(self.number.data), 0), max(read_number(self.line.data), 0)


class ReplyForm(OneTimeForm):
    """What somebody answers."""

    words = TextAreaField(
        _("Your reply"),
        description=_NAMES,
        filters=[lambda text: text or ""],
        render_kw={"rows": 4, "maxlength": WORDS_LENGTH},
    )


class PostForm(WikiForm):
    """One's own words, as they are to be; the first of a thread have its heading too."""

    heading = StringField(
        _("Heading"),
        description=_("May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": HEADING_LENGTH},
    )
    words = TextAreaField(
        _("What you want to say"),
        description=_NAMES,
        filters=[lambda text: text or ""],
        render_kw={"rows": 8, "maxlength": WORDS_LENGTH},
    )
    edition = HiddenField()

    def read_edition(self) -> int:
        """Return which text of the post the form was made from."""
        return read_number(self.edition.data)
