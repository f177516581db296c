"""Prepare what the pages for writing show: templates, sections, and unsaved texts."""

from collections.abc import Callable, Container, Mapping, Sequence

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.article_templates.queries import find_template, is_untouched
from wiki.articles.actions.once import was_sent
from wiki.articles.actions.pictures import take_pictures
from wiki.articles.forms import UNFINISHED, ArticleForm, copied_form, filled_form, is_news
from wiki.articles.kinds import KINDS, DisplayFact, display_facts
from wiki.articles.merge import has_markers
from wiki.articles.merging.definitions import find_undefined_notes
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.similar import SimilarTitle, find_similar_titles
from wiki.articles.steps.revise import find_text
from wiki.articles.steps.sections import OpenedSection, find_lost_sections, find_part
from wiki.articles.text import (
    TITLE_LENGTH,
    ArticleText,
    check_body,
    check_body_length,
    check_comment,
)
from wiki.characters import normalise_line
from wiki.clock import now
from wiki.copies.models import WorkingCopy
from wiki.copies.queries import CopyPlace, find_copy, list_copies_of, list_others
from wiki.errors import InvalidInput, NotAllowed, NotFound, TooComplex
from wiki.markup.parse import find_doubled_labels, find_prompts
from wiki.revisions.models import Revision
from wiki.web.numbers import read_number
from wiki.web.undo import name_some

# What is typed may have superfluous blanks.
_LONGEST_TITLE = 2 * TITLE_LENGTH


def first_body(kind: str, language: str, start: str | None) -> str:
    """Return the template of a kind if the author of a new article chose to begin with it."""
    return find_template(kind, language).body if start == "template" else ""


def saves_untouched(form: ArticleForm, language: str) -> bool:
    """Return whether a template is to be saved as it was."""
    is_save = form.is_submitted() and form.intent in {"save", "publish"}
    return is_save and is_untouched(form.kind, language, form.body.data or "")


def asks_first(form: ArticleForm, language: str, has_seen: bool, viewer: Viewer) -> bool:
    """Return whether the author of a new article has to be asked before it is saved.

    `has_seen` is whether they know that they save a template as it was.
    """
    is_asked = saves_untouched(form, language) and not has_seen
    if not (is_asked or is_news(form, language, None, viewer)):
        return False
    # A form that was sent before has the title and the text of its own article.
    return not was_sent(form.sent_id, viewer)


def prompts_message(body: str) -> str:
    """Return what to tell the author of a text with prompts in it; nothing is refused for them."""
    count = len(find_prompts(body))
    if not count:
        return ""
    message: str = ngettext(
        "%(num)s line that begins with %(sign)s stands in the text. Readers do not see it.",
        "%(num)s lines that begin with %(sign)s stand in the text. Readers do not see them.",
        count,
        sign="%%",
    )
    return message


def _find_in(body: str, find: Callable[[str], Sequence[str]]) -> Sequence[str]:
    """Return what is found in a text; nothing if it is too complex: save and preview say so."""
    try:
        return find(body)
    except TooComplex:
        return ()


def doubled_message(body: str) -> str:
    """Return what to tell the author of labels that stand for more than one thing, if any do."""
    labels = _find_in(body, find_doubled_labels)
    if not labels:
        return ""
    message: str = ngettext(
        "The label %(labels)s stands for more than one thing in the text. Give each its own.",
        "The labels %(labels)s stand for more than one thing in the text. Give each its own.",
        len(labels),
        labels=name_some(labels),
    )
    return message


def undefined_message(body: str) -> str:
    """Return what to tell the author of references to notes that are not there, if there are any.

    Two people's texts may have been put together so that only the reference of one was kept.
    """
    labels = _find_in(body, find_undefined_notes)
    if not labels:
        return ""
    message: str = ngettext(
        "The note %(labels)s has no text. Readers see its label as it was typed.",
        "The notes %(labels)s have no text. Readers see their labels as they were typed.",
        len(labels),
        labels=name_some(labels),
    )
    return message


def lost_message(article: Article, revision: Revision, told: Container[str]) -> str:
    """Return what to tell the author of links to sections that the text itself does not have.

    They may have been written before somebody else renamed or removed the section. What was `told`
    is not repeated.
    """
    try:
        found = find_lost_sections(article, revision)
    except TooComplex:
        return ""  # the save and the preview say so
    names = [name for name in found if name not in told]
    if not names:
        return ""
    message: str = ngettext(
        "The text links to a section that it does not have: %(names)s.",
        "The text links to sections that it does not have: %(names)s.",
        len(names),
        names=name_some(names),
    )
    return message


def find_source(form: ArticleForm, language: str, viewer: Viewer) -> Article | None:
    """Return the article that a form translates into a language, if the viewer may do that."""
    try:
        number = read_number(form.translation_of.data)
        source = find_permitted(number, Permission.TRANSLATE, viewer)
    except (NotFound, NotAllowed):
        return None
    return source if source.language != language else None


