"""Read what an export writes, and check what a folder refers to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload, undefer

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Redirect, Translation
from wiki.articles.queries.articles import is_visible, shown_id
from wiki.articles.queries.authors import find_credits_of
from wiki.articles.steps.kind import facts_of_kind
from wiki.articles.steps.slugs import RESERVED
from wiki.citations.credits import AUTHOR, Credit, Credits
from wiki.content.folder import Folder
from wiki.content.frontmatter import ContentDocument
from wiki.content.mediafile import MediaEntry
from wiki.content.plain_yaml import ContentError
from wiki.content.sourcefile import SourceEntry
from wiki.content.tagfile import TagEntry
from wiki.db import db
from wiki.markup.slugs import slugify
from wiki.media.models import MediaFile, said_of, stored_name
from wiki.media.store import MediaStore
from wiki.references.queries import list_former_keys, list_sources
from wiki.revisions.models import ReviewedVersion, Revision
from wiki.revisions.queries import is_review_of, read_review
from wiki.tags.models import Tag, WordKind
from wiki.tags.queries import BY_NUMBER, read_related_pairs
from wiki.tags.terms import Term
from wiki.universities.profile import NO_PROFILE
from wiki.universities.queries import list_profiles
from wiki.web.languages import other_language

_PART = 200  # articles that are in memory at a time


def list_documents(viewer: Viewer) -> Iterator[ContentDocument]:
    """Yield each article that is not archived: its public text, else its newest draft."""
    partners = _partners()
    rows = db.session.execute(
        select(Article, Revision, ReviewedVersion)
        .join(Revision, Revision.id == shown_id())
        .outerjoin(ReviewedVersion, is_review_of(Revision))
        .where(Article.archived_at.is_(None), is_visible(viewer))
        .options(
            undefer(Revision.body_markdown),
            selectinload(Article.tags),
            joinedload(ReviewedVersion.reviewer),
        )
        .order_by(Article.language, Article.slug)
        .execution_options(yield_per=_PART)
    )
    for part in rows.partitions(_PART):
        credited = find_credits_of(
            {article.id: revision.number for article, revision, _review in part}
        )
        former = _list_former([article.id for article, _revision, _review in part])
        for article, revision, review in part:
            yield ContentDocument(
                slug=article.slug,
                language=article.language,
                kind=article.kind,
                title=revision.title,
                summary=revision.summary,
                body=revision.body_markdown,
                tags=tuple(sorted(tag.slug for tag in article.tags)),
                translation=partners.get(article.id, ""),
                licence=article.licence,
                published=article.is_public,
                facts=facts_of_kind(article.kind, revision.facts),
                authors=_describe_chosen(credited.get(article.id, Credits())),
                reviewed=describe_review(review) if article.is_public else {},
                addresses=tuple(former[article.id]),
            )


def _list_former(article_ids: Collection[int]) -> Mapping[int, list[tuple[str, str]]]:
    """Return the redirects that lead to each article, as languages and slugs."""
    columns = select(Redirect.article_id, Redirect.language, Redirect.slug)
    rows = columns.where(Redirect.article_id.in_(article_ids)).order_by(Redirect.slug)
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    for article_id, language, slug in db.session.execute(rows.order_by(Redirect.language)):
        found[article_id].append((language, slug))
    return found


def describe_review(row: ReviewedVersion | None) -> dict[str, str]:
    """Return who reviewed the text that is exported, if somebody reviewed exactly that."""
    review = read_review(row)
    if review is None:
        return {}
    values = {
        "name": review.credit.name,
        "university_sv": review.university_sv,
        "university_en": review.university_en,
        "at": review.at.isoformat(),
    }
    return {key: value for key, value in values.items() if value}


def _describe_chosen(credited: Credits) -> tuple[dict[str, str], ...]:
    """Return the people who were chosen; who was only counted is counted again."""
    return tuple(map(_describe_author, credited.named)) if credited.is_chosen else ()


def _describe_author(credit: Credit) -> dict[str, str]:
    """Return what is known of an author; that they are one goes without saying."""
    role = "" if credit.role == AUTHOR else credit.role
    values = {"orcid": credit.orcid, "affiliation": credit.affiliation, "role": role}
    return {"name": credit.written, **{key: value for key, value in values.items() if value}}


def _partners() -> dict[int, str]:
    """Return the slug of each article's translation, by the article's id."""
    rows = db.session.execute(select(Article.id, Article.slug).where(Article.archived_at.is_(None)))
    slugs = {row.id: row.slug for row in rows}
    partners = {}
    for pair in db.session.scalars(select(Translation)):
        for own, other in ((pair.sv_id, pair.en_id), (pair.en_id, pair.sv_id)):
            if other in slugs:
                partners[own] = slugs[other]
    return partners


def list_media() -> list[MediaEntry]:
    """Return every picture and file, with the path of its widest copy."""
    store: MediaStore = current_app.extensions["media"]
    files = db.session.scalars(select(MediaFile).order_by(MediaFile.name))
    found = ((file, store.find(file.mark, stored_name(file))) for file in files)
    return [MediaEntry(file.name, path, said_of(file)) for file, path in found if path]


def list_terms() -> list[TagEntry]:
    """Return the whole vocabulary, parents before their children."""
    tags = db.session.scalars(
        select(Tag)
        .options(selectinload(Tag.synonyms), selectinload(Tag.near_words))
        .order_by(Tag.kind.desc(), BY_NUMBER, Tag.slug)
    ).all()
    slugs = {tag.id: tag.slug for tag in tags}
    related: defaultdict[int, list[str]] = defaultdict(list)
    for first, second in read_related_pairs():
        related[first].append(slugs[second])
        related[second].append(slugs[first])
    profiles = {tag_id: said for tag_id, said in list_profiles().items() if said != NO_PROFILE}
    return [
        TagEntry(
            _term(tag, related[tag.id]), slugs.get(tag.parent_id or 0, ""), 0, profiles.get(tag.id)
        )
        for tag in tags
    ]


def _term(tag: Tag, related: Iterable[str]) -> Term:
    return Term(
        kind=tag.kind,
        slug=tag.slug,
        label_sv=tag.label_sv,
        label_en=tag.label_en,
        description_sv=tag.description_sv,
        description_en=tag.description_en,
        synonyms_sv=tag.words("sv"),
        synonyms_en=tag.words("en"),
        near_sv=tag.words("sv", WordKind.NEAR),
        near_en=tag.words("en", WordKind.NEAR),
        scope_note_sv=tag.scope_note_sv,
        scope_note_en=tag.scope_note_en,
        related=tuple(sorted(related)),
        website=tag.website,
        contact=tag.contact,
        number=tag.number,
    )


def list_source_entries() -> list[SourceEntry]:
    """Return the whole library of sources."""
    former = list_former_keys()
    return [
        SourceEntry(source.key, source.csl, tuple(former.get(source.id, ())))
        for source in list_sources()
    ]


def check_relations(folder: Folder) -> list[ContentError]:
    """Find tags and translations that do not exist, and file names that are no slugs."""
    known = {entry.term.slug for entry in folder.tags}
    known |= set(db.session.scalars(select(Tag.slug)))
    articles = {(document.language, document.slug) for document in folder.documents}
    faults = []
    for document in folder.documents:
        for slug in document.tags:
            if slug not in known:
                faults.append(document.error("tags", f"there is no tag {slug!r}"))
        other = other_language(document.language)
        if document.translation and (other, document.translation) not in articles:
            message = f"there is no article {other}/{document.translation} in the folder"
            faults.append(document.error("translation", message))
        if slugify(document.slug) != document.slug:
            faults.append(document.error("title", "the file's name must be a slug: a-z, 0-9, -"))
        elif document.slug in RESERVED:
            faults.append(
                document.error("title", f"the wiki has a page {document.slug} of its own")
            )
    return faults
