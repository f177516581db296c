"""Answer the pages of the vocabulary, of each term, and of tagging an article in place."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.accounts.viewer import Viewer
from wiki.articles.addresses import address_of, article_at
from wiki.articles.models import Article
from wiki.articles.queries import list_articles, list_lines
from wiki.articles.tagged import (
    count_articles_by_tag,
    count_kinds,
    find_namesake,
    list_tag_ids,
    list_tags_beside,
    list_untranslated,
)
from wiki.articles.tagging import set_article_tags
from wiki.clock import now
from wiki.errors import InvalidInput
from wiki.events.queries import When, list_events
from wiki.pictures.charts import make_column_chart, month_of
from wiki.pictures.queries import count_by_month
from wiki.tags.actions import create_tag, delete_tag, merge_tags, restore_tag, update_tag
from wiki.tags.forms import ArticleTagsForm, TagForm, tag_form, topic_choices
from wiki.tags.models import Tag, TagKind
from wiki.tags.queries import (
    find_tag,
    is_used,
    list_children,
    list_matching_tags,
    list_tag_groups,
    list_tags,
    list_topic_tree,
    list_word_clashes,
    preview_merge,
)
from wiki.tags.vocabulary import LABEL_LENGTH, short_name
from wiki.web.languages import other_language
from wiki.web.pagination import PAGE_SIZE, page_number
from wiki.web.undo import flash_undoable

bp = Blueprint("tags", __name__)

# A partner's page shows its articles by kind, so a page of it holds more than other lists.
_UNIVERSITY_PAGE = 100
_EVENTS = 5
_MERGE_SHOWS = 100


@bp.get("/tags/")
@allow(Permission.READ)
def index() -> str:
    """Show the vocabulary: universities, the tree of topics, UN goals; or what a filter finds."""
    viewer = current_viewer()
    words = _words()
    return render_template(
        "tags/index.html",
        words=words,
        found=list_matching_tags(viewer, g.language, words) if words else [],
        counts=count_articles_by_tag(viewer, g.language),
        universities=list_tags(viewer, g.language, TagKind.UNIVERSITY),
        topics=list_topic_tree(viewer, g.language),
        goals=list_tags(viewer, g.language, TagKind.SDG),
    )


@bp.get("/tags/<slug>")
@allow(Permission.READ)
def show(slug: str) -> str | Response:
    """Show a topic or a UN goal with its articles; lead to where the term is now."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    if tag.slug != slug or tag.kind == TagKind.UNIVERSITY:
        return redirect(tag_address(tag), 301)
    return render_template(
        "tags/show.html",
        children=list_children(tag, viewer, g.language),
        counts=count_articles_by_tag(viewer, g.language),
        universities=list_tags_beside(tag, viewer, g.language, TagKind.UNIVERSITY),
        **_articles_of(tag, viewer),
    )


def tag_address(tag: Tag) -> str:
    """Return the address of a term's page."""
    endpoint = "tags.university" if tag.kind == TagKind.UNIVERSITY else "tags.show"
    return url_for(endpoint, slug=tag.slug)


def _articles_of(tag: Tag, viewer: Viewer, size: int = PAGE_SIZE) -> dict[str, Any]:
    """Return the tag and its articles in both languages, this one's by kind and page."""
    kinds = count_kinds(viewer, tag, g.language)
    kind = request.args.get("kind")
    kind = kind if kind in kinds else None
    page = page_number(request.args.get("page"))
    return {
        "tag": tag,
        "kinds": kinds,
        "kind": kind,
        "articles": list_articles(
            viewer, language=g.language, tag=tag.slug, kind=kind, page=page, size=size
        ),
        "others": list_untranslated(viewer, tag, other_language(g.language)),
    }


