"""Mend the links of texts whose words would lead elsewhere after a change.

Each text is saved separately after the change. Until then, and where a text cannot be saved, its
links are kept: they lead where they led.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace

from flask_babel import gettext
from sqlalchemy import select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Link
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.targets import (
    Key,
    Place,
    TargetChange,
    Wanted,
    find_public,
    find_targets,
    in_batches,
)
from wiki.articles.queries.titles import find_name
from wiki.articles.steps.links import find_kept, forget_links
from wiki.articles.steps.publish import Publication, apply_publication
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import add_revision, find_head, lock_head, text_of
from wiki.articles.text import COMMENT_LENGTH
from wiki.audit.steps import record
from wiki.db import db, is_any_pair, write
from wiki.errors import WikiError
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import retarget_wikilinks
from wiki.signals import content_changed

# A try fails only when somebody else has saved the same text meanwhile.
_TRIES = 5


def mend_links(
    change: TargetChange, article_id: int, former: Collection[Key], viewer: Viewer
) -> None:
    """Write into texts what leads where their links lead, after a change of an article.

    Links to the article by a `former` title are mended even if they still lead there.
    """
    sources: set[int] = set()
    for batch in in_batches(change.keys):
        is_concerned = is_any_pair(Link.target_language, Link.target_slug, batch)
        sources |= set(db.session.scalars(select(Link.source_id).where(is_concerned)))
    for source_id in sorted(sources):
        _mend_text(source_id, article_id, former, viewer)


def mend_own_links(article_id: int, viewer: Viewer) -> None:
    """Mend the links of an article that was archived, when nobody mended them."""
    _mend_text(article_id, article_id, (), viewer)


def _mend_text(source_id: int, article_id: int, former: Collection[Key], viewer: Viewer) -> None:
    # The change itself is done: what cannot be mended now is kept.
    with suppress(WikiError):
        for _attempt in range(_TRIES):
            source = db.session.get_one(Article, source_id)
            wrong = {} if source.is_archived else _find_wrong(source_id, article_id, former)
            if not wrong or _save_mended(source_id, wrong, viewer):
                return


def _find_wrong(source_id: int, article_id: int, former: Collection[Key]) -> dict[Wanted, Place]:
    """Return the links of an article's newest text that have to say something else, and where to.

    An archived article is not among the targets.
    """
    kept = find_kept(source_id)
    targets = find_targets(kept)
    public = find_public(set(kept.values()))
    wrong = {}
    for link, target_id in kept.items():
        target = targets.get(link)
        is_former = target_id == article_id and (link[0], slugify(link[1])) in former
        leads_elsewhere = target is None or target.article_id != target_id
        if target_id in public and (is_former or leads_elsewhere):
            wrong[link] = public[target_id]
    return wrong


def _save_mended(source_id: int, wrong: Mapping[Wanted, Place], viewer: Viewer) -> bool:
    """Save a text with its links mended; return False when somebody else saved first."""
    source = find_permitted(source_id, Permission.EDIT, viewer)
    head = find_head(source)
    text = text_of(head)
    names = {link: find_name(place) for link, place in wrong.items()}
    body = retarget_wikilinks(text.body, source.language, names)
    if body == text.body:
        return True
    # Another link may now say what a mended one said before.
    kept = {link: target for link, target in find_kept(source.id).items() if link not in wrong}
    rendered = render_body(body, source.language, kept=kept)
    publish = source.is_public and not source.has_draft
    publish = publish and can(Permission.PUBLISH, viewer, source)
    title = next(iter(wrong.values())).title
    comment = gettext("Link mended: now “%(title)s”", title=title)[:COMMENT_LENGTH]
    with write():
        if not lock_head(source, head.id):
            return False
        forget_links(source.id, wrong)
        revision = add_revision(source, replace(text, body=body), rendered, comment, viewer)
        record(viewer.user_id, "save", "article", source.id, revision=revision.number)
        if publish:
            apply_publication(source, revision, Publication(source.slug))
            record(viewer.user_id, "publish", "article", source.id, revision=revision.number)
        content_changed.send(source)
    return True
