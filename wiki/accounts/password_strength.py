"""Recognise passwords that are guessed first, by rules of our own and by zxcvbn's lists.

Ours know Swedish, this field and the year; zxcvbn knows which passwords have leaked, and English.

Lists of leaked passwords of twelve characters or more consist of one to three everyday words, a
keyboard run or a repetition, decorated with digits and punctuation. The rules below remove those
parts; if too little is left, the password was easy to guess. The words are Swedish and English
ones that such lists have in common, collected for this module.
"""

import importlib
import re
import threading
from collections.abc import Iterable

_WORDS = """
abc admin administrator alskar and anna april ar arsenal asdf asdfgh ashley august azerty
barcelona baseball basketball batman blomma boras changeme charlie chelsea chocolate choklad
computer dator december default demo det dig dragon dragonfly editor eller elsker emma familj
family father februari february football forever forfattare fotboll fredag freedom friday fuck
fucker gnaget google gosling goteborg guest guldfisk hallo hammarby hej hejsan hello hemlig
hemligt hockey hund i ilovey iloveyou innovation internet is jag januari january jesus jonkoping
jordgubbe juli july june juni karlek katt killer letmein linkoping liverpool login london losen
losenord love lulea malmo manchester mandag march mars master michael microsoft midsommar min
minecraft mitt monday monkey mormor motesplats mother mustang my norrland november och october
oktober orebro pass passord password passwort pokemon princess prinsessa qwerty qwertz redaktor
root sarah secret september shadow skola soccer social socialinnovation solsken sommar sommaren
starwars stockholm student summer sunday sunshine superman sverige sweden system temp test the
thomas torsdag trustno trustno1 umea universitet university uppsala user valkommen vinter
wachtwoord welcome whatever wiki windows winter you
"""
_COMMON = frozenset(_WORDS.split())
# Four words or more, but in an order that everybody knows: an example of a good password, songs,
# sayings, tongue-twisters and lines of films. No list of single words has them.
_PHRASES = tuple(
    """
    allyourbasearebelongtous bjornensover blinkalillastjarna bortabramenhemmabast
    correcthorsebatterystaple detvarengang dugamladufria enbildsagermerantusenord iamyourfather
    imsevimsespindel jamaduleva livelongandprosper loremipsumdolor maytheforcebewithyou
    nevergonnagiveyouup onceuponatime sexlaxarienlaxask sjusjosjukasjoman smagrodorna
    thequickbrownfox tobeornottobe winteriscoming
    """.split()
)
# Rows and columns of the Swedish keyboard after folding, and the alphabet; read both ways.
_ROWS = (
    "1234567890",
    "qwertyuiopa",
    "asdfghjkloa",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "zaq12wsxcde34rfvbgt5",
    "qazwsxedcrfvtgbyhnujm",
    "abcdefghijklmnopqrstuvwxyz",
)
_LEET_LETTERS = str.maketrans("0134578@$!", "oieastbasi")
_FOLDED = str.maketrans("åäöéüø", "aaoeuo")
# One word and a year of our time, as in "hösttermin2026!"; more letters may be a pass phrase.
_YEAR = r"(?:19|20)[0-9]{2}"
_WORD_AND_YEAR = re.compile(
    rf"[\W_]*(?:[^\W\d_]{{1,14}}[\W_]*{_YEAR}|{_YEAR}[\W_]*[^\W\d_]{{1,14}})[\W_]*"
)
# How many different characters must be left of a password without its guessable parts.
_MIN_DIFFERENT = 4
# zxcvbn's mark from 0 to 4; it calls 3 "safely unguessable".
_LOWEST_MARK = 3
# Its time grows with the square of the length: 0.3 s for these, at worst. A password that begins
# well is not made worse by what follows.
_MARKED_LENGTH = 72
# It keeps the personal words of one call in a variable that all threads share.
_marking = threading.Lock()
# This many everyday words in a row are a pass phrase and no longer easy to guess.
_PHRASE_WORDS = 4


def is_guessable(password: str, personal: Iterable[str] = ()) -> bool:
    """Return whether a guesser who knows common passwords and the person soon finds `password`."""
    personal = list(personal)
    return _is_guessable_by_rule(password, personal) or _is_marked_low(password, personal)


def _is_marked_low(password: str, personal: list[str]) -> bool:
    """Return whether zxcvbn gives a low mark.

    It is loaded with the first password that somebody sets: its lists take 15 MB.
    """
    zxcvbn = importlib.import_module("zxcvbn")
    with _marking:
        mark = zxcvbn.zxcvbn(password[:_MARKED_LENGTH], user_inputs=personal)["score"]
    return bool(mark < _LOWEST_MARK)


def _is_guessable_by_rule(password: str, personal: Iterable[str]) -> bool:
    """Return whether little is left of `password` without common, personal and repeated parts."""
    folded = password.casefold().translate(_FOLDED)
    if len(set(folded)) <= _MIN_DIFFERENT or _is_repetition(folded):
        return True
    if _WORD_AND_YEAR.fullmatch(folded) or _is_known_phrase(folded):
        return True
    undoubled = re.sub(r"(.)\1+", r"\1", folded)
    words = _COMMON | {word.casefold().translate(_FOLDED) for word in personal if len(word) > 2}
    readings = {folded, undoubled, folded.translate(_LEET_LETTERS)}
    return any(_is_decorated(reading, words) for reading in readings)


def _is_known_phrase(text: str) -> bool:
    """Return whether the letters of the text are a phrase that everybody knows, and few more."""
    letters = re.sub(r"[\W\d_]", "", text)
    return any(
        phrase in letters and len(letters) - len(phrase) < _MIN_DIFFERENT for phrase in _PHRASES
    )


def _is_repetition(text: str) -> bool:
    """Return whether the text repeats a part of at most half its length, the last time in part."""
    periods = range(1, len(text) // 2 + 1)
    if any(text[period:] == text[:-period] for period in periods):
        return True
    return re.fullmatch(r"(.+?)\1+.{0,2}", text, re.DOTALL) is not None


def _is_decorated(text: str, words: Iterable[str]) -> bool:
    """Return whether the text is a few known words or runs with digits and punctuation."""
    known, rest, at = 0, "", 0
    known_words = frozenset(words)
    while at < len(text):
        length = _word_length(text, at, known_words) or _run_length(text, at)
        known += 1 if length else 0
        rest += "" if length else text[at]
        at += length or 1
    return (
        known < _PHRASE_WORDS
        and len(set(re.sub(r"[\W\d_]", "", rest))) < _MIN_DIFFERENT
        and known > 0
    )


def _word_length(text: str, at: int, words: frozenset[str]) -> int:
    longest = max(map(len, words))
    for length in range(min(longest, len(text) - at), 2, -1):
        if text[at : at + length] in words:
            return length
    return 0


def _run_length(text: str, at: int) -> int:
    """Return the length of the keyboard run at `at`, or 0 if it is shorter than three."""
    best = 0
    for row in _ROWS:
        for line in (row, row[::-1]):
            length = 1
            while (at + length < len(text)) and text[at : at + length + 1] in line:
                length += 1
            best = max(best, length)
    return best if best >= 3 else 0