@bp.get("/universities/<slug>")
@allow(Permission.READ)
def university(slug: str) -> str | Response:
    """Show a partner's landing page."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    if tag.slug != slug or tag.kind != TagKind.UNIVERSITY:
        return redirect(tag_address(tag), 301)
    return render_template(
        "tags/university.html",
        initials=short_name(tag, g.language),
        namesake=find_namesake(tag, viewer, g.language),
        topics=list_tags_beside(tag, viewer, g.language, TagKind.TOPIC),
        upcoming=list_events(viewer, g.language, When.UPCOMING, tag=tag.slug, size=_EVENTS),
        past=list_events(viewer, g.language, When.PAST, tag=tag.slug, size=_EVENTS),
        universities=list_tags(viewer, g.language, TagKind.UNIVERSITY),
        chart=make_column_chart(
            count_by_month(viewer, g.language, tag.slug), month_of(now()), g.language
        ),
        **_articles_of(tag, viewer, size=_UNIVERSITY_PAGE),
    )


@bp.get("/tags/new")
@allow(Permission.MANAGE_TAGS)
def new() -> str:
    """Ask for the words of a new topic."""
    form = _form(TagKind.TOPIC)
    return render_template("tags/new.html", form=form)


def _form(kind: str, tag: Tag | None = None) -> TagForm:
    tree = list_topic_tree(current_viewer(), g.language)
    return tag_form(kind, topic_choices(tree, g.language, tag.id if tag else 0), tag)


@bp.post("/tags/new")
@allow(Permission.MANAGE_TAGS)
def create() -> Response | tuple[str, int]:
    """Add a topic."""
    form = _form(TagKind.TOPIC)
    try:
        tag = create_tag(current_viewer(), form.to_term(TagKind.TOPIC))
    except InvalidInput as error:
        form.add_messages(error)
        return render_template("tags/new.html", form=form), 422
    flash(_("The topic “%(term)s” has been added.", term=tag.label(g.language)), "success")
    _warn_of_clashes(tag)
    return redirect(tag_address(tag), 303)


def _warn_of_clashes(tag: Tag) -> None:
    """Say which words of a tag also stand for other tags."""
    for clash in list_word_clashes(current_viewer(), tag):
        others = ", ".join(other.label(g.language) for other in clash.tags if other.id != tag.id)
        message = _("The word “%(word)s” also stands for: %(tags)s", word=clash.word, tags=others)
        flash(message, "warning")


@bp.get("/tags/<slug>/edit")
@allow(Permission.MANAGE_TAGS)
def edit(slug: str) -> str | Response:
    """Show a tag's words in a form."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    if tag.slug != slug:
        return redirect(url_for("tags.edit", slug=tag.slug), 301)
    form = _form(tag.kind, tag)
    return render_template("tags/edit.html", form=form, tag=tag, is_used=is_used(tag, viewer))


