"""Read the forms of articles; only `text` and `fields` decide what is valid."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from wiki.accounts.viewer import Viewer
from wiki.articles.fields import Field, FieldType
from wiki.articles.kinds import KINDS, DisplayFact, format_facts
from wiki.articles.merge import has_markers
from wiki.articles.models import Article
from wiki.articles.queries.titles import Taken, find_taken
from wiki.articles.steps.revise import find_head
from wiki.articles.text import (
    COMMENT_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    ArticleText,
    check_comment,
    check_text,
)
from wiki.characters import normalise_line
from wiki.documents.forms import DocumentFields
from wiki.errors import InvalidInput
from wiki.media.lead import LEAD
from wiki.media.queries import explain_lead
from wiki.web.forms import OneTimeForm, WikiForm
from wiki.web.numbers import read_number

_ROWS = {FieldType.LONG_TEXT: 4, FieldType.TEXTS: 3, FieldType.URLS: 3}
UNFINISHED = _(
    "Marks of an unfinished merge stand in the text. Keep what is right, and "
    "remove the lines that begin with <<<<<<<, ======= and >>>>>>>."
)


class FactFields(NamedTuple):
    """The fields shown in columns, and the groups of checkboxes shown below them."""

    fields: list[Any]
    groups: list[Any]


class ArticleForm(DocumentFields, OneTimeForm):
    """The form of a text; `article_form` adds the fields of the kind's facts."""

    kind: str
    # When the working copy was kept that the form shows.
    kept_at: str = ""
    homeless: tuple[DisplayFact, ...] = ()  # what was typed into facts that the kind has not now

    title = StringField(
        _("Title"), render_kw={"maxlength": TITLE_LENGTH, "required": True, "autocomplete": "off"}
    )
    summary = TextAreaField(
        _("Summary"),
        description=_("One or two sentences, shown above the text and in search results."),
        render_kw={"rows": 2, "maxlength": SUMMARY_LENGTH},
    )
    body = TextAreaField(
        _("Text"),
        description=_(
            "Markdown: an empty line between paragraphs, ## heading, [[Title]] link, [^1] note."
        ),
        render_kw={"rows": 24, "data-editor-text": ""},
    )
    comment = StringField(
        _("What you changed, and why"),
        description=_("Shown in the history, so that others understand."),
        render_kw={"maxlength": COMMENT_LENGTH, "autocomplete": "off"},
    )
    # Which article the form is of: a draft's address is another when its title is.
    article_id = HiddenField()
    base = HiddenField()
    section = HiddenField()  # the line of the base on which the section begins that is edited alone
    seen_title = HiddenField()  # that the writer was told is taken
    translation_of = HiddenField()
    translated_version = HiddenField()

    @property
    def intent(self) -> str:
        """Return which button was pressed: "preview", "open", "publish" or else "save"."""
        intent = request.form.get("intent", "")
        return intent if intent in {"preview", "open", "publish"} else "save"

    def read_text(self) -> ArticleText:
        """Return the text; raise InvalidInput with a message for each invalid field."""
        facts = {field.name: self[field.name].data for field in KINDS[self.kind].fields}
        body = self.body.data or ""
        text = check_text(self.kind, self.title.data or "", self.summary.data or "", body, facts)
        if has_markers(body):
            raise InvalidInput(_("Some fields need your attention."), {"body": UNFINISHED})
        if reason := explain_lead(text.facts):
            raise InvalidInput(_("Some fields need your attention."), {LEAD: reason})
        return text

    def read_save(self) -> tuple[ArticleText, str]:
        """Return the text and the comment; raise InvalidInput with a message per invalid field."""
        try:
            comment = check_comment(self.comment.data or "")
        except InvalidInput as error:
            try:
                self.read_text()
            except InvalidInput as others:
                raise InvalidInput(error.message, {**others.fields, **error.fields}) from error
            raise
        return self.read_text(), comment

    def read_base(self) -> int:
        """Return the number of the revision that the text is based on."""
        number = read_number(self.base.data)
        if number < 1:
            raise InvalidInput(_("The form names a version that does not exist."))
        return number

    @property
    def typed(self) -> dict[str, object]:
        """Return what the form says of the article, however it was filled."""
        names = ("title", "summary", "body", *(field.name for field in KINDS[self.kind].fields))
        return {name: _typed(self[name].data) for name in names}

    def read_sent(self) -> dict[str, list[str]]:
        """Return all that was sent in the form, valid or not, for a working copy."""
        names = [field.name for field in self if field.name != "csrf_token"]
        sent = {name: request.form.getlist(name) for name in names}
        return {name: [*map(_typed_line_ends, texts)] for name, texts in sent.items() if texts}

    def fact_fields(self) -> FactFields:
        """Return the fields of the facts in the order that the kind declares."""
        fields = KINDS[self.kind].fields
        return FactFields(
            fields=[self[field.name] for field in fields if not field.is_group],
            groups=[self[field.name] for field in fields if field.is_group],
        )


