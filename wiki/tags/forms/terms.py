"""Forms for terms, merges and the tags of an article; the steps check the words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import (
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired

from wiki.characters import normalise_text
from wiki.errors import WikiError
from wiki.tags.models import Tag, TagKind, WordKind
from wiki.tags.queries import TopicNode, list_related
from wiki.tags.steps.checks import DESCRIPTION_LENGTH, LABEL_LENGTH
from wiki.tags.terms import Term
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.numbers import read_number

# The fields whose text goes from the form to the term as it is.
_TEXTS = (
    "label_sv",
    "label_en",
    "slug",
    "description_sv",
    "description_en",
    "scope_note_sv",
    "scope_note_en",
)
_LISTS = {
    "synonyms_sv": ("sv", WordKind.SAME),
    "synonyms_en": ("en", WordKind.SAME),
    "near_sv": ("sv", WordKind.NEAR),
    "near_en": ("en", WordKind.NEAR),
}
_TERM_NEEDED = _("Write the term in this language too.")
_ONE_PER_LINE = _("One on each line: short forms, older names, everyday words.")
_NEAR_PER_LINE = _("One on each line: it is not the same, but who searches for it wants this too.")
_SCOPE = _("For those who tag: what belongs here, and what belongs elsewhere.")

# The fields that a conflict compares, in the order of the form.
_COMPARED = (
    "label_sv",
    "label_en",
    "description_sv",
    "description_en",
    "synonyms_sv",
    "synonyms_en",
    "near_sv",
    "near_en",
    "scope_note_sv",
    "scope_note_en",
    "parent_id",
    "related",
    "slug",
)


class TagForm(OneTimeForm):
    """Ask for a term; `tag_form` removes the fields that its kind does not have.

    `slugs` are those of the topics by their label in the language of the page.
    """

    slugs: Mapping[str, str] = {}

    label_sv = StringField(
        _("Term in Swedish"), [DataRequired(_TERM_NEEDED)], render_kw={"maxlength": LABEL_LENGTH}
    )
    label_en = StringField(
        _("Term in English"), [DataRequired(_TERM_NEEDED)], render_kw={"maxlength": LABEL_LENGTH}
    )
    slug = StringField(
        _("Last part of the address"),
        description=_(
            "The same in both languages. Leave it empty and it is made from the English term."
        ),
        render_kw={"maxlength": 80, "spellcheck": "false", "autocapitalize": "none"},
    )
    parent_id = SelectField(_("Broader topic"), coerce=read_number, validate_choice=False)
    description_sv = TextAreaField(
        _("Description in Swedish"), render_kw={"rows": 3, "maxlength": DESCRIPTION_LENGTH}
    )
    description_en = TextAreaField(
        _("Description in English"), render_kw={"rows": 3, "maxlength": DESCRIPTION_LENGTH}
    )
    synonyms_sv = TextAreaField(
        _("Synonyms in Swedish"), description=_ONE_PER_LINE, render_kw={"rows": 4}
    )
    synonyms_en = TextAreaField(
        _("Synonyms in English"), description=_ONE_PER_LINE, render_kw={"rows": 4}
    )
    near_sv = TextAreaField(
        _("Searched together, in Swedish"), description=_NEAR_PER_LINE, render_kw={"rows": 2}
    )
    near_en = TextAreaField(
        _("Searched together, in English"), description=_NEAR_PER_LINE, render_kw={"rows": 2}
    )
    scope_note_sv = TextAreaField(
        _("Scope note in Swedish"),
        description=_SCOPE,
        render_kw={"rows": 2, "maxlength": DESCRIPTION_LENGTH},
    )
    scope_note_en = TextAreaField(
        _("Scope note in English"),
        description=_SCOPE,
        render_kw={"rows": 2, "maxlength": DESCRIPTION_LENGTH},
    )
    related = TextAreaField(
        _("Related topics"),
        description=_(
            "One on each line. They show on both pages. Those above and below show anyway."
        ),
        render_kw={"rows": 3},
    )
    base = HiddenField()

    def to_term(self, kind: str) -> Term:
        """Return the term that was written, unchecked."""
        words: dict[str, Any] = {name: self[name].data or "" for name in _TEXTS if name in self}
        for name in _LISTS:
            words[name] = tuple((self[name].data or "").splitlines())
        words["related"] = self._read_related()
        parent_id = self["parent_id"].data if "parent_id" in self else 0
        return Term(kind=kind, parent_id=parent_id or None, **words)

    def _read_related(self) -> tuple[str, ...]:
        text = (self["related"].data or "") if "related" in self else ""
        lines = filter(None, map(str.strip, text.splitlines()))
        return tuple(self.slugs.get(line, line) for line in lines)

    def show_values(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return the values as a reader sees them, by the labels of their fields."""
        shown = {}
        for name in _COMPARED:
            if name in self:
                value = values[name] or ""
                if name == "parent_id":
                    value = dict(self[name].choices).get(value, "").lstrip("– ")
                shown[str(self[name].label.text)] = normalise_text(value).strip()
        return shown

    def show(self, error: WikiError, field: str = "") -> None:
        """Show the action's messages together with those of the form's own validators."""
        self.validate()
        super().show(error, field)


