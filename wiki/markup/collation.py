"""Make keys that sort titles and labels as readers of a language expect, on every database."""

import unicodedata

# As long as the columns that hold the keys.
MAX_KEY_LENGTH = 200

# The three letters stand last in the Swedish alphabet; these signs follow "z" in ASCII. The Danish
# and German ones sort with their Swedish sisters (Svenska skrivregler; ü with y as in Müller).
_SWEDISH = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "œ": "}", "ü": "y", "ű": "y"}
)
_NO_SIGNS = str.maketrans("{|}", "   ")
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)


def sort_key(text: str, language: str) -> str:
    """Return a key whose order of code points is the alphabetical order of `language`.

    Case, accents and signs do not count; å, ä and ö come after z in Swedish and with a and o in
    English.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_NO_SIGNS)
    if language == "sv":
        text = text.translate(_SWEDISH)
    text = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    kept = (letter if _counts(letter) else " " for letter in text if _is_no_mark(letter))
    return " ".join("".join(kept).split())[:MAX_KEY_LENGTH].rstrip()


def _is_no_mark(letter: str) -> bool:
    return not unicodedata.combining(letter)


def _counts(letter: str) -> bool:
    return letter.isalnum() or letter in "{|}"
