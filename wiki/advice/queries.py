"""Find what is worth looking at in a text, with what the database knows; count it for editors."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sqlalchemy import CompoundSelect, Select, and_, func, literal, select, union_all
from sqlalchemy.orm import undefer

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.advice.checks import Reading, check_text, group, is_begun, shorten
from wiki.advice.kinds import Advice, AdviceKind
from wiki.advice.models import ArticleAdvice
from wiki.advice.outline import Outline, TextPart, read_outline
from wiki.advice.wording import Panel, make_panel
from wiki.articles.models import Article, Link
from wiki.articles.queries.articles import (
    ArticleSummary,
    read_lines,
    shown_id,
)
from wiki.articles.queries.similar import find_nearest
from wiki.articles.queries.targets import find_targets
from wiki.db import db
from wiki.errors import TooComplex
from wiki.markup.inline.media import Media
from wiki.media.queries import find_library
from wiki.memory.queries import remember
from wiki.references.models import CitedSource, LinkCheck
from wiki.references.queries import find_faults, find_items
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.web.pagination import Page, turn_to

_MOST_NEAR = 3
# What `_select_given` reads.
_GIVEN_IN = (ArticleAdvice, Link, CitedSource, LinkCheck, Article, Revision)
_LONGEST_TITLE = 200
_MEDIA = "media:"


@dataclass(frozen=True)
class Writing:
    """What stands in the form of an article; one that is not saved yet has no id."""

    language: str
    kind: str
    title: str
    summary: str
    body: str
    article_id: int | None = None


@dataclass(frozen=True)
class Findings:
    """The advice on a text, and how hard it is to read, if that was measured."""

    advice: Sequence[Advice] = ()
    lix: int | None = None


def find_panel(writing: Writing) -> Panel:
    """Return the advice on what stands in a form, in words and with the places in its text."""
    # A browser sends other line ends than those it counts with.
    writing = replace(writing, body=writing.body.replace("\r\n", "\n"))
    findings = find_advice(writing)
    return make_panel(findings.advice, findings.lix, writing.body)


def find_advice(writing: Writing) -> Findings:
    """Return what the writer may want to look at; of an empty text nothing.

    A text beyond the limits is told so elsewhere, and that a title is taken, below the title.
    """
    if not writing.body.strip():
        return Findings()
    try:
        outline = read_outline(writing.body, writing.language)
    except TooComplex:
        return Findings()
    found: list[Advice] = []
    if is_begun(outline) and not writing.summary.strip():
        found.append(Advice(AdviceKind.SUMMARY))
    found += _find_untagged(writing.article_id)
    found += _find_red(outline, writing)
    found += _find_dead(outline)
    reading = Reading(outline, writing.language)
    found += _find_in_text(reading, writing)
    return Findings(shorten(found), reading.lix)


def _count_near(writing: Writing) -> int:
    """Return how many other articles have the same title or nearly so, at most three."""
    is_other = and_(Article.language == writing.language, Article.id != (writing.article_id or 0))
    nearest = find_nearest(writing.language, writing.title[:_LONGEST_TITLE], is_other)
    return min(len(nearest), _MOST_NEAR)


def _find_untagged(article_id: int | None) -> Iterator[Advice]:
    """Yield which kinds of tag an article lacks; one that is not saved yet cannot have any."""
    if article_id is None:
        return
    query = select(Tag.kind).join(ArticleTag, ArticleTag.tag_id == Tag.id)
    kinds = set(db.session.scalars(query.where(ArticleTag.article_id == article_id).distinct()))
    yield from (
        Advice(kind) for kind in (AdviceKind.TOPIC, AdviceKind.UNIVERSITY) if kind not in kinds
    )


def _find_red(outline: Outline, writing: Writing) -> Iterator[Advice]:
    """Yield the wiki links that lead nowhere, but for one to the article itself."""
    named = [link for link in outline.wikilinks if link.names]
    known = {(writing.language, writing.title.strip())}
    known |= (
        find_targets({name for link in named for name in link.names}).keys() if named else set()
    )
    red = [link for link in named if known.isdisjoint(link.names)]
    yield from group(AdviceKind.RED, (TextPart(link.names[-1][1], link.place) for link in red))


def _find_dead(outline: Outline) -> Iterator[Advice]:
    """Yield the sources whose links led nowhere when they were checked."""
    faults = find_faults({key.words for key in outline.keys})
    for advice in group(AdviceKind.DEAD, (key for key in outline.keys if key.words in faults)):
        yield replace(advice, facts={"fault": faults[advice.about]})


def _find_in_text(reading: Reading, writing: Writing) -> Iterator[Advice]:
    """Yield what is stored for editors too, but for titles."""
    outline = reading.outline
    yield from check_text(reading, writing.kind)
    known = find_items({key.words for key in outline.keys})
    yield from group(AdviceKind.KEY, (key for key in outline.keys if key.words not in known))
    bare = [picture for picture in outline.pictures if not picture.words]
    library = find_library({_name(each) for each in bare}, writing.language)
    for picture in bare:
        if _is_undescribed(picture, library.get(_name(picture))):
            yield Advice(AdviceKind.PICTURE, (picture.place,))


def _is_undescribed(picture: TextPart, media: Media | None) -> bool:
    """Return whether nobody says what a picture shows; one from elsewhere is shown as a link."""
    if media is None:
        return picture.target.startswith("/")
    return not (media.alt or media.is_decorative)


def _name(picture: TextPart) -> str:
    return picture.target.removeprefix(_MEDIA).strip().lower()


def count_in_texts(article_ids: Sequence[int]) -> list[dict[str, object]]:
    """Return the rows of ArticleAdvice for articles that are not archived."""
    texts = db.session.execute(
        select(Article, Revision)
        .join(Revision, Revision.id == Article.head_id)
        .where(Article.id.in_(article_ids), Article.archived_at.is_(None))
        .options(undefer(Revision.body_markdown))
    ).all()
    return [
        {"article_id": article.id, "kind": kind.value, "count": count}
        for article, revision in texts
        for kind, count in _count(article, revision).items()
    ]


def _count(article: Article, revision: Revision) -> Mapping[AdviceKind, int]:
    """Return how often each kind of advice is given on a text."""
    writing = Writing(
        article.language,
        article.kind,
        revision.title,
        revision.summary,
        revision.body_markdown,
        article.id,
    )
    found: list[Advice] = []
    with suppress(TooComplex):  # by a limit that is newer than the text
        outline = read_outline(writing.body, writing.language)
        found += _find_in_text(Reading(outline, writing.language), writing)
    counts: Counter[AdviceKind] = Counter()
    if near := _count_near(writing):
        counts[AdviceKind.TITLE] = near
    for advice in found:
        counts[advice.kind] += max(1, len(advice.places))
    return counts


def count_by_kind(viewer: Viewer) -> Mapping[AdviceKind, int]:
    """Return on how many articles there is advice of each kind, but for tags."""
    require(Permission.USE_DESK, viewer)
    return remember("advice by kind", _GIVEN_IN, _count_by_kind)


def _count_by_kind() -> Mapping[AdviceKind, int]:
    given = _select_given().subquery()
    rows = db.session.execute(
        select(given.c.kind, func.count())
        .join(Article, Article.id == given.c.article_id)
        .where(Article.archived_at.is_(None))
        .group_by(given.c.kind)
    )
    counts: dict[str, int] = dict(rows.all())
    return {kind: counts[kind] for kind in AdviceKind if kind in counts}


def list_advised(
    kind: AdviceKind, viewer: Viewer, page: int = 1
) -> Page[tuple[ArticleSummary, int]]:
    """List the articles on which there is advice of a kind, those with the most first."""
    require(Permission.USE_DESK, viewer)
    counts = remember(("advised", kind), _GIVEN_IN, lambda: _find_advised(kind))

    def read(ids: Sequence[int]) -> Sequence[tuple[ArticleSummary, int]]:
        return [(line, counts[line.id]) for line in read_lines(ids)]

    return turn_to(list(counts), read, page)


def _find_advised(kind: AdviceKind) -> Mapping[int, int]:
    """Return how often a kind of advice is given on an article, in the order of the list."""
    given = _select_given().subquery()
    query: Select[int, int] = (
        select(Article.id, given.c.count)
        .join(Revision, Revision.id == shown_id())
        .join(given, given.c.article_id == Article.id)
        .where(given.c.kind == kind.value, Article.archived_at.is_(None))
        .order_by(given.c.count.desc(), Revision.sort_key, Article.id)
    )
    return dict(db.session.execute(query).all())


def _select_given() -> CompoundSelect[int, str, int]:
    """Select article, kind and count of what is stored, and of what other tables say."""
    red = select(Link.source_id, literal(AdviceKind.RED.value), func.count())
    dead = select(CitedSource.article_id, literal(AdviceKind.DEAD.value), func.count())
    bare = select(Article.id, literal(AdviceKind.SUMMARY.value), literal(1))
    return union_all(
        select(
            ArticleAdvice.article_id.label("article_id"),
            ArticleAdvice.kind.label("kind"),
            ArticleAdvice.count.label("count"),
        ),
        red.where(Link.in_head, Link.target_id.is_(None)).group_by(Link.source_id),
        dead.join(LinkCheck, LinkCheck.source_id == CitedSource.source_id)
        .where(CitedSource.in_head, LinkCheck.fault != "")
        .group_by(CitedSource.article_id),
        bare.join(Revision, Revision.id == Article.head_id).where(Revision.summary == ""),
    )
