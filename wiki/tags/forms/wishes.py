"""Forms for proposed topics: to ask for one, and the three answers."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from wiki.tags.actions.wishes import REASON_LENGTH, Wish
from wiki.tags.forms.terms import topic_choices
from wiki.tags.models import Tag, TagKind, TopicProposal, WordKind
from wiki.tags.queries import TopicNode
from wiki.tags.steps.checks import LABEL_LENGTH
from wiki.tags.terms import Term
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.numbers import read_number

_LABEL = {"maxlength": LABEL_LENGTH}
_LINE = {"maxlength": REASON_LENGTH, "autocomplete": "off"}


def _stripped(text: str | None) -> str:
    return text or ""


class WishForm(OneTimeForm):
    """Ask for a topic."""

    label_sv = StringField(_("Term in Swedish"), filters=[_stripped], render_kw=_LABEL)
    label_en = StringField(_("Term in English"), filters=[_stripped], render_kw=_LABEL)
    reason = StringField(
        _("Why it is needed"),
        description=_("Which articles it would gather. May be empty."),
        filters=[_stripped],
        render_kw=_LINE,
    )

    @property
    def wish(self) -> Wish:
        """Return what was written."""
        return Wish(self.label_sv.data, self.label_en.data, self.reason.data)


class AcceptForm(WikiForm):
    """Ask for the labels that the topic gets, and its place."""

    label_sv = StringField(_("Term in Swedish"), filters=[_stripped], render_kw=_LABEL)
    label_en = StringField(_("Term in English"), filters=[_stripped], render_kw=_LABEL)
    parent_id = SelectField(_("Broader topic"), coerce=read_number, validate_choice=False)

    @property
    def term(self) -> Term:
        """Return the topic that was written."""
        return Term(
            TagKind.TOPIC,
            self.label_sv.data,
            self.label_en.data,
            parent_id=self.parent_id.data or None,
        )


def accept_form(proposal: TopicProposal, tree: Iterable[TopicNode], language: str) -> AcceptForm:
    """Return the form with the labels as they were proposed."""
    form = AcceptForm(data={"label_sv": proposal.label_sv, "label_en": proposal.label_en})
    form.parent_id.choices = [(0, _("None (top level)")), *topic_choices(tree, language)]
    return form


class JoinForm(WikiForm):
    """Ask which topic gets the words, and as what."""

    tag_id = SelectField(_("Topic"), coerce=read_number, validate_choice=False)
    kind = RadioField(
        _("The words"),
        choices=[
            SelectChoice(WordKind.SAME.value, _("mean the same: synonyms")),
            SelectChoice(WordKind.NEAR.value, _("are searched together, not the same")),
        ],
        default=WordKind.SAME.value,
    )


def join_form(topics: Iterable[Tag], language: str) -> JoinForm:
    """Return the form with all topics that are in use."""
    form = JoinForm()
    labelled = [(topic.id, topic.label(language)) for topic in topics]
    form.tag_id.choices = [(0, _("Choose a topic")), *labelled]
    return form


class RefuseForm(WikiForm):
    """Ask for the reason."""

    answer = StringField(
        _("Why not"),
        description=_("The author reads it, and so does whoever asks for it again."),
        filters=[_stripped],
        render_kw=_LINE,
    )