def tag_form(
    kind: str, tree: Iterable[TopicNode], language: str, tag: Tag | None = None
) -> TagForm:
    """Return the form for a term of `kind`, filled from `tag` if there is one."""
    form = TagForm(data=written_values(tag, language) if tag else None)
    topics = topic_choices(tree, language, tag.id if tag else 0)
    form["parent_id"].choices = [(0, _("None (top level)")), *topics]
    form.slugs = {topic.label(language): topic.slug for topic in list_nodes(tree)}
    if tag is None:
        del form.base
    else:
        del form.form_id
    if kind != TagKind.TOPIC:
        del form.slug, form.parent_id, form.related
    if kind == TagKind.UNIVERSITY:  # its profile has a form of its own
        del form.description_sv, form.description_en
    return form


def written_values(tag: Tag, language: str) -> dict[str, Any]:
    """Return the values of a tag as the fields of its form take them in a language."""
    written: dict[str, Any] = {name: getattr(tag, name) for name in _TEXTS}
    for name, words in _LISTS.items():
        written[name] = "\n".join(tag.words(*words))
    related = [other.label(language) for other in list_related(tag, language)]
    return written | {"parent_id": tag.parent_id or 0, "related": "\n".join(related)}


class MergeForm(WikiForm):
    """Ask into which of `topics` another topic is merged; none is preselected."""

    class Meta:
        """No token: the choice is part of a URL, and the button that merges sends its own."""

        csrf = False

    target = SelectField(_("Merge into"), default="", validate_choice=False)

    def __init__(
        self, source: Tag, topics: Iterable[Tag], language: str, sent: MultiDict[str, str]
    ) -> None:
        """Offer all topics but `source`, in order; `sent` is the query string or the form."""
        super().__init__(formdata=sent)
        self._term = source.label(language)
        self._offered = {topic.slug: topic for topic in topics if topic.id != source.id}
        terms = [(slug, topic.label(language)) for slug, topic in self._offered.items()]
        self.target.choices = [("", _("Choose a topic")), *terms]

    @property
    def has_topics(self) -> bool:
        """Tell whether there is anything to choose from."""
        return bool(self._offered)

    @property
    def topic(self) -> Tag | None:
        """Return the chosen topic, or None if it is not offered."""
        return self._offered.get(self.target.data or "")

    def validate_target(self, field: SelectField) -> None:
        """Refuse a form without a topic, or with a topic that is not offered."""
        if not field.data:
            message = _("Choose into which topic “%(term)s” is merged.", term=self._term)
            raise ValidationError(str(message))
        if self.topic is None:
            raise ValidationError(str(_("Choose another topic than the one that is to be merged.")))


def topic_choices(
    nodes: Iterable[TopicNode], language: str, without_id: int = 0, depth: int = 0
) -> list[tuple[int, str]]:
    """Return (id, indented label) of each topic but `without_id` and those below it."""
    choices = []
    for node in nodes:
        if node.tag.id != without_id:
            choices.append((node.tag.id, "– " * depth + node.tag.label(language)))
            choices += topic_choices(node.children, language, without_id, depth + 1)
    return choices


def list_nodes(nodes: Iterable[TopicNode]) -> Iterator[Tag]:
    """Yield all topics of a tree."""
    for node in nodes:
        yield node.tag
        yield from list_nodes(node.children)


def read_filter(args: Mapping[str, str]) -> str:
    """Return the words by which a list of terms is filtered."""
    return " ".join(args.get("q", "").split())[:LABEL_LENGTH]
