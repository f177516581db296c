"""Select and order the documents that answer a question, for one viewer, with their facets."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.search.analysis import LANGUAGES
from wiki.search.documents import AUTHORS, EDITORS, PUBLIC, title_gist, title_key, user_audience
from wiki.search.facets import Facet, apply_filters, count_facets
from wiki.search.index import Opened
from wiki.search.parse import Filter, Question
from wiki.search.plan import Plan, is_searchable, make_plan
from wiki.search.request import SearchRequest
from wiki.search.scoring import Scores, Scoring
from wiki.search.segments import Entry, Snapshot

# More than any sum of scores: who types a title wants that article.
EXACT_TITLE = 1000.0
# "Social innovation" asks for "Vad är social innovation?", though other texts say it more often.
SAME_GIST = 500.0
# Names are the same in both languages: the reader's own comes first unless the other is better.
OWN_LANGUAGE = 1.25

# Filters that name tags need the vocabulary: (kind of filter, what the reader wrote) -> slugs.
ResolveTags = Callable[[str, str], Collection[str]]


@dataclass(frozen=True)
class Selection:
    """Hold the documents of all hits in order, what they were chosen from, and the counts."""

    entries: tuple[Entry, ...]
    total_unfiltered: int
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Say what must be known of tags: the kind of each slug, and what a reader's word means."""

    kinds: Mapping[str, str]
    resolve: ResolveTags


@dataclass(frozen=True)
class Audience:
    """Say for whom is searched, and which articles are gone though the index still has them.

    `reading` is the language of the reader's page, or nothing.
    """

    viewer: Viewer
    reading: str = ""
    withdrawn: Collection[int] = ()


def select_documents(
    opened: Opened,
    question: Question,
    request: SearchRequest,
    audience: Audience,
    vocabulary: Vocabulary,
) -> Selection | None:
    """Return the hits; None when the question says nothing that can be looked for."""
    scoring, snapshot = Scoring(opened), opened.snapshot
    exact = scoring.with_title(title_key(request.q))
    if not exact and not _is_understood(question, request):
        return None
    # The reader's words choose among what this viewer may see, and never reach beyond it.
    visible = _visible(snapshot, audience)
    plan = make_plan(question, snapshot)
    scores = _score(scoring, plan, request, audience, exact)
    found = visible.intersection(scores) if question.all_words or exact else visible
    found = _restrict(found, question, scoring, snapshot, vocabulary)
    found = _one_of_each_article(found, scores, snapshot)

    def documents_with(name: str, value: str) -> Collection[int]:
        return _values(snapshot, vocabulary, name).get(value, ())

    kept = apply_filters(found, request.chosen, documents_with)
    facets = count_facets(
        found,
        request.chosen,
        lambda name: _values(snapshot, vocabulary, name),
        documents_with,
    )
    ordered = _order(kept, scores, snapshot, request)
    return Selection(tuple(snapshot.entries[one] for one in ordered), len(found), facets)


def _score(
    scoring: Scoring,
    plan: Plan,
    request: SearchRequest,
    audience: Audience,
    exact: set[int],
) -> Scores:
    """Score by the words; then the reader's language, and titles that are the question itself."""
    scores = scoring.score(plan)
    for document in scores.keys() & scoring.in_language(audience.reading):
        scores[document] *= OWN_LANGUAGE
    gists = [title_gist(request.q, language) for language in LANGUAGES]
    for document in scores.keys() & scoring.with_gist(gists):
        scores[document] += SAME_GIST
    for document in exact:
        scores[document] = scores.get(document, 0.0) + EXACT_TITLE
    return scores


def _is_understood(question: Question, request: SearchRequest) -> bool:
    if any(is_searchable(word) for word in question.all_words) or request.chosen:
        return True
    return any(not one.is_excluded for one in question.filters)


def _visible(snapshot: Snapshot, audience: Audience) -> set[int]:
    """Return the documents this viewer may see: the rights are part of the index."""
    viewer = audience.viewer
    audiences = [PUBLIC]
    if viewer.is_at_least(Role.EDITOR):
        audiences.append(EDITORS)
    elif viewer.user_id is not None:
        audiences += [AUTHORS, user_audience(viewer.user_id)]
    seen: set[int] = set().union(*(snapshot.documents("audience", one) for one in audiences))
    if not audience.withdrawn:
        return seen
    entries = snapshot.entries
    return {one for one in seen if entries[one].article_id not in audience.withdrawn}


def _restrict(
    found: set[int],
    question: Question,
    scoring: Scoring,
    snapshot: Snapshot,
    vocabulary: Vocabulary,
) -> set[int]:
    """Return what fits the phrases, titles, filters and exclusions the reader wrote."""
    for phrase in question.phrases:
        if any(is_searchable(word) for word in phrase):
            found = found & scoring.with_phrase(phrase)
    for title in question.titles:
        if any(is_searchable(word) for word in title):
            found = found & scoring.with_title_words(title)
    for unwanted in question.excluded:
        found = found - scoring.with_phrase(unwanted)
    for condition in question.filters:
        documents = _fitting(condition, snapshot, vocabulary)
        found = found - documents if condition.is_excluded else found & documents
    return found


def _fitting(condition: Filter, snapshot: Snapshot, vocabulary: Vocabulary) -> set[int]:
    if condition.name in {"kind", "language"}:
        return set(snapshot.documents(condition.name, condition.value))
    slugs = vocabulary.resolve(condition.name, condition.value)
    return set().union(*(snapshot.documents("tag", slug) for slug in slugs))


def _one_of_each_article(found: set[int], scores: Scores, snapshot: Snapshot) -> set[int]:
    """Return one document for each article: the better one, of equals the public text."""
    public = snapshot.documents("audience", PUBLIC)
    best: dict[int, tuple[float, bool, int]] = {}
    for document in found:
        rank = (scores.get(document, 0.0), document in public, document)
        article_id = snapshot.entries[document].article_id
        if article_id not in best or rank > best[article_id]:
            best[article_id] = rank
    return {document for _score, _is_public, document in best.values()}


def _values(snapshot: Snapshot, vocabulary: Vocabulary, name: str) -> Mapping[str, Collection[int]]:
    if name in {"kind", "language"}:
        return snapshot.values(name)
    kinds = vocabulary.kinds
    return {
        slug: found for slug, found in snapshot.values("tag").items() if kinds.get(slug) == name
    }


def _order(kept: set[int], scores: Scores, snapshot: Snapshot, request: SearchRequest) -> list[int]:
    """Return the documents best first, or newest first; equals always in the same order."""

    def rank(document: int) -> tuple[float, float, int]:
        entry = snapshot.entries[document]
        score = -scores.get(document, 0.0) if request.sort == "relevance" else 0.0
        return (score, -entry.published_seconds, entry.article_id)

    return sorted(kept, key=rank)
