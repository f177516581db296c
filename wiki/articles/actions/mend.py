"""Mend the links of texts whose words would lead elsewhere after a change.

Each text is saved separately after the change. Until then, and where a text cannot be saved, its
links are kept: they lead where they led.
"""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from flask_babel import get_locale, gettext
from sqlalchemy import select

from wiki.accounts.permissions import Permission, can
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.result import NO_SECTIONS, FollowedSections
from wiki.articles.models import Article, TextTask
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.sections import SectionLink, list_section_links
from wiki.articles.queries.targets import (
    Key,
    Place,
    Wanted,
    find_public,
    find_targets,
)
from wiki.articles.queries.titles import find_name
from wiki.articles.sections import Outline, follow_headings
from wiki.articles.steps.links import (
    MOST_AT_ONCE,
    add_tasks,
    find_known_targets,
    find_sources,
    forget_links,
)
from wiki.articles.steps.publish import Publication, apply_publication
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import add_revision, find_head, lock_article, standing_of, text_of
from wiki.articles.steps.sections import find_outlines, has_same_headings
from wiki.articles.text import COMMENT_LENGTH
from wiki.audit.steps import record
from wiki.db import db, write
from wiki.errors import Busy, EditConflict, InvalidInput, NotAllowed, NotFound, TooComplex
from wiki.markup.slugs import ANCHOR_PREFIX, slugify
from wiki.markup.wikilinks import (
    find_own_sections,
    move_section_links,
    retarget_wikilinks,
    section_slug,
)
from wiki.revisions.models import Revision
from wiki.signals import content_changed

# Nothing that waiting would change: the text is too complex, somebody may not edit it any more.
_NEVER = NotFound, NotAllowed, InvalidInput, TooComplex, EditConflict
# A try fails only when somebody else has saved the same text meanwhile.
_TRIES = 5


def note_mending(publication: Publication, article_id: int, viewer: Viewer) -> None:
    """Note, in the transaction of a change of an article, the many texts that follow later."""
    _add_tasks(publication.linking.later, article_id, viewer, former=sorted(publication.former))


def mend_links(publication: Publication, article_id: int, viewer: Viewer) -> None:
    """Write into texts what leads where their links lead, after a change of an article.

    Links to the article by a former title are mended even if they still lead there. Many texts have
    been noted with the change.
    """
    if publication.linking.later:
        return
    sources, former = find_sources(publication.change), publication.former
    later = {each for each in sources if not _is_mended(each, article_id, former, viewer)}
    _note_tasks(later, article_id, viewer, former=sorted(former))


def mend_own_links(article_id: int, viewer: Viewer) -> None:
    """Mend the links of an article that was archived, when nobody mended them."""
    if not _is_mended(article_id, article_id, (), viewer):
        _note_tasks({article_id}, article_id, viewer)


def _is_mended(source_id: int, article_id: int, former: Collection[Key], viewer: Viewer) -> bool:
    try:
        mend_text(source_id, article_id, former, viewer)
    except Busy:
        return False
    return True


def _note_tasks(sources: Collection[int], target_id: int, viewer: Viewer, **what: object) -> None:
    """Note texts that follow in the background.

    The change is done, and must not be said to have failed: the links lead where they led anyway.
    """
    if sources:
        with suppress(Busy), write():
            _add_tasks(sources, target_id, viewer, **what)


def _add_tasks(sources: Collection[int], target_id: int, viewer: Viewer, **what: object) -> None:
    """Add tasks that are done in the name of the viewer."""
    language = get_locale().language
    add_tasks(sources, target_id=target_id, user_id=viewer.user_id, language=language, **what)


def mend_text(source_id: int, article_id: int, former: Collection[Key], viewer: Viewer) -> None:
    """Mend those links of one text that a change of an article concerns, and save it.

    Raises Busy when that cannot be done now; what can never be done is kept as it is.
    """
    with suppress(*_NEVER):
        for _attempt in range(_TRIES):
            source = db.session.get(Article, source_id)  # a draft may be deleted meanwhile
            if source is None:
                return
            wrong = {} if source.is_archived else _find_wrong(source_id, article_id, former)
            if not wrong or _save_mended(source_id, wrong, viewer):
                return
        raise Busy


def _find_wrong(source_id: int, article_id: int, former: Collection[Key]) -> dict[Wanted, Place]:
    """Return the links of an article's newest text that have to say something else, and where to.

    An archived article is not among the targets.
    """
    known = find_known_targets(source_id)
    targets = find_targets(known)
    public = find_public(set(known.values()))
    wrong = {}
    for link, target_id in known.items():
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
    names = {link: link for link in find_known_targets(source_id)}
    names |= {link: find_name(place) for link, place in wrong.items()}
    body = retarget_wikilinks(head.body_markdown, source.language, names)
    title = next(iter(wrong.values())).title
    comment = gettext("Link mended: now “%(title)s”", title=title)
    return _save_body(source, head, body, comment, viewer, gone=wrong)


