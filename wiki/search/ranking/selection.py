"""Select, order and count the documents that answer a question, for one viewer."""

from collections.abc import Callable, Collection, Sequence
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
from wiki.search.language.analysis import LANGUAGES, is_own_stop_word, stem, words
from wiki.search.meaning.mixing import SECOND_LOOK, WITH_WORDS, WITHOUT_WORDS, is_far, is_near, mix
from wiki.search.ranking.bm25f import Scores, Scoring
from wiki.search.ranking.facets import (
    Facet,
    TagLookup,
    apply_filters,
    count_facets,
    group_values,
    having,
    restrict,
)
from wiki.search.ranking.plan import Plan
from wiki.search.ranking.query import Question
from wiki.search.ranking.relevance import (
    LEAST_HELD,
    are_named,
    is_cut,
    is_guess,
    is_partial,
    keep_answers,
    keep_near,
)
from wiki.search.ranking.request import MOST_SHOWN, SearchRequest
from wiki.search.ranking.second import SecondLook, look_again
from wiki.search.segments.arrays import Array, Numbers
from wiki.search.segments.order import best_first, one_per_article
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


@dataclass(frozen=True)
class Selection:
    """The hits that can be paged to, in order, the number of all hits, and the facets.

    `hit_ids` are (article id, revision id); `is_mixed` says that they are of both languages,
    `is_guess` that all were found only by words that look like those of the question, `is_partial`
    that none holds enough of it to answer it. `left_out` are more, which mention it in passing: the
    best of all `total_left_out`.
    """

    hit_ids: Sequence[tuple[int, int]]
    is_mixed: bool
    is_guess: bool
    is_partial: bool
    left_out: Sequence[tuple[int, int]]
    total_left_out: int
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
    near: Array | None = None,
) -> Selection | None:
    """Return the hits, or None without anything to look for; `near` is how near each text means."""
    exact = _titled(request.q, snapshot)
    if not (len(exact) or _is_understood(question, request)):
        return None
    scored = _score(snapshot, plan, audience)
    find = partial(_find, snapshot, question, lookup, audience, exact)
    all_found = _find_by_words_and_meaning(find, scored, near)
    titled = _favour_titles(scored, snapshot, plan, request, audience, exact)
    by_relevance = partial(_by_relevance, snapshot, question, plan, scored, titled, near)
    look = by_relevance(all_found)
    is_narrow = is_cut(question, request)
    spared = titled + (scored.certain & are_named(request.q, snapshot))
    found = _keep(all_found, look.worths, scored, spared, near) if is_narrow else all_found
    fitting, facets = _narrow_down(found, snapshot, request, lookup)
    left_out = apply_filters(all_found & ~found, request.chosen, partial(having, snapshot, lookup))
    best = partial(_best_first, scores=scored.scores + titled, snapshot=snapshot)
    hits = best(fitting, by_score=request.sort == "relevance")
    if request.sort == "relevance":
        hits = by_relevance(fitting).order if request.chosen else look.within(hits)
    return Selection(
        _hit_ids(hits, snapshot),
        all(snapshot.mask("language", language)[all_found].any() for language in LANGUAGES),
        is_guess(found, scored),
        is_narrow and is_partial(found, scored, titled),
        _hit_ids(best(left_out), snapshot),
        int(np.count_nonzero(left_out)),
        int(np.count_nonzero(fitting)),
        int(np.count_nonzero(found)),
        facets,
    )


def _titled(text: str, snapshot: Snapshot) -> Numbers:
    key = title_key(text)
    return snapshot.documents("title_key", key) if key else np.zeros(0, np.intp)


def _by_relevance(
    snapshot: Snapshot,
    question: Question,
    plan: Plan,
    scored: Scores,
    titled: Array,
    near: Array | None,
    found: Array,
) -> SecondLook:
    """Return the best of `found` in their order, and what each is worth."""
    best = _best_first(found, scored.scores + titled, snapshot)
    weight = 1.0 if near is None else SECOND_LOOK
    return look_again(best, scored, titled, question.all_words, plan, snapshot, weight)


