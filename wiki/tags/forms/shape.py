"""Forms that rename, move, retire and split a topic: first what would change, then the deed.

`seen` names what was shown: the state of the topic and what was written. A form that says
something else is shown again with what that would change.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from wiki.tags.forms.terms import topic_choices
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import TopicNode
from wiki.tags.steps.checks import LABEL_LENGTH
from wiki.tags.terms import Renaming, Split, Term
from wiki.web.forms import WikiForm
from wiki.web.i18n import LANGUAGES
from wiki.web.numbers import read_number

_LABEL = {"maxlength": LABEL_LENGTH}
_SLUG = {"maxlength": 80, "spellcheck": "false", "autocapitalize": "none"}


def _stripped(text: str | None) -> str:
    return text or ""


class ShapeForm(WikiForm):
    """A form for a deed that is shown before it is done."""

    seen = HiddenField()

    @property
    def does(self) -> bool:
        """Return whether the button was pressed that does what was shown."""
        return request.form.get("intent") == "do"

    def stamp(self, tag: Tag) -> str:
        """Return what names the state of the topic and all that was written."""
        names = [name for name in self.data if name not in ("seen", "csrf_token")]
        written = repr([(name, self.data[name]) for name in sorted(names)])
        return f"{tag.edition}|{sha256(written.encode()).hexdigest()[:16]}"

    def is_stamped(self, tag: Tag) -> bool:
        """Return whether exactly this was shown."""
        return bool(self.seen.data == self.stamp(tag))


class RenameForm(ShapeForm):
    """Ask for other labels and another address."""

    label_sv = StringField(_("Term in Swedish"), filters=[_stripped], render_kw=_LABEL)
    label_en = StringField(_("Term in English"), filters=[_stripped], render_kw=_LABEL)
    slug = StringField(
        _("Last part of the address"),
        description=_("The former address leads to the new one."),
        filters=[_stripped],
        render_kw=_SLUG,
    )
    keeps_words = BooleanField(_("The former terms stay as synonyms, so that search finds them"))

    @property
    def renaming(self) -> Renaming:
        """Return what was written."""
        return Renaming(
            self.label_sv.data, self.label_en.data, self.slug.data, self.keeps_words.data
        )


def rename_form(tag: Tag) -> RenameForm:
    """Return the form with the labels as they are."""
    known = {"label_sv": tag.label_sv, "label_en": tag.label_en, "slug": tag.slug}
    return RenameForm(data={**known, "keeps_words": True})


class MoveForm(ShapeForm):
    """Ask under which topic another is moved."""

    parent_id = SelectField(_("Move under"), coerce=read_number, validate_choice=False)

    @property
    def parent(self) -> int | None:
        """Return the chosen topic, None for the top."""
        return self.parent_id.data or None


class TreeMoveForm(WikiForm):
    """The form that the script of the tree fills and sends; the page of the move answers it."""

    parent_id = HiddenField()
    intent = HiddenField(default="show")


def move_form(tag: Tag, tree: Iterable[TopicNode], language: str) -> MoveForm:
    """Return the form with the place as it is; a topic is not offered to itself."""
    form = MoveForm(data={"parent_id": tag.parent_id or 0})
    topics = topic_choices(tree, language, tag.id)
    form.parent_id.choices = [(0, _("None (top level)")), *topics]
    return form


class RetireForm(ShapeForm):
    """Ask nothing: the page says what would change."""


class SplitForm(ShapeForm):
    """Ask for the labels of a new topic, and which articles and synonyms go to it."""

    label_sv = StringField(_("New term in Swedish"), filters=[_stripped], render_kw=_LABEL)
    label_en = StringField(_("New term in English"), filters=[_stripped], render_kw=_LABEL)
    slug = StringField(
        _("Last part of the address"),
        description=_(
            "The same in both languages. Leave it empty and it is made from the English term."
        ),
        filters=[_stripped],
        render_kw=_SLUG,
    )
    words = SelectMultipleField(_("Synonyms that go to the new topic"), validate_choice=False)
    articles = SelectMultipleField(_("Articles"), coerce=read_number, validate_choice=False)
    keeps_both = BooleanField(_("The chosen articles keep the old topic, too"))

    def validate_articles(self, field: SelectMultipleField) -> None:
        """Refuse a split in which nothing goes."""
        if not (field.data or self.words.data):
            message = _("Choose at least one article or synonym that goes to the new topic.")
            raise ValidationError(str(message))

    @property
    def pairs(self) -> Sequence[tuple[str, str]]:
        """Return the chosen synonyms with their languages."""
        pairs = (text.partition(":") for text in self.words.data or ())
        return [(language, word) for language, _sign, word in pairs if language in LANGUAGES]

    @property
    def split(self) -> Split:
        """Return what was chosen."""
        words: dict[str, Any] = {
            f"synonyms_{language}": tuple(word for other, word in self.pairs if other == language)
            for language in LANGUAGES
        }
        term = Term(
            TagKind.TOPIC, self.label_sv.data, self.label_en.data, slug=self.slug.data, **words
        )
        chosen = frozenset(self.articles.data or ())
        shared = chosen if self.keeps_both.data else frozenset[int]()
        return Split(term, chosen - shared, shared, tuple(self.pairs))
