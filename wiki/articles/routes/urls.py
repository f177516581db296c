"""Find the article of a URL, redirect from its former URLs, and say what a save did."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from wiki.accounts.gate import current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.result import Saved
from wiki.articles.editing import (
    doubled_message,
    lost_message,
    prompts_message,
    undefined_message,
)
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_article, find_permitted, find_translation
from wiki.articles.queries.completeness import name_parts
from wiki.articles.queries.links import count_following
from wiki.articles.queries.redirects import (
    find_own_draft,
    find_redirect,
    find_retitled_draft,
)
from wiki.articles.queries.titles import find_successor
from wiki.articles.queries.uses import list_unknown_keys
from wiki.articles.steps.revise import text_of
from wiki.characters import normalise_line
from wiki.errors import NotFound
from wiki.markup.slugs import slugify
from wiki.web.languages import other_language
from wiki.web.numbers import read_number
from wiki.web.undo import flash_undoable, name_some, shorten

# The session key that says which unsaved copy the browser may drop: of the form saved last.
SAVED_KEY = "saved_form"
_READING = {"GET", "HEAD"}
# Of more sections that are gone it is only said how many they are.
_MOST_LOST = 3
# The pages that every public article has.
_OF_EVERY_ARTICLE = {"articles.backlinks", "articles.cite", "revisions.index", "talk.index"}
_OF_THE_ARTICLE = {"articles.show", "articles.peek"}


def article_url(article: Article, endpoint: str = "articles.show", **values: Any) -> str:
    """Return the URL of an article, or of a page about it, in the language of the article."""
    return url_for(endpoint, slug=article.slug, language=article.language, **values)


def saved_url(saved: Saved) -> str:
    """Return the URL of the page that shows a saved text."""
    article = saved.article
    if article.published_id in (None, saved.revision.id):
        return article_url(article)
    return article_url(article, "revisions.show", number=saved.revision.number)


def after_save_url(saved: Saved, anchor: str = "") -> str:
    """Return the URL to lead to: "Save draft" stays in the editor, other saves show the text.

    With `anchor` it is the section with this id that is edited on, or shown.
    """
    if request.form.get("intent") == "save":
        return article_url(saved.article, "articles.edit", section=anchor or None)
    return f"{saved_url(saved)}#{anchor}" if anchor else saved_url(saved)


def back_to_row(back: str, article: Article) -> dict[str, str]:
    """Return where an undo leads to: the list in which it was done, at the article's own row."""
    return {"next": f"{back.partition('#')[0]}#row-{article.id}"} if back else {}


def article_at(slug: str, viewer: Viewer) -> Article:
    """Return the article with a slug in the language of the request.

    Redirects a former slug to the current URL when a page is read. A form that was opened at the
    former URL is accepted as if it had been sent to the current URL, and one that names its article
    is of that one, whatever article has the slug by now.
    """
    if request.method not in _READING and (named := _named_article(viewer)):
        return named
    try:
        article = find_article(g.language, slug, viewer)
    except NotFound:
        article = _moved_article(slug, viewer)
    if request.method in _READING:
        _offer_languages(article, viewer)
    return article


def _named_article(viewer: Viewer) -> Article | None:
    """Return the article that a form names, if it does and the viewer may see it."""
    number = read_number(request.form.get("article_id"))
    try:
        return find_permitted(number, Permission.READ, viewer) if number > 0 else None
    except NotFound:
        return None


def _offer_languages(article: Article, viewer: Viewer) -> None:
    """Let the language switch lead to the same page of the translation, or to the translation."""
    g.alternates = {article.language: request.full_path.rstrip("?")}
    g.stand_in = untranslated_url(article)
    if translation := find_translation(article, viewer):
        has_page = request.endpoint in _OF_EVERY_ARTICLE and translation.is_public
        g.alternates[translation.language] = url_for(
            str(request.endpoint) if has_page else "articles.show",
            slug=translation.slug,
            language=translation.language,
        )


def untranslated_url(article: Article) -> str:
    """Return the URL of the page that says that an article has no translation yet."""
    other = other_language(article.language)
    return url_for("articles.untranslated", slug=article.slug, language=other)


def _moved_article(slug: str, viewer: Viewer) -> Article:
    if request.method in _READING:
        redirect_to_current(slug, viewer)
    own = find_own_draft(g.language, slug, viewer)
    new = own or find_redirect(g.language, slug, viewer)
    new = new or find_retitled_draft(g.language, slug, viewer)
    if new is None:
        raise NotFound()
    return find_article(*new, viewer)


def redirect_to_current(slug: str, viewer: Viewer) -> None:
    """Send a 301 from a former, misspelt or foreign slug to the current URL, if there is one.

    From the address that a draft gave up it is a 302: that shows another article some day.
    """
    folded = slugify(slug)
    if own := find_own_draft(g.language, folded, viewer):
        _lead_on(*own, 302)
    new = find_redirect(g.language, slug, viewer)
    if new is None and folded != slug:
        new = _existing_slug(folded, viewer) or find_redirect(g.language, folded, viewer)
    if new is None or new[0] != g.language:
        if retitled := find_retitled_draft(g.language, folded, viewer):
            _lead_on(*retitled, 302)
        _lead_to_successor(folded, viewer)
    if new is not None:
        _lead_on(*new, 301)