def article_form(kind: str) -> ArticleForm:
    """Return the form of a kind, filled with what the request sent, if anything."""
    if kind not in KINDS:
        raise InvalidInput(_("Choose a kind of article."))
    form: ArticleForm = _form_class(kind)()
    return form


def filled_form(
    kind: str, text: ArticleText, base: int, comment: str = "", form_id: str | None = None
) -> ArticleForm:
    """Return the form filled with a text, whatever the request sent.

    Without `form_id` it is a new form, with an id of its own.
    """
    data = {
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "base": str(base),
        "comment": comment,
    }
    shown = format_facts(kind, text.facts)
    facts = {field.name: _fact_data(field, shown[field.name]) for field in KINDS[kind].fields}
    kept = {"form_id": form_id} if form_id else {}
    form: ArticleForm = _form_class(kind)(formdata=None, data={**data, **facts, **kept})
    return form


def copied_form(kind: str, fields: Mapping[str, Sequence[str]]) -> ArticleForm:
    """Return the form as it was when its fields were kept."""
    form: ArticleForm = _form_class(kind)(formdata=MultiDict(fields))
    return form


def _typed(value: object) -> object:
    return _typed_line_ends(value) if isinstance(value, str) else value or ""


def _typed_line_ends(text: str) -> str:
    """Return a text with the line ends that were typed: a browser sends others."""
    return text.replace("\r\n", "\n")


def _fact_data(field: Field, shown: str) -> Any:
    if field.is_group:
        return shown.split("\n") if shown else []
    return shown


@cache
def _form_class(kind: str) -> type[ArticleForm]:
    fields = {field.name: _make_field(field) for field in KINDS[kind].fields}
    return type(f"{kind.title()}Form", (ArticleForm,), {"kind": kind, **fields})


def _make_field(field: Field) -> Any:
    texts = {"label": field.label, "description": field.hint}
    if field.is_group:
        return SelectMultipleField(
            **texts,
            choices=[SelectChoice(choice.value, choice.label) for choice in field.choices],
            validate_choice=False,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
        )
    if field.type == FieldType.CHOICE:
        offered = (SelectChoice(choice.value, choice.label) for choice in field.choices)
        choices = [SelectChoice("", _("Not stated")), *offered]
        return SelectField(**texts, choices=choices, validate_choice=False)
    if field.type in _ROWS:
        return TextAreaField(**texts, render_kw={"rows": _ROWS[field.type]})
    return StringField(**texts, render_kw={"autocomplete": "off"})


class RenameForm(WikiForm):
    """The form for a new title."""

    title = StringField(_("New title"), render_kw={"maxlength": TITLE_LENGTH, "required": True})
    seen_title = HiddenField()
    comment = StringField(_("Why"), render_kw={"maxlength": COMMENT_LENGTH})


class ReasonForm(WikiForm):
    """The form for the reason why something is archived or hidden."""

    reason = StringField(
        _("Reason"),
        description=_("Kept in the journal, and shown to those who may undo this."),
        render_kw={"maxlength": COMMENT_LENGTH, "required": True},
    )


class TranslationForm(WikiForm):
    """The form for the article that is the translation into the other language."""

    title = StringField(
        _("Title of the translation"),
        description=_("Start typing, and choose the article."),
        render_kw={"list": "titles", "maxlength": TITLE_LENGTH, "required": True},
    )


def note_taken(
    form: ArticleForm | RenameForm, language: str, article: Article | None, viewer: Viewer
) -> Taken | None:
    """Return who has the title in a form, and let the form say that its writer was told so."""
    title = normalise_line(form.title.data or "")
    taken = find_taken(language, title, article.id if article else None, viewer)
    form.seen_title.data = title if taken else ""
    return taken


def is_news(
    form: ArticleForm | RenameForm, language: str, article: Article | None, viewer: Viewer
) -> bool:
    """Return whether the title in a form is taken and its writer does not know it yet.

    An article that keeps its title is no news.
    """
    title = normalise_line(form.title.data or "")
    if form.seen_title.data == title or (article and find_head(article).title == title):
        return False
    return find_taken(language, title, article.id if article else None, viewer) is not None
