"""The forms of the desk: tags for articles, decisions on proposals, answers, and templates."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired

from wiki.articles.text import TITLE_LENGTH
from wiki.errors import InvalidInput
from wiki.proposals.actions import LINE_LENGTH
from wiki.web.forms import VersionForm, WikiForm
from wiki.web.i18n import LANGUAGES
from wiki.web.numbers import read_number


class TaggingForm(WikiForm):
    """The ids of several articles and of the tag for them."""

    articles = SelectMultipleField(
        _("Articles"),
        [DataRequired(_("Choose at least one article."))],
        coerce=read_number,
        validate_choice=False,
    )
    tag = SelectField(_("Tag"), coerce=read_number, validate_choice=False)

    def validate_tag(self, field: SelectField) -> None:
        """Reject a form without a tag."""
        if not field.data or field.data < 0:
            raise ValidationError(str(_("Choose the tag for the articles.")))


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
