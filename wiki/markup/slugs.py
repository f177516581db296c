"""Turn a title into a slug, the last part of a URL."""

import re
import unicodedata

# Separates ids made from an article's text from the ids of the page around it.
ANCHOR_PREFIX = "s-"

# Long enough for any real title, short enough to read in the address bar of a browser.
MAX_SLUG_LENGTH = 80

# Letters that Unicode does not decompose into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)
_WORDS = re.compile(r"[a-z0-9]+")
# No title is longer, and folding a letter can make eighteen of it.
_MOST_READ = 600
# What is not seen and stands in no address: soft hyphens, signs of width zero and of direction.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+"
)


def drop_invisible(text: str) -> str:
    """Return a text as it is seen, for comparisons: without soft hyphens and the like."""
    return _INVISIBLE.sub("", text)


def slugify(text: str) -> str:
    """Return lower-case words of a-z and 0-9 joined by hyphens, or "" when there are none."""
    slug = "-".join(_WORDS.findall(_fold(text[:_MOST_READ])))
    if len(slug) <= MAX_SLUG_LENGTH:
        return slug
    # One more character, so that a word which ends exactly at the limit stays.
    return slug[: MAX_SLUG_LENGTH + 1].rpartition("-")[0] or slug[:MAX_SLUG_LENGTH]


def _fold(text: str) -> str:
    """Remove case, accents and ligatures."""
    text = drop_invisible(text)
    # Twice, because case folding can produce composed letters, and NFKD can produce capitals.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold().translate(_WHOLE_LETTERS)
    return "".join(letter for letter in text if not unicodedata.combining(letter))
