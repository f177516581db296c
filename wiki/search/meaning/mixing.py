"""Mix how well texts hold the words of a question with how near their meaning is.

Both are measured from their mean, in standard deviations (z-scores): a score of words has no
greatest value, and the cosines of this model lie between 0.75 and 0.95.
"""

import numpy as np

from wiki.search.segments.arrays import Array, Numbers

# Measured on questions with one answer each (docs/meaning.md).
_SHARE = 0.6
# In a wiki of so many texts meaning counts half of that: deviations of few texts say little.
_HALF_AS_SURE = 36
# So many of the best by words, and by meaning, are compared.
_COMPARED = 50
# How near a text must be, and how much nearer than the average, to be found without a word of the
# question, and to stay among the hits though it only mentions its words. What answers an everyday
# question is at 0.82 to 0.89; what is nearest to one that has no answer at 0.81 to 0.86, and mostly
# less than 0.05 above the average.
_NEAR = 0.84
WITHOUT_WORDS, WITH_WORDS = 0.05, 0.035
# What holds little of the question and is no nearer than this above the average does not answer it.
_FAR = 0.01
# In a wiki of few texts the average is drawn to what it is in others, as if by so many texts more.
_USUAL, _USUAL_TEXTS = 0.79, 10
# With meaning, the second look at the first hits counts less.
SECOND_LOOK = 0.55
# What is not compared stands below all that is.
_LEAST, _TIE = 1e-3, 1e-9


def is_near(near: Array, nearer: float) -> Array:
    """Return which documents mean what is asked: they are so much nearer than the average."""
    found: Array = near >= max(_NEAR, _average(near) + nearer)
    return found


def is_far(near: Array) -> Array:
    """Return which documents mean something else; what has no vector is not known to."""
    far: Array = (near > -1) & (near < _average(near) + _FAR)
    return far


def _average(near: Array) -> float:
    known = near[near > -1]
    return (float(known.sum()) + _USUAL * _USUAL_TEXTS) / (len(known) + _USUAL_TEXTS)


def mix(scores: Array, near: Array, seen: Array) -> Array:
    """Return scores by words and meaning for the best of `seen`; the others stay below them.

    `near` are cosines. What has no vector yet counts as the average, and the fewer have one, the
    less meaning counts: while vectors are made, the words decide.
    """
    numbers = np.nonzero(seen)[0]
    compared = np.union1d(_greatest(numbers, scores), _greatest(numbers, near))
    if len(compared) < 2:
        return scores
    is_known = near[compared] > -1
    share = _SHARE * is_known.mean() * len(scores) / (len(scores) + _HALF_AS_SURE)
    meaning = np.zeros(len(compared))
    meaning[is_known] = _standard(near[compared][is_known])
    mixed = share * meaning + (1 - share) * _standard(scores[compared])
    # The second look compares shares of the greatest: the others must not lift the lowest.
    result: Array = scores * np.float32(_LEAST / max(float(scores.max()), 1e-9))
    result += (near + np.float32(1)) * np.float32(_TIE)
    result[compared] = mixed - mixed.min() + 3 * _LEAST
    return result


def _greatest(numbers: Numbers, values: Array) -> Numbers:
    if len(numbers) <= _COMPARED:
        return numbers
    best: Numbers = numbers[np.argpartition(-values[numbers], _COMPARED)[:_COMPARED]]
    return best


def _standard(values: Array) -> Array:
    """Return z-scores; noughts where all are equal."""
    if not len(values):
        return values
    standard: Array = (values - values.mean()) / max(float(values.std()), 1e-9)
    return standard