def _lead_to_successor(slug: str, viewer: Viewer) -> None:
    """Send a 302 to the public article that readers mean by the address of one they do not see.

    It is not a 301, since the other article may come back. A version of that article is never
    answered by a version of another.
    """
    if request.endpoint not in _OF_THE_ARTICLE:
        return
    title = normalise_line(request.args.get("title", ""))
    article = find_successor(g.language, slug, title, viewer)
    if article is not None and article.slug != slug:
        _lead_on(article.language, article.slug, 302)


def _lead_on(language: str, slug: str, code: int) -> None:
    values = {**(request.view_args or {}), "slug": slug, "language": language}
    query = request.query_string.decode("ascii", "replace")
    target = url_for(str(request.endpoint), **values)
    abort(redirect(f"{target}?{query}" if query else target, code))


def _existing_slug(slug: str, viewer: Viewer) -> tuple[str, str] | None:
    """Return the (language, slug) of an article in the language of the request, if it exists."""
    try:
        article = find_article(g.language, slug, viewer)
    except NotFound:
        return None
    return article.language, article.slug


def flash_missing(article: Article, missing: Sequence[str]) -> None:
    """Say what an article lacks to be published, with a link to where it can be added."""
    endpoint, link = "articles.edit", _("Edit the article")
    if {"topic", "university"} & set(missing):
        endpoint, link = "articles.tags", _("Choose topics and universities")
    elif list(missing) == ["translation"]:
        endpoint, link = "articles.translation", _("Choose or write the translation")
    elif set(missing) <= {"reviewer", "university_reviewer"}:
        endpoint, link = "reviews.show", _("See the review")
    message = {
        "title": _("Not published yet: the article lacks %(parts)s.", parts=name_parts(missing)),
        "url": article_url(article, endpoint),
        "link": link,
    }
    flash(message, "warning")  # type: ignore[arg-type]  # the session stores any JSON value


def flash_saved(saved: Saved) -> None:
    """Flash messages about what the save did."""
    number, article = saved.revision.number, saved.article
    if saved.missing:
        flash_missing(article, saved.missing)
    is_stored = saved.is_new or saved.is_repeat
    if article.published_id == saved.revision.id and (is_stored or saved.was_published):
        message = _("Version %(number)s is saved and published.", number=number)
        if not is_stored:
            message = _("“%(title)s” is published.", title=saved.revision.title)
        flash_undoable(message, article_url(article, "articles.withdrawal"), {"number": number})
    elif is_stored:
        message = {
            "title": _("Draft %(number)s is saved.", number=number),
            "url": saved_url(saved),
            "link": _("Read the draft"),
        }
        flash(message, "success")  # type: ignore[arg-type]  # the session stores any JSON value
    elif not saved.missing:
        flash(_("Nothing was changed, so nothing was saved."), "info")
    _flash_text(saved)


def flash_renamed(saved: Saved, former: str) -> None:
    """Say what an article is called now, with a button that gives it its former title."""
    article, title = saved.article, saved.revision.title
    if article.is_public and article.has_draft:
        message = _(
            "The draft is now called “%(title)s”. Publish it to show the title.", title=title
        )
    else:
        message = _("The article is now called “%(title)s”.", title=title)
    if not saved.is_new:
        flash(message, "success")
        return
    fields: dict[str, str | int] = {"title": former, "base": saved.revision.number}
    flash_undoable(message, article_url(article, "articles.rename"), fields)


def _flash_text(saved: Saved) -> None:
    """Flash what an author has to know of the text that is saved now."""
    flash_links(saved)
    body = text_of(saved.revision).body
    lost = lost_message(saved.article, saved.revision, saved.sections.lost)
    for message in filter(None, (doubled_message(body), undefined_message(body), lost)):
        flash(message, "warning")
    if prompts := prompts_message(body):
        flash(prompts, "info")
    if unknown := list_unknown_keys(body, saved.article.language):
        keys = name_some([f"@{key}" for key in unknown])
        flash(_("Not among the sources, and shown as typed: %(keys)s.", keys=keys), "warning")
    if saved.with_own:
        flash(_("You had saved in another window meanwhile. The text holds the changes of both."))
    elif saved.was_merged:
        flash(_("Somebody else had saved meanwhile. The text holds the changes of both."))


def flash_links(saved: Saved) -> None:
    """Tell what becomes of the links to the article and to sections whose headings changed."""
    if following := count_following(saved.article, current_viewer()):
        text = ngettext(
            "%(num)s text that links here is being updated. Its link leads here all the while.",
            "%(num)s texts that link here are being updated. Their links lead here all the while.",
            following,
        )
        _flash_backlinks(saved.article, text, "info")
    if count := saved.sections.count:
        flash(
            ngettext(
                "Links to a renamed section were mended in %(num)s article.",
                "Links to renamed sections were mended in %(num)s articles.",
                count,
            ),
            "info",
        )
    lost = saved.sections.lost
    for section, titles in islice(lost.items(), _MOST_LOST):
        text = _(
            "There is no section “%(section)s” any more. Links to it now lead to the top of the "
            "article: from %(titles)s.",
            section=shorten(section),
            titles=name_some(titles),
        )
        _flash_backlinks(saved.article, text, "warning")
    if (more := len(lost) - _MOST_LOST) > 0:
        text = ngettext(
            "%(num)s more section that is linked to is gone.",
            "%(num)s more sections that are linked to are gone.",
            more,
        )
        _flash_backlinks(saved.article, text, "warning")


def _flash_backlinks(article: Article, text: str, category: str) -> None:
    url = article_url(article, "articles.backlinks")
    message = {"title": text, "url": url, "link": _("Links here")}
    flash(message, category)  # type: ignore[arg-type]  # the session stores any JSON value
