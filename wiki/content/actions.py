"""Load a folder of content into the wiki, all of it or nothing, and export the wiki as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article, Translation
from wiki.articles.queries.targets import TargetChange
from wiki.articles.steps.links import find_sources, relink, render_texts
from wiki.articles.steps.publish import Publication, apply_publication
from wiki.articles.steps.redirects import move_article
from wiki.articles.steps.render import RenderedText, render_body, store_rendered
from wiki.articles.steps.revise import add_revision, text_of
from wiki.articles.text import ArticleText, check_text
from wiki.audit.steps import record
from wiki.authors.lines import AuthorLine
from wiki.content.folder import Folder, Items, list_items, write_folder
from wiki.content.frontmatter import ContentDocument
from wiki.content.plain_yaml import ContentError
from wiki.content.queries import (
    check_relations,
    list_documents,
    list_media,
    list_source_entries,
    list_terms,
)
from wiki.content.steps.articles import (
    check_addresses,
    find_change,
    find_stored,
    is_moved,
    list_stored,
    store_addresses,
)
from wiki.content.steps.credits import read_authors, read_review_of, store_authors, store_review
from wiki.content.steps.terms import store_tags
from wiki.db import db, write
from wiki.errors import InvalidInput, TooComplex
from wiki.markup.inline.media import find_media
from wiki.media.actions import put_file
from wiki.references.steps.sources import load_source
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.signals import content_changed, draft_moved
from wiki.tags.models import ArticleTag
from wiki.web.languages import other_language

Progress = Callable[[str, int, int], None]
"""Report progress: the name of the step, how many items are done, how many there are."""


@dataclass(frozen=True)
class Loaded:
    """How many articles a load created, changed and left as they were."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Ready:
    """A document that is checked and rendered, ready to be stored."""

    document: ContentDocument
    text: ArticleText
    rendered: RenderedText
    authors: Sequence[AuthorLine]
    review: ReviewedVersion | None


def export_folder(path: Path, viewer: Viewer) -> Folder:
    """Write every tag and source, and every article that the viewer may see, to an empty folder.

    Raises FileExistsError when there is anything in the folder.
    """
    documents = list(list_documents(viewer))
    folder = Folder(list_terms(), documents, list_source_entries(), list_media())
    write_folder(path, folder)
    return folder


def load_folder(folder: Folder, progress: Progress, viewer: Viewer) -> Loaded:
    """Store all tags, sources and articles of a folder; an article that exists gets a new revision.

    Raises ExceptionGroup of ContentError, with nothing stored, when the folder has a fault.
    """
    return load_folders([(folder, progress)], viewer)[0]


def load_folders(parts: Sequence[tuple[Folder, Progress]], viewer: Viewer) -> list[Loaded]:
    """Store several folders in their order, as `load_folder` does: all of them, or nothing."""
    require(Permission.PUBLISH, viewer)
    for folder, _progress in parts:
        _raise_all([*check_relations(folder), *check_addresses(folder.documents)])
    documents = [document for folder, _progress in parts for document in folder.documents]
    stored = list_stored(documents)
    change = find_change(stored)
    items = list_items(parts)
    ready = [_prepare(folder.documents, change, items, progress) for folder, progress in parts]
    _store_media(parts, viewer)
    ready = [[_show_media(checked, change, items) for checked in part] for part in ready]
    # For links to articles that now become public.
    linking = render_texts(find_sources(change) - _replaced(stored), change)
    with write():
        loaded = [
            _store_folder(folder, checked, progress, viewer)
            for (folder, progress), checked in zip(parts, ready, strict=True)
        ]
        store_rendered(linking)
        relink(change, [article.id for _document, article in list_stored(documents) if article])
    return loaded


def _replaced(stored: Sequence[tuple[ContentDocument, Article | None]]) -> set[int]:
    """Return the articles of which no text will be shown but that of a document."""
    return {
        article.id
        for document, article in stored
        if article is not None and document.published and not article.has_draft
    }


def _store_media(parts: Sequence[tuple[Folder, Progress]], viewer: Viewer) -> None:
    """Store pictures and files, each in a transaction of its own: encoding takes its time.

    Nothing is wrong with the texts by now; should a picture be refused, those before it stay.
    """
    for entry in (entry for folder, _progress in parts for entry in folder.media):
        try:
            put_file(entry.name, entry.path, entry.description, viewer)
        except InvalidInput as error:
            _raise_all([entry.error(str(error.message))])


def _show_media(checked: _Ready, change: TargetChange, items: Items) -> _Ready:
    """Render a text again that names pictures or files, since they are in the library now."""
    names = find_media(checked.text.body)
    return _checked(checked.document, change, items) if names else checked


def _raise_all(faults: Sequence[ContentError]) -> None:
    if faults:
        raise ExceptionGroup("the folder cannot be loaded", faults)


