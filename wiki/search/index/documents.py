"""Turn an article into documents for the index: its public text and its newer draft."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from wiki.articles.fields import FieldType
from wiki.articles.kinds import DEFAULT_TIMEZONE, KINDS
from wiki.articles.models import Article
from wiki.revisions.models import Revision
from wiki.search.language.analysis import LANGUAGES, fold, folded_terms, stems, terms, words
from wiki.search.language.compounds import Split
from wiki.search.language.titles import name_term
from wiki.search.segments.grams import pack_words
from wiki.search.segments.schema import (
    BODY,
    FOLDED,
    FOLDED_TITLE,
    HEADINGS,
    PARTS,
    SUMMARY,
    TAGS,
    TITLE,
)
from wiki.search.segments.schema import field as field_name
from wiki.tags.models import Tag, WordKind
from wiki.upkeep.queries import due_of

PUBLIC, AUTHORS, EDITORS = "public", "authors", "editors"

_MOMENTS = {
    fact.name for kind in KINDS.values() for fact in kind.fields if fact.type == FieldType.MOMENT
}
# Facts that are choices or URLs, and hold no words to search for.
_WORDLESS_FACTS = {
    "forms",
    "goals",
    "lead_picture",
    "online_url",
    "phases",
    "recording_url",
    "social_media",
    "stage",
    "timezone",
    "website",
}


def user_audience(user_id: int) -> str:
    """Return the audience that consists of one user."""
    return f"user-{user_id}"


@dataclass(frozen=True)
class IndexDocument:
    """One text in the form in which it is indexed, except that compounds are not split yet.

    `swedish_words` are the words to split; `year` is the year that the text is about; `check_day`
    counts the days up to the one by which a public text is to be checked, 0 for never; `written`
    are its words as they are typed, packed.
    """

    article_id: int
    revision_id: int
    published_seconds: int
    audience: tuple[str, ...]
    language: str
    kind: str
    tag: tuple[str, ...]
    title_key: str
    title_gist: str
    terms: dict[str, list[str]]
    swedish_words: tuple[str, ...] = field(default=())
    year: str = ""
    check_day: int = 0
    written: bytes = b""

    def fields(self, split: Split) -> dict[str, Any]:
        """Return the fields for the writer, with compounds split by `split`."""
        parts = [part for word in self.swedish_words for part in split(word)]
        return {
            "article_id": str(self.article_id),
            "revision_id": self.revision_id,
            "published_seconds": self.published_seconds,
            "check_day": self.check_day,
            "written": self.written,
            "audience": " ".join(self.audience),
            "language": self.language,
            "kind": self.kind,
            "tag": " ".join(self.tag),
            "title_key": self.title_key,
            "title_gist": self.title_gist,
            **self.terms,
            **({"year": self.year} if self.year else {}),
            **({field_name(PARTS, "sv"): parts} if parts else {}),
        }


def make_documents(article: Article) -> Iterator[IndexDocument]:
    """Yield the documents of an article: its public text, its newer draft, both, or none.

    Each names who may see it (`audience`), so that the index can enforce the rights.
    """
    published, head = article.published, article.head
    if article.is_archived:
        yield from _make(article, head, (EDITORS,))
        return
    if published is not None:
        yield from _make(article, published, (PUBLIC,))
    if article.has_draft:
        authors = AUTHORS if article.is_public else user_audience(article.created_by_id)
        yield from _make(article, head, (EDITORS, authors))


def _make(
    article: Article, revision: Revision, audience: tuple[str, ...]
) -> Iterator[IndexDocument]:
    if revision.is_hidden:
        return
    language = article.language
    texts = {
        TITLE: revision.title,
        SUMMARY: revision.summary,
        HEADINGS: " ".join(str(heading["text"]) for heading in revision.headings),
        BODY: " ".join([revision.body_text, *_fact_words(revision.facts)]),
    }
    words_of = {name: words(text) for name, text in texts.items()}
    all_words = [word for field_words in words_of.values() for word in field_words]
    yield IndexDocument(
        article_id=article.id,
        revision_id=revision.id,
        published_seconds=_seconds(article, revision),
        audience=audience,
        language=language,
        kind=article.kind,
        tag=tuple(tag.slug for tag in article.tags),
        title_key=title_key(revision.title),
        title_gist=title_gist(revision.title, language),
        terms=_terms_of(words_of, article),
        swedish_words=tuple(all_words) if language == "sv" else (),
        year=_year(article, revision),
        check_day=_check_day(article, revision),
        written=pack_words(all_words),
    )


def _terms_of(words_of: Mapping[str, list[str]], article: Article) -> dict[str, list[str]]:
    """Return the terms of each field of the index that has any."""
    language = article.language
    terms_of = {
        field_name(name, language): stems(field_words, language)
        for name, field_words in words_of.items()
    }
    folded = {name: _folded(some, language) for name, some in words_of.items()}
    terms_of[field_name(FOLDED, language)] = sorted(set().union(*folded.values()))
    terms_of[field_name(FOLDED_TITLE, language)] = folded[TITLE]
    for tag_language in LANGUAGES:
        terms_of[field_name(TAGS, tag_language)] = list(tag_terms(article.tags, tag_language))
    return {name: field_terms for name, field_terms in terms_of.items() if field_terms}


def _folded(field_words: Iterable[str], language: str) -> list[str]:
    accented = {word for word in field_words if not word.isascii()}  # of many words a few
    return sorted({term for word in accented for term in folded_terms(word, language)})


def title_key(text: str) -> str:
    """Return a title in a form that is the same for all its spellings: words without accents."""
    return " ".join(fold(word) for word in words(text)).replace("-", " ")


def title_gist(text: str, language: str) -> str:
    """Return the stems of a title without stop words, after the name of the language."""
    return " ".join([language, *terms(text, language)])


def tag_terms(tags: Iterable[Tag], language: str) -> Iterator[str]:
    """Yield the terms of labels and synonyms, with and without accents.

    People type names on keyboards of all kinds: "malmo" means the tag "Malmö". A name of several
    words is one term, and only the words of a label are terms by themselves too: the synonym
    "offentlig service" is no reason to find everything of that topic by "service".
    """
    for tag in tags:
        label = tag.label(language)
        yield from _terms_and_folded(label, language)
        for name in (label, *tag.words(language), *tag.words(language, WordKind.NEAR)):
            whole = name_term(name, language)
            if " " in whole:
                yield whole
            elif name != label:
                yield from _terms_and_folded(name, language)


def _terms_and_folded(name: str, language: str) -> Iterator[str]:
    yield from terms(name, language)
    if fold(name) != name.lower():
        yield from terms(fold(name), language)


def _fact_words(facts: dict[str, Any]) -> Iterator[str]:
    days = (_written_days(str(facts[name])) for name in sorted(_MOMENTS & facts.keys()))
    yield from dict.fromkeys(day for written in days for day in written)  # mostly it ends that day
    for name, value in facts.items():
        if name not in _WORDLESS_FACTS | _MOMENTS:
            yield from (str(item) for item in (value if isinstance(value, list) else [value]))


def _written_days(moment: str) -> Iterator[str]:
    """Yield the day of a moment, or its month, as people write it in both languages.

    Nobody looks for the minute.
    """
    day = moment.partition("T")[0]
    yield day
    with suppress(ValueError):  # a year alone, as older texts have
        known = date.fromisoformat(day if day.count("-") == 2 else f"{day}-01")
        pattern = "d MMMM y" if day.count("-") == 2 else "MMMM y"
        yield from (format_date(known, pattern, locale=language) for language in LANGUAGES)


def _seconds(article: Article, revision: Revision) -> int:
    """Return the time by which "newest first" sorts, in seconds since 1970."""
    moment = article.published_at if revision.id == article.published_id else revision.created_at
    return int((moment or revision.created_at or datetime(1970, 1, 1, tzinfo=UTC)).timestamp())


def _year(article: Article, revision: Revision) -> str:
    """Return the year of a case or an event, or else of first publication, or "" before that."""
    year = str(revision.facts.get("year") or revision.facts.get("starts_at") or "")[:4]
    if year or article.first_published_at is None:
        return year
    return str(article.first_published_at.astimezone(ZoneInfo(DEFAULT_TIMEZONE)).year)


def _check_day(article: Article, revision: Revision) -> int:
    day = due_of(article) if article.is_public and revision.id == article.published_id else None
    return day.toordinal() if day else 0
