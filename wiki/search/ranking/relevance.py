"""Tell texts that answer a question from those that only mention it in passing.

The figures were chosen by everyday questions and by those with one answer each (docs/search.md):
what is left out is what stands far below the best, and never the best itself.
"""

import numpy as np

from wiki.search.ranking.bm25f import Scores
from wiki.search.ranking.query import Question
from wiki.search.ranking.request import SearchRequest
from wiki.search.segments.arrays import Array, Numbers

# So few hits are read at a glance.
FEW = 3
# The best hit says what is asked when it holds this share of the question.
SURE = 0.9
# If it does, the others stay that have this share of its score, whatever they hold ...
BEST = 0.6
# ... or hold this share of what the one holds that holds most, and have this share of the score,
ANSWERING = 0.4
AS_MUCH = 0.45
# or the smaller one when a title, a summary, a heading or the topics say it.
NOTABLE = 0.2
# If it does not, any of the others may answer better, down to this share of the score.
UNSURE = 0.25
# Who holds less than this share of a question does not answer it.
LEAST_HELD = 0.55


def is_cut(question: Question, request: SearchRequest) -> bool:
    """Tell whether hits are left out: not for the words themselves, nor for who asks for all."""
    return bool(question.loose_words) and not (request.is_exact or request.is_wide)


def keep_answers(found: Array, scored: Scores, exact: Numbers) -> Array:
    """Return `found` without what mentions the question only in passing, if others answer it.

    For "social innovation i skolan", "social" alone is no answer, unless nothing says more.
    """
    if not found.any():
        return found
    scores, held, about = scored.scores, scored.held, scored.about
    best = np.nonzero(found)[0][scores[found].argmax()]
    shares = scores / max(scores[best], np.float32(1e-9))
    most_held, most_about = held[found].max(), about[found].max()
    if np.count_nonzero(found) <= FEW:
        kept: Array = held > 0 if most_held else found.copy()
    elif held[best] >= SURE:
        is_about = (about > 0) & (about >= AS_MUCH * most_about)
        is_good = (shares >= ANSWERING) | (is_about & (shares >= NOTABLE))
        kept = (shares >= BEST) | (is_good & (held >= AS_MUCH * most_held))
    else:
        kept = shares >= UNSURE
        if most_held:
            kept &= held > 0
    kept[exact] = True
    return found & kept


def keep_near(found: Array, far: Array, scored: Scores, exact: Numbers) -> Array:
    """Return `found` without what means something else, unless it holds nearly all words."""
    kept: Array = ~far | (scored.held >= SURE)
    kept[exact] = True
    return found & kept


def is_partial(found: Array, scored: Scores, least_title: float) -> bool:
    """Tell whether none of the hits holds enough of the question to answer it.

    Titles that are the question have a score of `least_title` or more.
    """
    if not scored.asks or not found.any() or (scored.scores[found] >= least_title).any():
        return False
    return bool(scored.held[found].max() < LEAST_HELD)