def _prepare(
    documents: Sequence[ContentDocument],
    change: TargetChange,
    items: Items,
    progress: Progress,
) -> list[_Ready]:
    """Check and render every document: the slow part, done before the transaction."""
    ready: list[_Ready] = []
    faults: list[ContentError] = []
    for number, document in enumerate(documents, start=1):
        try:
            ready.append(_checked(document, change, items))
        except InvalidInput as error:
            faults += _faults(document, error)
        except TooComplex as error:
            faults.append(document.error("body", str(error.message)))
        progress(gettext("Reading articles"), number, len(documents))
    _raise_all(faults)
    return ready


def _checked(document: ContentDocument, change: TargetChange, items: Items) -> _Ready:
    if document.kind not in KINDS:
        raise InvalidInput("", {"kind": f"kind must be one of {', '.join(KINDS)}"})
    text = check_text(
        document.kind, document.title, document.summary, document.body, document.facts
    )
    rendered = render_body(text.body, document.language, change, items=items)
    return _Ready(document, text, rendered, read_authors(document), read_review_of(document))


def _faults(document: ContentDocument, error: InvalidInput) -> list[ContentError]:
    return [
        document.error(name if name in document.lines else f"facts.{name}", str(message))
        for name, message in error.fields.items()
    ] or [document.error("kind", str(error.message))]


def _store_folder(
    folder: Folder, ready: Sequence[_Ready], progress: Progress, viewer: Viewer
) -> Loaded:
    tag_ids = store_tags(folder)
    for entry in folder.sources:
        load_source(entry.key, entry.item, entry.former_keys)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    articles = []
    for number, checked in enumerate(ready, start=1):
        article, outcome = _store_article(checked, viewer)
        counts[outcome] += 1
        articles.append(article)
        _store_article_tags(article, checked.document, tag_ids)
        store_addresses(article, checked.document)
        progress(gettext("Storing articles"), number, len(ready))
    _store_pairs(folder.documents, articles)
    for article in articles:
        content_changed.send(article)
    record(viewer.user_id, "load", "folder", None, **counts)
    return Loaded(**counts)


def _store_article(ready: _Ready, viewer: Viewer) -> tuple[Article, str]:
    """Write one article; return it and whether it is 'new', 'changed' or 'unchanged'."""
    document = ready.document
    article = find_stored(document)
    revision, outcome = None, "new"
    if article is None:
        article = Article(
            language=document.language,
            kind=document.kind,
            slug=document.slug,
            licence=document.licence,
            created_by_id=viewer.user_id,
        )
        db.session.add(article)
        db.session.flush()
    else:
        if is_moved(article, document):
            move_article(article, document.slug)
        revision = _find_same(article, ready)
        outcome = "changed" if revision is None else "unchanged"
    if revision is None:
        revision = add_revision(article, ready.text, ready.rendered, "", viewer)
    else:
        store_rendered([(revision.id, ready.rendered)])  # its links may lead elsewhere now
    if document.published and article.published_id != revision.id:
        apply_publication(article, revision, Publication(article.slug))
        draft_moved.send(article, viewer=viewer)
    outcome = store_review(article, revision, ready.review, outcome)
    return article, store_authors(article, ready.authors, outcome)


def _find_same(article: Article, ready: _Ready) -> Revision | None:
    """Return the newest or published revision if its text is the document's already.

    An export gives the published text even when a newer draft exists; loading it again must not
    save that text over the draft.
    """
    published_id = article.published_id if ready.document.published else None
    current = db.session.scalars(
        select(Revision)
        .where(Revision.id.in_({article.head_id, published_id} - {None}))
        .options(undefer(Revision.body_markdown))
        .order_by(Revision.number)
    ).all()
    wanted = ready.text.source_hash
    same = (revision for revision in current if text_of(revision).source_hash == wanted)
    return next(same, None)


def _store_article_tags(
    article: Article, document: ContentDocument, tag_ids: dict[str, int]
) -> None:
    stored = set(
        db.session.scalars(select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id))
    )
    for slug in document.tags:
        if tag_ids[slug] not in stored:
            stored.add(tag_ids[slug])
            db.session.add(ArticleTag(article_id=article.id, tag_id=tag_ids[slug]))


def _store_pairs(documents: Sequence[ContentDocument], articles: Sequence[Article]) -> None:
    """Pair articles with their translations, replacing a pair that either had before."""
    ids = {(article.language, article.slug): article.id for article in articles}
    for document, article in zip(documents, articles, strict=True):
        other = other_language(document.language)
        partner = ids.get((other, document.translation))
        if partner is None:
            continue
        pair = (article.id, partner) if document.language == "sv" else (partner, article.id)
        stored = db.session.scalars(
            select(Translation).where(
                or_(Translation.sv_id == pair[0], Translation.en_id == pair[1])
            )
        ).all()
        if [(former.sv_id, former.en_id) for former in stored] != [pair]:
            for former in stored:
                db.session.delete(former)
            db.session.flush()
            db.session.add(Translation(sv_id=pair[0], en_id=pair[1]))
            db.session.flush()
