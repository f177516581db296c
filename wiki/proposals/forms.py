"""The forms in which editors choose the tags of an article and authors propose some."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField

from wiki.proposals.actions import LINE_LENGTH
from wiki.web.forms import WikiForm
from wiki.web.numbers import read_number


class TagsForm(WikiForm):
    """Ask which tags an article shall have; `shown` are those it had when the form was made."""

    tags = SelectMultipleField(coerce=read_number, validate_choice=False)
    shown = SelectMultipleField(coerce=read_number, validate_choice=False)


class ProposalForm(WikiForm):
    """Ask which tags to propose, and why."""

    tags = SelectMultipleField(_("Topics"), coerce=read_number, validate_choice=False, default=())
    reason = StringField(
        _("Why?"),
        description=_("An editor reads this. Needed only when a topic has been refused before."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": LINE_LENGTH, "autocomplete": "off"},
    )
