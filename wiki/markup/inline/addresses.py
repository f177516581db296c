"""What is an address in a text: in a definition of a link, and standing bare among words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CERTAIN = re.compile(r"(?:https?|mailto):.|/|[#?]\w|\.{1,2}/|www\.\w", re.IGNORECASE)
# Such as `example.org/a` or `kapitel/bild.jpg`; the ending is in small letters, as a name is not.
_FILE = re.compile(r"(?:[\w-]+[./])*[\w-]+\.[a-z]{2,}(?:[/:?#].*)?", re.DOTALL)

# Neither a note nor a wiki link that follows is a part of an address.
_NO_NOTE = r"(?!\[\^|\[\[)"
_HOST = r"[^\W_](?:[\w-]*[^\W_])?"
# Such as `<693::AID-ASI4>3.0.CO;2-O` in the DOIs of journals from before 2001.
_SICI = r"<\w{1,12}:[^\s<>]{1,40}>(?=\d)"
_DOI_NAME = r"(?:doi:[ ]?|(?:dx\.|www\.)?doi\.org/)"
_BARE = re.compile(
    rf"""
      (?: (?<![^\W\d_]) (?P<web> https?://{_HOST}(?:[.:]{_HOST})*
        | (?<![^\W_]|[/.:@=]) www\.{_HOST}(?:\.{_HOST})* (?![\w@]) ) )
      (?P<path> (?:{_NO_NOTE} (?:[^\s<] | {_SICI}))* )
    | (?<![^\W_]|[/.]) (?<!\d:) (?P<doi> {_DOI_NAME}? 10\.[0-9]{{4,9}}/
        (?:{_NO_NOTE} (?:[^\s<>"|] | {_SICI}))+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_NUMBER = re.compile(_DOI_NAME, re.IGNORECASE)
_MAIL_NAME = re.compile(r"[\w.+-]{1,64}\Z")
_MAIL_HOST = re.compile(rf"@({_HOST}(?:\.{_HOST})+)(?![\w@-])")
# In pointed brackets.
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*)>")
_LABEL_OF_MAIL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
AUTOMAIL = re.compile(
    r"<((?:mailto:)?[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,250}@"
    rf"{_LABEL_OF_MAIL}(?:\.{_LABEL_OF_MAIL})*)>"
)
_ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;\Z")
# With signs that nobody sees.
_ENDS_SENTENCE = "?!.,:;*_~'\"”’»…\xad\u200b\u200e\u200f\u2060\ufeff"
# A name between signs, as in `/__init__`: the sign at its end belongs to the address.
_NAMED = re.compile(r"(?<=[/=?&#.-])(_{1,2}|~{1,2})[^\W_][^_~/\s]*\1\Z")
_LONGEST_NAME = 100
_BRACKETS = {")": "(", "]": "["}
# Up to the end of the pointed brackets in which an address stands; those of a DOI come in pairs.
_WITHIN_POINTED = re.compile(r"(?:[^<>]|<[^<>]*>)*")


@dataclass(frozen=True)
class Bare:
    """An address that stands among words: its place there, and the link that it becomes."""

    start: int
    end: int
    href: str


def is_address(text: str) -> bool:
    """Return whether a text is certainly an address, and not a word."""
    return bool(_CERTAIN.match(text) or _FILE.fullmatch(text))


def find_bare(text: str) -> list[Bare]:
    """Return the addresses, e-mail addresses and DOIs in a text, in order."""
    found: list[Bare] = []
    if "://" in text or "www." in text.lower() or "10." in text:
        found += _find_web(text)
    if "@" in text:
        found += _find_mail(text)
        found.sort(key=lambda bare: bare.start)
    return found


def _find_web(text: str) -> Iterator[Bare]:
    """Yield web addresses and DOIs."""
    for found in _BARE.finditer(text):
        address = _cut(_end_at_pointed(found))
        doi = found["doi"]
        if doi:
            name = _BEFORE_NUMBER.match(address)
            href = f"https://doi.org/{address[name.end() if name else 0 :]}"
        elif _has_false_host(found["web"]):
            continue
        else:
            href = address if ":" in found["web"][:6] else f"http://{address}"
        yield Bare(found.start(), found.start() + len(address), href)


def _has_false_host(web: str) -> bool:
    """Return whether a host has `_` in one of its last two parts, or `www.` stands alone."""
    host = web.partition("://")[2] or web
    return any("_" in part for part in host.split(".")[-2:]) or host.lower() == "www."


def _end_at_pointed(found: re.Match[str]) -> str:
    """Return an address as it was found without what follows `>`, which no host has."""
    is_pointed = found.string[found.start() - 1 : found.start()] == "<"
    if not is_pointed and not (found["path"] or "").startswith(">"):
        return found[0]
    within = _WITHIN_POINTED.match(found[0])
    return within[0] if within else found[0]


def _cut(address: str) -> str:
    """Return an address without the signs at its end that belong to the sentence."""
    end = len(address)
    surplus = {sign: address.count(sign) - address.count(_BRACKETS[sign]) for sign in _BRACKETS}
    while end:
        last = address[end - 1]
        if last == ";" and (entity := _ENTITY_AT_END.search(address, max(0, end - 34), end)):
            end = entity.start()
        elif last in "_~" and _NAMED.search(address, max(0, end - _LONGEST_NAME), end):
            break
        elif last in _ENDS_SENTENCE:
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            break
    return address[:end]


def _find_mail(text: str) -> Iterator[Bare]:
    """Yield e-mail addresses."""
    free = 0
    at = text.find("@")
    while at >= 0:
        name = _MAIL_NAME.search(text, max(free, at - 64), at)
        host = _MAIL_HOST.match(text, at)
        if name and host and text[name.start() - 1 : name.start()] != "/":
            start = name.start() + len(name[0]) - len(name[0].lstrip("._-+"))
            free = host.end()
            if start < at:
                yield Bare(start, free, f"mailto:{text[start:free]}")
        at = text.find("@", max(at + 1, free))