def _save_body(
    source: Article,
    head: Revision,
    body: str,
    comment: str,
    viewer: Viewer,
    gone: Collection[Wanted] = (),
) -> bool:
    """Save a text whose links say something else; those that are `gone` are looked up anew."""
    if body == head.body_markdown:
        return True
    # Another link may now say what a mended one said before.
    known = {
        link: target for link, target in find_known_targets(source.id).items() if link not in gone
    }
    rendered = render_body(body, source.language, known=known)
    standing = standing_of(source)
    publish = source.is_public and not source.has_draft
    publish = publish and can(Permission.PUBLISH, viewer, source)
    text = replace(text_of(head), body=body)
    with write():
        if standing.head_id != head.id or not lock_article(source, standing):
            return False
        forget_links(source.id, gone)
        revision = add_revision(source, text, rendered, comment[:COMMENT_LENGTH], viewer)
        record(viewer.user_id, "save", "article", source.id, revision=revision.number)
        if publish:
            apply_publication(source, revision, Publication(source.slug))
            record(viewer.user_id, "publish", "article", source.id, revision=revision.number)
        content_changed.send(source)
    return True


def mend_sections(article: Article, former_id: int | None, viewer: Viewer) -> FollowedSections:
    """Let links of other texts follow the headings that a publication has renamed.

    `former_id` is the revision that readers saw before. Tell who links to sections that are gone.
    """
    if former_id is None or has_same_headings(former_id, article.published_id):
        return NO_SECTIONS
    before, after = find_outlines(former_id, article.published_id)
    moved = follow_headings(before, after)
    if not moved:
        return NO_SECTIONS
    links = list_section_links(article, moved.__contains__, viewer)
    names = {anchor: name for anchor, name in moved.items() if name is not None}
    _follow_waiting(article.id, moved)
    count, never = _mend_linking(article.id, links, names, viewer)
    left = [(name, article.shown.title) for name in _find_own_lost(article, after, moved)]
    left += [(each.section, each.title) for each in links if each.anchor not in names]
    left += [(each.section, each.title) for each in never]
    return FollowedSections(count, _grouped(left))


def _mend_linking(
    article_id: int, links: Sequence[SectionLink], names: Mapping[str, str], viewer: Viewer
) -> tuple[int, Sequence[SectionLink]]:
    """Let texts follow the headings, many of them later; return how many did, and which cannot."""
    concerned: dict[int, list[SectionLink]] = {}
    for link in links:
        if link.anchor in names:
            concerned.setdefault(link.source_id, []).append(link)
    never: list[SectionLink] = []
    later = set(concerned)
    if len(concerned) <= MOST_AT_ONCE:
        for source_id, found in concerned.items():
            with suppress(Busy):
                if not _is_moved(source_id, found, names, viewer):
                    never += found
                later.discard(source_id)
    _note_tasks(later, article_id, viewer, sections=names)
    return len(concerned.keys() - later) - len({each.source_id for each in never}), never


def _follow_waiting(article_id: int, moved: Mapping[str, str | None]) -> None:
    """Let texts that wait for an earlier change of headings say what those have become since."""
    with suppress(Busy), write():
        for task in db.session.scalars(select(TextTask).where(TextTask.target_id == article_id)):
            task.sections = {
                anchor: moved.get(ANCHOR_PREFIX + section_slug(name)) or name
                for anchor, name in task.sections.items()
            }


def mend_sections_of(
    source_id: int, article_id: int, names: Mapping[str, str], viewer: Viewer
) -> None:
    """Let the links of one text follow the headings of an article that have new names.

    Raises Busy when that cannot be done now.
    """
    article = db.session.get(Article, article_id)
    if article is None:
        return
    there = {heading.anchor for heading in article.shown.outline}  # also what is there again
    gone = {anchor: name for anchor, name in names.items() if anchor not in there}
    if links := list_section_links(article, gone.__contains__, viewer, source_id):
        _is_moved(source_id, links, gone, viewer)


def _find_own_lost(article: Article, after: Outline, moved: Container[str]) -> list[str]:
    """Return the names of sections that a text links to in itself and no longer has."""
    own = article.language, article.slug
    names = find_own_sections(after.body, {(own[0], article.shown.title)}, own)
    named = {name: ANCHOR_PREFIX + slug for name, slug in names.items()}
    return [
        name for name, anchor in named.items() if anchor in moved and anchor not in after.anchors
    ]


def _grouped(left: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    """Return the titles by the names of sections, each once."""
    lost: dict[str, dict[str, None]] = {}
    for section, title in left:
        lost.setdefault(section, {})[title] = None
    return {section: list(titles) for section, titles in lost.items()}


def _is_moved(
    source_id: int, links: Sequence[SectionLink], names: Mapping[str, str], viewer: Viewer
) -> bool:
    """Make links of a text say the sections that they have now; return False if that is never.

    Raises Busy when it cannot be done now.
    """
    new: dict[tuple[Wanted | None, str], str] = {
        (link.name, link.anchor.removeprefix(ANCHOR_PREFIX)): names[link.anchor] for link in links
    }
    if not new:
        return False
    comment = gettext("Link mended: now “%(title)s”", title=next(iter(new.values())))
    with suppress(*_NEVER):
        for _attempt in range(_TRIES):
            source = find_permitted(source_id, Permission.EDIT, viewer)
            head = find_head(source)
            body = move_section_links(head.body_markdown, source.language, new)
            if _save_body(source, head, body, comment, viewer):
                return True
        raise Busy
    return False
