"""Select, order and count the documents that answer a question, for one viewer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.search.index.documents import (
    AUTHORS,
    EDITORS,
    PUBLIC,
    title_gist,
    title_key,
    user_audience,
)
from wiki.search.language.analysis import (
    LANGUAGES,
    is_own_stop_word,
    is_searchable,
    stem,
    words,
)
from wiki.search.ranking.bm25f import Scores, Scoring
from wiki.search.ranking.facets import (
    PLAIN_FACETS,
    Facet,
    TagLookup,
    apply_filters,
    count_facets,
    group_values,
    having,
)
from wiki.search.ranking.phrases import with_phrase, with_title_words
from wiki.search.ranking.plan import Plan
from wiki.search.ranking.query import Filter, Question
from wiki.search.ranking.request import MOST_SHOWN, SearchRequest
from wiki.search.ranking.second import look_again
from wiki.search.segments.arrays import Array, Numbers
from wiki.search.segments.snapshot import Snapshot

# More than any sum of scores: a reader who types a title wants that article.
EXACT_TITLE = 1000.0
# "Social innovation" means "Vad är social innovation?", though other texts hold it more often.
SAME_GIST = 500.0
# Names are the same in both languages: the reader's own language wins unless the other is better.
OWN_LANGUAGE = 1.25
# Of two that are equally good, the one comes first that was checked: a text that should have been
# read again half a year ago may have become wrong. It never decides between titles.
LONG_UNCHECKED = 0.98
LONG_PAST_DAYS = 182
# "Nästa", "snart": of the events that answer a question, those to come are meant.
TO_COME = 4.0
# What only looks like the question, or holds only words of asking, stands below everything else.
GUESSED = 1e-6

_NONE = np.zeros(0, np.intp)


@dataclass(frozen=True)
class Selection:
    """The hits that can be paged to, in order, the number of all hits, and the facets.

    `hit_ids` are (article id, revision id); `is_mixed` says that they are of both languages,
    `is_guess` that all were found only by words that look like those of the question.
    """

    hit_ids: Sequence[tuple[int, int]]
    is_mixed: bool
    is_guess: bool
    total: int
    total_unfiltered: int
    facets: tuple[Facet, ...]


@dataclass(frozen=True)
class Audience:
    """Who searches, on a page in which language, and which articles are withdrawn from them.

    `page_language` may be ""; `withdrawn` articles are still in the index; `day` is today;
    `upcoming` are the articles on events to come, if the question asks for what comes next.
    """

    page_language: str
    withdrawn: Collection[int]
    viewer: Viewer
    day: int = 0
    upcoming: Collection[int] = ()


def select_documents(
    snapshot: Snapshot,
    question: Question,
    plan: Plan,
    request: SearchRequest,
    lookup: TagLookup,
    audience: Audience,
) -> Selection | None:
    """Return the hits, or None when there is nothing to look for in the question."""
    key = title_key(request.q)
    exact = snapshot.documents("title_key", key) if key else _NONE
    if not len(exact) and not _is_understood(question, request):
        return None
    # The rights come first: the question only narrows down what this viewer may see.
    visible = _visible(snapshot, audience)
    scored = _score(snapshot, plan, request, audience, exact)
    scores = scored.scores
    found = visible & (scores > 0) if question.all_words or len(exact) else visible
    found = _restrict(found, question, snapshot, lookup)
    found = _keep_telling(found, scored, exact)
    found = _keep_one_per_article(found, scores, snapshot)
    of_value = partial(having, snapshot, lookup)
    fitting = apply_filters(found, request.chosen, of_value)
    values_of = partial(group_values, snapshot, lookup)
    facets = count_facets(found, request.chosen, values_of, of_value, lookup.numbers)
    best = _best(fitting, scores, snapshot, request.sort == "relevance")
    if request.sort == "relevance":
        best = look_again(best, scored, SAME_GIST, question.all_words, plan, snapshot)
    return Selection(
        [(article, revision) for article, revision in snapshot.entries[:2, best].T.tolist()],
        all(snapshot.mask("language", language)[best].any() for language in LANGUAGES),
        bool(scored.guessed[found].any() and not scored.certain[found].any()),
        int(np.count_nonzero(fitting)),
        int(np.count_nonzero(found)),
        facets,
    )


def _score(
    snapshot: Snapshot,
    plan: Plan,
    request: SearchRequest,
    audience: Audience,
    exact: Numbers,
) -> Scores:
    """Score by the words, then favour the reader's language, and titles that are the question.

    What nobody has checked for long stands a little lower.
    """
    scored = Scoring(snapshot).score(plan)
    scores = scored.scores
    scores[~scored.certain] *= np.float32(GUESSED)
    if audience.page_language:
        scores[snapshot.documents("language", audience.page_language)] *= np.float32(OWN_LANGUAGE)
    scores[snapshot.documents_of(audience.upcoming)] *= np.float32(TO_COME)
    check_days = snapshot.entries[3]
    is_old = (check_days > 0) & (check_days < audience.day - LONG_PAST_DAYS)
    is_old[exact] = False
    for gist in _gists(plan, request):
        alike = snapshot.documents("title_gist", gist)
        scores[alike[scores[alike] > 0]] += np.float32(SAME_GIST)
        is_old[alike] = False
    scores[is_old] *= np.float32(LONG_UNCHECKED)
    scores[exact] += np.float32(EXACT_TITLE)
    scored.certain[exact] = True
    return scored


def _gists(plan: Plan, request: SearchRequest) -> set[str]:
    """Return the question as titles are compared with it, as it is typed and with slips mended."""
    corrected = {
        (language, word): term
        for (language, term), (word, is_correction) in reversed(plan.alternatives().items())
        if is_correction
    }
    gists = set()
    for language in LANGUAGES:
        gists.add(title_gist(request.q, language))
        mended = [
            corrected.get((language, word), stem(word, language))
            for word in words(request.q)
            if not is_own_stop_word(word, language)
        ]
        gists.add(" ".join([language, *mended]))
    return gists


def _is_understood(question: Question, request: SearchRequest) -> bool:
    if question.searchable_words or request.chosen:
        return True
    return any(not condition.is_excluded for condition in question.filters)


def _visible(snapshot: Snapshot, audience: Audience) -> Array:
    """Return which documents this viewer may see, by the audiences in the index."""
    viewer = audience.viewer
    audiences = [PUBLIC]
    if viewer.is_at_least(Role.EDITOR):
        audiences.append(EDITORS)
    elif viewer.user_id is not None:
        audiences += [AUTHORS, user_audience(viewer.user_id)]
    seen = snapshot.visible(tuple(audiences))
    if not audience.withdrawn:
        return seen
    seen = seen.copy()
    seen[snapshot.documents_of(audience.withdrawn)] = False
    return seen


def _restrict(found: Array, question: Question, snapshot: Snapshot, lookup: TagLookup) -> Array:
    """Return what fits the phrases, titles, filters and exclusions that the reader typed."""
    for phrase in question.phrases:
        if any(is_searchable(word) for word in phrase):
            found = found & with_phrase(snapshot, phrase)
    for title in question.titles:
        if any(is_searchable(word) for word in title):
            found = found & with_title_words(snapshot, title)
    for unwanted in question.excluded:
        found = found & ~with_phrase(snapshot, unwanted)
    for condition in question.filters:
        fitting = _fitting(condition, snapshot, lookup)
        found = found & (~fitting if condition.is_excluded else fitting)
    return found


def _keep_telling(found: Array, scored: Scores, exact: Numbers) -> Array:
    """Return `found` without what holds only words of asking, and words that all texts hold.

    For "social innovation i skolan", "social" alone is no answer, unless nothing says more.
    """
    if not (found & scored.telling).any():
        return found
    kept = scored.telling | scored.resembling
    kept[exact] = True
    return found & kept


def _fitting(condition: Filter, snapshot: Snapshot, lookup: TagLookup) -> Array:
    if condition.name in PLAIN_FACETS:
        return snapshot.mask(condition.name, condition.value)
    fitting = np.zeros(snapshot.size, np.bool_)
    for slug in lookup.resolve(condition.name, condition.value):
        fitting[snapshot.documents("tag", slug)] = True
    return fitting


def _keep_one_per_article(found: Array, scores: Array, snapshot: Snapshot) -> Array:
    """Return one document for each article: the better one, or of equals the public text."""
    shared = np.nonzero(found & snapshot.shares_article)[0]
    if not len(shared):
        return found
    is_public = snapshot.visible((PUBLIC,))[shared]
    best_first = shared[np.lexsort((shared, is_public, scores[shared]))[::-1]]
    _, first = np.unique(snapshot.entries[0, best_first], return_index=True)
    found = found.copy()
    found[shared] = False
    found[best_first[first]] = True
    return found


def _best(fitting: Array, scores: Array, snapshot: Snapshot, by_score: bool) -> Numbers:
    """Return the documents best or newest first, with equals always in the same order.

    Those beyond the last page are left out.
    """
    numbers = np.nonzero(fitting)[0]
    article_ids, _, seconds, _ = snapshot.entries
    keys = [scores, seconds, -article_ids] if by_score else [seconds, -article_ids]
    numbers = _top(numbers, keys, MOST_SHOWN)
    order = np.lexsort([-key[numbers] for key in reversed(keys)])
    shown: Numbers = numbers[order]
    return shown


def _top(numbers: Numbers, keys: Sequence[Array], limit: int) -> Numbers:
    """Return, in any order, the `limit` numbers with the greatest keys; later keys break ties."""
    chosen: list[Numbers] = []
    for key in keys:
        if len(numbers) <= limit:
            break
        values = key[numbers]
        least = np.partition(values, len(values) - limit)[len(values) - limit]
        chosen.append(numbers[values > least])
        numbers = numbers[values == least]
        limit -= len(chosen[-1])
    return np.concatenate([*chosen, numbers[:limit]])
