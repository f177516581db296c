"""Bring what was searched into one form, and tell what must never be kept."""

import re
import unicodedata

from wiki.characters import FORBIDDEN, normalise_line

# A question, not an essay: what is longer says more of its author than of the wiki.
LONGEST = 100

_DIGITS = re.compile(r"\+?\d(?:[\s\-+./():–]*\d)*")
# Of a Swedish telephone number at least an area code and five digits; nine digits are a number
# of any country without its 0, ten an identity number. "2015-2020" has eight and begins with 2.
_FEWEST_AFTER_ZERO = 7
_FEWEST = 9
_PROGRAM = re.compile(
    r"bot\b|crawl|spider|slurp|preview|monitor|headless|curl/|wget/|python|java/|go-http|okhttp",
    re.IGNORECASE,
)


def normalise_search(text: str) -> str:
    """Return a search as it is kept: lower case, single spaces, at most a hundred characters.

    Nothing is returned for what must not be kept: personal data and what is no text.
    """
    line = normalise_line(text)
    if FORBIDDEN.search(line) or looks_personal(line):
        return ""
    return unicodedata.normalize("NFC", line.lower())[:LONGEST].rstrip()


def looks_personal(text: str) -> bool:
    """Tell whether a text holds an e-mail address, an identity number or a telephone number.

    Rather too often than too seldom: a text that is not kept is no loss.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return "@" in plain.strip("@ ") or any(map(_is_number, _DIGITS.findall(plain)))


def _is_number(run: str) -> bool:
    count = sum(sign.isdigit() for sign in run)
    return count >= (_FEWEST_AFTER_ZERO if run[0] in "+0" else _FEWEST)


def is_program(user_agent: str) -> bool:
    """Tell whether a request comes, by its own words, from a program and not from a reader."""
    return not user_agent or bool(_PROGRAM.search(user_agent))
