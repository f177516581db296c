"""Tell texts that answer a question from those that only mention it in passing.

The figures were chosen by everyday questions and by those with one answer each (docs/search.md):
what is left out is what is worth far less than the best, and never the best itself.
"""

import numpy as np

from wiki.search.index.documents import title_key
from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.query import MOST_WORDS, Question
from wiki.search.ranking.request import SearchRequest
from wiki.search.segments.arrays import Array
from wiki.search.segments.snapshot import Snapshot

# So few hits are read at a glance: each stays that holds a word that tells what is asked.
_FEW = 4
# The others stay that are worth this share of the best in a large wiki, and more in a small one:
# of few texts the first twenty are most of what there is.
_WORTH, _MORE_WORTH, _HALF_AS_LARGE = 0.55, 0.25, 150
# This is enough for those whose titles, summaries, headings or topics say as much of what is asked
# as those of any other: this share of the most.
_NOTABLE, _AS_MUCH = 0.5, 0.99
# Who says nearly all of a question belongs to its hits whatever it means.
SURE = 0.9
# Who holds less than this share of a question does not answer it.
LEAST_HELD = 0.55


def is_cut(question: Question, request: SearchRequest) -> bool:
    """Tell whether hits are left out: not for the words themselves, nor for who asks for all."""
    return bool(question.loose_words) and not (request.is_exact or request.is_wide)


def are_named(text: str, snapshot: Snapshot) -> Array:
    """Return which texts have a title that stands whole in the question.

    Who types two titles wants both articles, however much more one of them says.
    """
    asked = title_key(text).split()[:MOST_WORDS]
    named = np.zeros(snapshot.size, np.bool_)
    for begin in range(len(asked)):
        for end in range(begin + 1, len(asked) + 1):
            named[snapshot.documents("title_key", " ".join(asked[begin:end]))] = True
    return named


def keep_answers(found: Array, worths: Array, scored: Scores, titled: Array, texts: int) -> Array:
    """Return `found` without what mentions the question only in passing, if others answer it.

    `worths` are shares of the best one's, by both looks; `titled` is above 0 where a title is the
    question or stands in it; `texts` is how many the wiki has. For "social innovation i skolan",
    "social" alone is no answer, unless nothing says more.
    """
    if not found.any():
        return found
    held, about = scored.held, scored.about
    most_held, most_about = held[found].max(), about[found].max()
    least = _WORTH + _MORE_WORTH * _HALF_AS_LARGE / (texts + _HALF_AS_LARGE)
    is_about = (about > 0) & (about >= _AS_MUCH * most_about) & (held >= _AS_MUCH * most_held)
    kept: Array = (worths >= least) | (is_about & (worths >= _NOTABLE)) | (titled > 0)
    if not most_held:  # nearly every text holds all words that were asked for
        kept |= worths >= _NOTABLE
    elif np.count_nonzero(found) <= _FEW:
        kept |= held > 0
    return found & kept


def keep_near(found: Array, far: Array, scored: Scores, titled: Array) -> Array:
    """Return `found` without what means something else, unless it holds nearly all words."""
    kept: Array = found & (~far | (scored.held >= SURE) | (titled > 0))
    return kept


def is_guess(found: Array, scored: Scores) -> bool:
    """Tell whether all hits were found only by words that look like those of the question."""
    return bool(scored.guessed[found].any() and not scored.certain[found].any())


def is_partial(found: Array, scored: Scores, titled: Array) -> bool:
    """Tell whether none of the hits holds enough of the question to answer it, guesses aside.

    `titled` is above 0 where a title is the question.
    """
    if not scored.asks or not found.any() or titled[found].any() or is_guess(found, scored):
        return False
    return bool(scored.held[found].max() < LEAST_HELD)