def find_homeless(
    form: ArticleForm, sent: Mapping[str, Sequence[str]], article_id: int | None
) -> tuple[DisplayFact, ...]:
    """Return what was typed into facts that the article has lost with a change of its kind.

    What the revision says that the words were written from is no loss: it stays there.
    """
    found = _by_name(_typed_elsewhere(form.kind, sent))
    if not found or not article_id:
        return ()
    try:
        stored = find_text(article_id, read_number(form.base.data))
        known = {} if stored.is_hidden else _by_name(stored.facts)  # no guess is confirmed
    except NotFound:
        known = {}
    return tuple(fact for name, fact in found.items() if _said(fact) != _said(known.get(name)))


def _typed_elsewhere(kind: str, sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the lines that a form sent for facts of other kinds alone, but for empty ones."""
    own = {field.name for field in KINDS[kind].fields}
    names = {field.name for other in KINDS.values() for field in other.fields} - own
    texts = {name: "\n".join(sent[name]) for name in names & sent.keys()}
    return {
        name: text.replace("\r\n", "\n").split("\n") for name, text in texts.items() if text.strip()
    }


def _by_name(facts: Mapping[str, object]) -> dict[str, DisplayFact]:
    """Return facts of any kind in words, by their names."""
    return {fact.name: fact for kind in KINDS for fact in display_facts(kind, facts)}


def _said(fact: DisplayFact | None) -> str:
    return "\n".join(fact.values) if fact else ""


def find_similar(
    form: ArticleForm, language: str, article: Article | None, viewer: Viewer
) -> list[SimilarTitle]:
    """Return the articles with nearly the title in a form, unless readers know that title."""
    title = str(form.title.data or "")
    if article and article.published and article.published.title == normalise_line(title):
        return []
    without = {article.id if article else 0, read_number(form.translation_of.data)}
    return find_similar_titles(language, title[:_LONGEST_TITLE], viewer, without)


def place_of(article: Article) -> CopyPlace:
    """Return where the working copies of an article belong."""
    return CopyPlace(article.language, article.kind, article.id)


def offer_copies(form: ArticleForm, place: CopyPlace, viewer: Viewer) -> list[WorkingCopy]:
    """Return the viewer's unsaved texts of a place, but for what the form shows already."""
    return [
        copy
        for copy in list_copies_of(place, viewer)
        if copy.form_id != form.form_id.data
        and copied_form(copy.kind, copy.fields).typed != form.typed
    ]


def take_copy(form_id: str, place: CopyPlace, viewer: Viewer) -> ArticleForm:
    """Return the form as it was in a working copy of this place; raise NotFound without one."""
    copy = find_copy(form_id, viewer)
    if copy.article_id != place.article_id or (copy.kind != place.kind and not copy.article_id):
        raise NotFound()
    form = copied_form(place.kind, copy.fields)
    form.homeless = find_homeless(form, copy.fields, place.article_id)
    form.kept_at = copy.saved_at.isoformat()
    return form


def part_of(article: Article, form: ArticleForm, viewer: Viewer) -> OpenedSection:
    """Return the section that a form is for."""
    return find_part(article, form.read_base(), read_number(form.section.data), viewer)


def whole_form(article: Article, form: ArticleForm, viewer: Viewer) -> ArticleForm:
    """Return the form of the whole text that a form is for, which may have only a section of it.

    What compares or keeps texts, or settles a conflict, thus never sees a section alone.
    """
    if not form.section.data:
        return form
    text = part_of(article, form, viewer).join(form.body.data or "")
    comment, form_id = form.comment.data or "", form.sent_id or form.form_id.data
    return filled_form(article.kind, text, form.read_base(), comment, form_id)


def read_save(article: Article, form: ArticleForm, viewer: Viewer) -> tuple[ArticleText, str]:
    """Return the whole text to save and the comment; InvalidInput has a message for each field."""
    if not form.section.data:
        return form.read_save()
    words, comment = form.body.data or "", check_comment(form.comment.data or "")
    check_body_length(words)
    messages = {"body": str(UNFINISHED)} if has_markers(words) else check_body(words)
    if messages:
        raise InvalidInput(_("Some fields need your attention."), messages)
    part = part_of(article, form, viewer)
    text = part.join(words)
    part.check(text)
    return text, comment


def open_document(form: ArticleForm, language: str, viewer: Viewer) -> None:
    """Put a document behind the text, if that was asked for, and its pictures into the library.

    They are taken in when the document has been read: one that is refused leaves nothing behind.
    """
    form.open_document(viewer.user_id)
    if form.opened and form.opened.pictures:
        document = normalise_line(form.document.data.filename or "")
        form.body.data, form.failed = take_pictures(
            form.opened.body, form.opened.pictures, document, language, viewer
        )


def describe_others(article: Article, viewer: Viewer) -> str:
    """Return who else has the article open in the editor, as a sentence for each of them."""
    sentences = []
    for name, opened_at in list_others(article.id, viewer):
        minutes = int((now() - opened_at).total_seconds() // 60)
        sentences.append(
            ngettext(
                "%(name)s opened this a minute ago.",
                "%(name)s opened this %(num)s minutes ago.",
                max(1, minutes),
                name=name,
            )
        )
    return " ".join(sentences)


def fields_as_sent(form: ArticleForm) -> dict[str, list[str]]:
    """Return what a browser would send of a filled form, but for the comment."""
    typed = {**form.typed, "base": form.base.data, "form_id": form.form_id.data}
    return {
        name: value if isinstance(value, list) else [str(value)]
        for name, value in typed.items()
        if value
    }