@bp.post("/tags/<slug>/edit")
@allow(Permission.MANAGE_TAGS)
def update(slug: str) -> Response | tuple[str, int]:
    """Write new words into a tag."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    form = _form(tag.kind, tag)
    try:
        tag = update_tag(viewer, tag.id, form.to_term(tag.kind))
    except InvalidInput as error:
        form.add_messages(error)
        used = is_used(tag, viewer)
        return render_template("tags/edit.html", form=form, tag=tag, is_used=used), 422
    flash(_("The words of “%(term)s” have been saved.", term=tag.label(g.language)), "success")
    _warn_of_clashes(tag)
    return redirect(tag_address(tag), 303)


@bp.get("/tags/<slug>/merge")
@allow(Permission.MANAGE_TAGS)
def merge(slug: str) -> str | Response:
    """Ask into which topic this one is merged, and show what that would change."""
    source = find_tag(slug, current_viewer())
    if source.slug != slug:
        return redirect(url_for("tags.merge", slug=source.slug), 301)
    return _merge_page(source, request.args.get("target", ""))


def _merge_page(source: Tag, target_slug: str) -> str:
    viewer = current_viewer()
    topics = list_tags(viewer, g.language, TagKind.TOPIC)
    choices = [(one.slug, one.label(g.language)) for one in topics if one.id != source.id]
    target = next((one for one in topics if one.slug == target_slug != source.slug), None)
    preview = preview_merge(source, target, viewer) if target else None
    return render_template(
        "tags/merge.html",
        source=source,
        choices=choices,
        preview=preview,
        articles=list_lines(preview.article_ids[:_MERGE_SHOWS], viewer) if preview else [],
        is_unknown=bool(target_slug) and target is None,
    )


@bp.post("/tags/<slug>/merge")
@allow(Permission.MANAGE_TAGS)
def merge_into(slug: str) -> Response | tuple[str, int]:
    """Merge a topic into another one."""
    viewer = current_viewer()
    source = find_tag(slug, viewer)
    chosen = request.form.get("target", "")
    topics = list_tags(viewer, g.language, TagKind.TOPIC)
    target = next((one for one in topics if one.slug == chosen), None)
    if target is None or target.id == source.id:
        return _merge_page(source, chosen or source.slug), 422
    former = source.label(g.language)
    target = merge_tags(viewer, source.id, target.id)
    term = target.label(g.language)
    flash(_("“%(former)s” is now part of “%(term)s”.", former=former, term=term), "success")
    return redirect(tag_address(target), 303)


@bp.post("/tags/<slug>/deletion")
@allow(Permission.MANAGE_TAGS)
def delete(slug: str) -> Response:
    """End a topic that nothing uses; the next page offers to bring it back."""
    viewer = current_viewer()
    tag = find_tag(slug, viewer)
    term = tag.label(g.language)
    back = url_for("tags.restore", entry_id=delete_tag(viewer, tag.id).id)
    flash_undoable(_("The topic “%(term)s” has been deleted.", term=term), back)
    return redirect(url_for("tags.index"), 303)


@bp.post("/tags/restorations/<int(max=2147483647):entry_id>")
@allow(Permission.MANAGE_TAGS)
def restore(entry_id: int) -> Response:
    """Bring a deleted topic back."""
    tag = restore_tag(current_viewer(), entry_id)
    flash(_("The topic “%(term)s” is back.", term=tag.label(g.language)), "success")
    return redirect(tag_address(tag), 303)


@bp.get("/articles/<slug>/tags")
@allow(Permission.TAG)
def article(slug: str) -> str:
    """Show the tags that an article bears and could bear."""
    viewer = current_viewer()
    found = article_at(slug, viewer)
    chosen = list_tag_ids(found, viewer)
    return _article_page(found, chosen, chosen)


def _article_page(
    article: Article, chosen: Collection[int], shown: Collection[int], message: str = ""
) -> str:
    viewer = current_viewer()
    words = _words()
    matching = list_matching_tags(viewer, g.language, words)
    return render_template(
        "tags/article.html",
        article=article,
        title=(article.published or article.head).title,
        groups=list_tag_groups(viewer, g.language),
        chosen=chosen,
        shown=shown,
        words=words,
        matching={tag.id for tag in matching},
        message=message,
    )


def _words() -> str:
    return " ".join(request.args.get("q", "").split())[:LABEL_LENGTH]


@bp.post("/articles/<slug>/tags")
@allow(Permission.TAG)
def tag_article(slug: str) -> Response | tuple[str, int]:
    """Give an article the chosen tags, and return to it."""
    viewer = current_viewer()
    found = article_at(slug, viewer)
    form = ArticleTagsForm()
    chosen, shown = set(form.tags.data or []), set(form.shown.data or [])
    try:
        set_article_tags(viewer, found.id, chosen, shown)
    except InvalidInput as error:
        return _article_page(found, chosen, shown, str(error.message)), 422
    number = len(chosen)
    message = ngettext("The article bears %(num)s tag.", "The article bears %(num)s tags.", number)
    # What was added since the form was shown goes, what was taken off comes back.
    flash_undoable(message, request.path, {"tags": sorted(shown), "shown": sorted(chosen)})
    return redirect(address_of(found), 303)
