"""Make keys that sort titles in Swedish A-Ö order on any database, and the index's letters."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# As long as the column that holds the keys.
MAX_KEY_LENGTH = 200

DIGITS_LETTER = "0–9"
OTHER_LETTER = "#"

# The letters of the index in its order.
INDEX_LETTERS = (DIGITS_LETTER, *"ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ", OTHER_LETTER)

_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"

# Two figures for each place in the alphabet. Keys are made of figures alone, because databases
# disagree about letters: to some "aa" is å, to others v and w are the same.
_CODES = {letter: str(number) for number, letter in enumerate(_DIGITS, 10)}
_CODES |= {letter: str(number) for number, letter in enumerate(_LETTERS, 20)}
_SPACE_CODE = "01"
_LEVEL_END = "00"
# Letters of other alphabets follow by code point, in seven figures; after them what has no letter.
_OTHER_CODE = "90"
_NOTHING_CODE = "99"

# Foreign letters and how they are sorted (Svenska Akademien; ü as in Müller).
_FOREIGN = {
    "æ": "ä",
    "ø": "ö",
    "œ": "ö",
    "ő": "ö",
    "ü": "y",
    "ű": "y",
    "ð": "d",
    "đ": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
}


@dataclass(frozen=True, slots=True)
class _Letter:
    """Hold one place of the alphabet, and what decides between texts that are else the same."""

    letter: str
    is_foreign: bool
    is_upper: bool


def sort_key(text: str) -> str:
    """Return at most 200 figures that sort as the text does in a Swedish index.

    Digits come before letters, and å, ä, ö after z. Words are compared one by one, so that "Ny
    teknik" precedes "Nyhet". Accents, case and signs decide only between texts else the same.
    """
    text = unicodedata.normalize("NFC", text)
    letters = list(_letters(text))
    codes = "".join(map(_code, letters)) or _NOTHING_CODE
    accents = "".join(str(int(letter.is_foreign)) for letter in letters)
    cases = "".join(str(int(letter.is_upper)) for letter in letters)
    signs = "".join(f"{ord(sign):07}" for sign in text if not sign.isalnum())
    return _LEVEL_END.join((codes, accents, cases, signs))[:MAX_KEY_LENGTH]


def index_letter(text: str) -> str:
    """Return the heading of the index under which a text stands: one of INDEX_LETTERS."""
    first = next(_letters(text), None)
    if first is None:
        return OTHER_LETTER
    if first.letter in _DIGITS:
        return DIGITS_LETTER
    return first.letter.upper() if first.letter in _LETTERS else OTHER_LETTER


def _letters(text: str) -> Iterator[_Letter]:
    """Yield what counts: letters, digits, and one space between words."""
    is_started = is_space_due = False
    for character in unicodedata.normalize("NFC", text):
        sorted_as = _sorted_as(character)
        if not sorted_as:
            is_space_due |= character.isspace()
            continue
        if is_space_due and is_started:
            yield _Letter(" ", False, False)
        is_started, is_space_due = True, False
        lower = character.lower()
        for letter in sorted_as:
            yield _Letter(letter, lower != sorted_as, character != lower)


def _sorted_as(character: str) -> str:
    """Return the letters and digits that a character is sorted as, "" for a sign."""
    plain = ""
    for letter in unicodedata.normalize("NFC", character.casefold()):
        if letter in _CODES:
            plain += letter
        elif letter in _FOREIGN:
            plain += _FOREIGN[letter]
        else:
            parts = unicodedata.normalize("NFKD", letter).casefold()
            plain += "".join(_FOREIGN.get(part, part) for part in parts if part.isalnum())
    return plain


def _code(letter: _Letter) -> str:
    if letter.letter == " ":
        return _SPACE_CODE
    return _CODES.get(letter.letter) or f"{_OTHER_CODE}{ord(letter.letter):07}"
