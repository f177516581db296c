"""Make sort keys that order titles and labels as a language expects, on every database."""

import unicodedata

# The length of the database columns of the keys.
MAX_KEY_LENGTH = 200

# å, ä and ö are last in the Swedish alphabet, and these characters follow "z" in ASCII. Danish and
# German letters sort like their Swedish equivalents (Svenska skrivregler; ü with y as in Müller).
_SWEDISH = str.maketrans(
    {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "œ": "}", "ü": "y", "ű": "y"}
)
_NO_BRACES = str.maketrans("{|}", "   ")
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)


def sort_key(text: str, language: str) -> str:
    """Return a key whose order of code points is the alphabetical order of `language`.

    Case, accents and punctuation do not count; å, ä and ö come after z in Swedish, and are sorted
    as a and o in English.
    """
    text = unicodedata.normalize("NFKC", text).casefold().translate(_NO_BRACES)
    if language == "sv":
        text = text.translate(_SWEDISH)
    text = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    letters = (letter if _counts(letter) else " " for letter in text if _is_no_mark(letter))
    return " ".join("".join(letters).split())[:MAX_KEY_LENGTH].rstrip()


def _is_no_mark(letter: str) -> bool:
    return not unicodedata.combining(letter)


def _counts(letter: str) -> bool:
    return letter.isalnum() or letter in "{|}"