def _narrow_down(
    found: Array, snapshot: Snapshot, request: SearchRequest, lookup: TagLookup
) -> tuple[Array, tuple[Facet, ...]]:
    """Return what fits the facets that the reader chose, and what each of them would leave."""
    of_value = partial(having, snapshot, lookup)
    values_of = partial(group_values, snapshot, lookup)
    facets = count_facets(found, request.chosen, values_of, of_value, lookup.numbers)
    return apply_filters(found, request.chosen, of_value), facets


def _find_by_words_and_meaning(
    find: Callable[[Array], Array], scored: Scores, near: Array | None
) -> Array:
    """Return what the question finds, and score it by meaning too where that is known."""
    if near is None:
        return find(scored.scores)
    means = is_near(near, WITHOUT_WORDS)
    scored.certain[means] = True
    scored.held[means] = np.maximum(scored.held[means], np.float32(LEAST_HELD))
    all_found = find(scored.scores + means)
    seen = find(scored.scores + means + np.float32(GUESSED))
    seen &= scored.certain | (scored.scores == 0)
    scored.scores[:] = mix(scored.scores, near, seen)
    return all_found


def _keep(
    all_found: Array, worths: Array, scored: Scores, spared: Array, near: Array | None
) -> Array:
    """Return what answers the question, by its words and its meaning."""
    found = keep_answers(all_found, worths, scored, spared, len(worths))
    if near is None:
        return found
    found = keep_near(found, is_far(near), scored, spared)
    kept: Array = found | (all_found & scored.certain & is_near(near, WITH_WORDS))
    return kept


def _find(
    snapshot: Snapshot,
    question: Question,
    lookup: TagLookup,
    audience: Audience,
    exact: Numbers,
    scores: Array,
) -> Array:
    """Return one document of each article that the question finds."""
    # The rights come first: the question only narrows down what this viewer may see.
    visible = _visible(snapshot, audience)
    found = visible & (scores > 0) if question.all_words else visible.copy()
    found[exact] = visible[exact]
    found = restrict(found, question, snapshot, lookup)
    return one_per_article(found, scores, snapshot.visible((PUBLIC,)), snapshot)


def _score(snapshot: Snapshot, plan: Plan, audience: Audience) -> Scores:
    """Score by the words, then favour the reader's language, and events to come."""
    scored = Scoring(snapshot).score(plan)
    scores = scored.scores
    scores[~scored.certain] *= np.float32(GUESSED)
    if audience.page_language:
        scores[snapshot.documents("language", audience.page_language)] *= np.float32(OWN_LANGUAGE)
    scores[snapshot.documents_of(audience.upcoming)] *= np.float32(TO_COME)
    return scored


def _favour_titles(
    scored: Scores,
    snapshot: Snapshot,
    plan: Plan,
    request: SearchRequest,
    audience: Audience,
    exact: Numbers,
) -> Array:
    """Return what titles add that are the question; lower a little what is long unchecked."""
    titled = np.zeros(snapshot.size, np.float32)
    for gist in _gists(request.q, plan):
        alike = snapshot.documents("title_gist", gist)
        titled[alike[scored.scores[alike] > 0]] += np.float32(SAME_GIST)
    titled[exact] += np.float32(EXACT_TITLE)
    check_days = snapshot.entries[3]
    is_old = (check_days > 0) & (check_days < audience.day - LONG_PAST_DAYS) & (titled == 0)
    scored.scores[is_old] *= np.float32(LONG_UNCHECKED)
    scored.certain[exact] = True
    return titled


def _gists(text: str, plan: Plan) -> set[str]:
    """Return the question as titles are compared with it, as it is typed and with slips mended."""
    corrected = {
        (language, word): term
        for (language, term), (word, is_correction) in reversed(plan.alternatives().items())
        if is_correction
    }
    gists = set()
    for language in LANGUAGES:
        gists.add(title_gist(text, language))
        mended = [
            corrected.get((language, word), stem(word, language))
            for word in words(text)
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


def _best_first(
    found: Array, scores: Array, snapshot: Snapshot, *, by_score: bool = True
) -> Numbers:
    return best_first(found, scores, snapshot, MOST_SHOWN, by_score=by_score)


def _hit_ids(documents: Numbers, snapshot: Snapshot) -> list[tuple[int, int]]:
    return [(article, revision) for article, revision in snapshot.entries[:2, documents].T.tolist()]
