"""The forms of tips: what a reader says is wrong, and what an editor did about it."""

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField

from wiki.reviews.words import WORDS_LENGTH
from wiki.tips.actions import TIP_LENGTH
from wiki.web.forms import WikiForm


class TipForm(WikiForm):
    """What a reader says; without a token, which would need a cookie."""

    class Meta:
        """Origin is compared instead."""

        csrf = False

    words = TextAreaField(
        _("What is wrong, or missing?"),
        description=_("Name the place. Leave out what is about people; nobody can answer you."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 6, "maxlength": TIP_LENGTH},
    )
    # No reader sees it: what is written here comes from a program.
    homepage = StringField(
        _("Leave this empty"),
        filters=[lambda text: text or ""],
        render_kw={"tabindex": -1, "autocomplete": "off"},
    )


class ClosingForm(WikiForm):
    """What an editor did, for the others."""

    answer = TextAreaField(
        _("What you did about it"),
        description=_("For the other editors. May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"rows": 2, "maxlength": WORDS_LENGTH},
    )
