"""Normalise searched texts, and recognise those that must never be stored."""

import re
import unicodedata
from functools import lru_cache

from wiki.characters import FORBIDDEN, normalise_line

# A query, not an essay: a longer text says more about its author than about the wiki.
LONGEST = 100

_DIGITS = re.compile(r"\+?\d(?:[\s\-+./():–]*\d)*")
# A Swedish telephone number has at least an area code and five digits; nine digits are a number
# of any country without its 0, ten an identity number. "2015-2020" has eight and begins with 2.
_FEWEST_AFTER_ZERO = 7
_FEWEST = 9
# Robots of search engines, archives, language models and link previews, checks of servers and
# sites, and the libraries that programs are written with. Looked for one by one, because a pattern
# of all of them takes many times as long.
_PROGRAMS = (
    *("crawl", "spider", "slurp", "archive", "nutch", "mediapartners", "whatsapp", "preview"),
    *("externalhit", "externalagent", "chatgpt", "claude", "perplexity", "monitor", "uptime"),
    *("pingdom", "lighthouse", "pagespeed", "inspection", "validator", "headless", "phantomjs"),
    *("feedfetch", "feedly", "feeder", "feedburner", "scrapy", "httrack", "curl/", "wget/"),
    *("python", "java/", "go-http", "okhttp", "libwww", "axios", "node-fetch", "undici", "ruby"),
    *("httpclient", "http-client", "http_client", "guzzle"),
)
_BOT = re.compile(r"bot\b")
# Browsers say less; of what is longer nothing is kept in memory.
_LONGEST_USUAL = 300


def normalise_search(text: str) -> str:
    """Return a search as it is stored: lower case, single spaces, at most a hundred characters.

    The result is empty for what must not be stored: personal data, and what is no text.
    """
    line = normalise_line(text)
    if FORBIDDEN.search(line) or looks_personal(line):
        return ""
    return unicodedata.normalize("NFC", line.lower())[:LONGEST].rstrip()


def looks_personal(text: str) -> bool:
    """Return whether a text may contain an e-mail address, an identity or a telephone number.

    Rather too often than too seldom: a text that is not stored is no loss.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return "@" in plain.strip("@ ") or any(map(_is_number, _DIGITS.findall(plain)))


def _is_number(run: str) -> bool:
    count = sum(character.isdigit() for character in run)
    return count >= (_FEWEST_AFTER_ZERO if run[0] in "+0" else _FEWEST)


def is_program(user_agent: str) -> bool:
    """Return whether the user agent says that it is a program and not a reader's browser."""
    is_usual = len(user_agent) <= _LONGEST_USUAL
    return _is_known(user_agent) if is_usual else _names_program(user_agent)


def _names_program(user_agent: str) -> bool:
    agent = user_agent.lower()
    return not agent or any(name in agent for name in _PROGRAMS) or bool(_BOT.search(agent))


# Most readers have one of a few browsers, and are told apart with each page that is ready.
_is_known = lru_cache(maxsize=1_000)(_names_program)
