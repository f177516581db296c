"""The forms of the desk: tags for articles, decisions on proposals, answers, and templates."""

from collections.abc import Sequence

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)

from wiki.articles.text import TITLE_LENGTH
from wiki.desk.terms import Words, read_deed
from wiki.errors import InvalidInput
from wiki.proposals.actions import LINE_LENGTH
from wiki.web.forms import VersionForm, WikiForm
from wiki.web.i18n import LANGUAGES
from wiki.web.middleware.origin import safe_next
from wiki.web.numbers import read_number

# One deed puts so many terms on articles; what it did must fit the cookie that offers to undo it.
MOST_TERMS = 20
MOST_TYPED = 1_000


class TermsForm(WikiForm):
    """Several articles of a list, and the terms for all of them in one line.

    `at` is the row where the editor goes on afterwards; only the script fills it.
    """

    articles = SelectMultipleField(_("Articles"), coerce=read_number, validate_choice=False)
    terms = StringField(
        _("Terms for the chosen articles"),
        description=_("Topics, universities and UN goals, with commas between them."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": MOST_TYPED, "autocomplete": "off", "list": "vocabulary"},
    )
    at = HiddenField(filters=[read_number])
    tag_ids: Sequence[int] = ()

    @property
    def asks_for_suggestions(self) -> bool:
        """Return whether a button was pressed that changes the line and not the articles."""
        return bool({"suggest", "add"} & request.form.keys())

    @property
    def with_added(self) -> str:
        """Return the line with the suggestion whose button was pressed."""
        line, added = self.terms.data.strip(" ,"), request.form.get("add", "")
        return ", ".join(part for part in (line, added) if part)

    def read(self, words: Words) -> bool:
        """Read the terms; return whether all is there, else say at the field what is not."""
        if not self.articles.data:
            self.show(InvalidInput("", {"articles": str(_("Choose at least one article."))}))
        line = words.read(self.terms.data[:MOST_TYPED])
        self.tag_ids = line.ids
        if len(self.terms.data) > MOST_TYPED or len(line.ids) > MOST_TERMS:
            message = _("Write at most %(count)s terms at once.", count=MOST_TERMS)
            self.show(InvalidInput(str(message)), "terms")
        for unknown in line.unknown:
            message = _("“%(words)s” is no term of the vocabulary.", words=unknown)
            self.show(InvalidInput(str(message)), "terms")
        for several in line.ambiguous:
            message = _("“%(words)s” means several terms. Write the label of one.", words=several)
            self.show(InvalidInput(str(message)), "terms")
        if not (line.ids or self.terms.errors):
            self.show(InvalidInput(str(_("Write at least one term."))), "terms")
        return not self.errors


class UndoTermsForm(WikiForm):
    """What `write_deed` wrote, and where the list is."""

    deed = HiddenField(filters=[lambda text: read_deed(text or "")])
    next = HiddenField(filters=[safe_next])


class DecisionForm(WikiForm):
    """The chosen proposals, or a single one whose button was pressed, and what becomes of them."""

    proposals = SelectMultipleField(_("Proposals"), coerce=read_number, validate_choice=False)
    answer = StringField(
        _("Answer to the authors"),
        description=_("Shown to them when you refuse. May be empty."),
        filters=[lambda text: text or ""],
        render_kw={"maxlength": LINE_LENGTH, "autocomplete": "off"},
    )

    @property
    def accepts(self) -> bool:
        """Return whether the button says yes."""
        return "accept" in request.form or request.form.get("intent") == "accept"

    @property
    def chosen(self) -> list[int]:
        """Return the id of the row whose button was pressed, or those that are ticked."""
        single = request.form.get("accept") or request.form.get("refuse")
        return [read_number(single)] if single else list(self.proposals.data or ())

    def read(self) -> bool:
        """Return whether anything was chosen; else say so at the field."""
        if not self.chosen:
            message = str(_("Choose at least one proposal."))
            self.show(InvalidInput(message, {"proposals": message}))
        return bool(self.chosen)


class AnswerForm(WikiForm):
    """Name a search by the language of its page and its text, and the tag or article chosen."""

    search_language = StringField(name="of")
    q = StringField(filters=[lambda text: text or ""])
    tag = SelectField(_("Tag"), coerce=read_number, validate_choice=False)
    title = StringField(
        _("Title of the article"),
        description=_("Start typing, and choose the article."),
        render_kw={"list": "titles", "maxlength": TITLE_LENGTH, "autocomplete": "off"},
    )

    def validate_search_language(self, field: StringField) -> None:
        """Refuse what is no language of the wiki."""
        if field.data not in LANGUAGES:
            raise ValidationError(str(_("Choose a language.")))


class TemplateForm(VersionForm):
    """Ask for the whole text of a template."""

    body = TextAreaField(
        _("Text"),
        description=_(
            "Markdown: an empty line between paragraphs, ## heading, [[Title]] link, [^1] note."
        ),
        render_kw={"rows": 28, "data-editor-text": ""},
    )
