"""Let only known HTML through: the very last step of every render.

Nothing may be added to a text after this. What is not listed here is shown as text.
Never allowed, whatever need seems to arise: svg, math, style, noscript, title, textarea,
iframe, template and comments, for parsers disagree about what stands in them.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]  # not in its stubs
from bleach.sanitizer import Cleaner

ALLOWED_TAGS = frozenset(
    {
        *("p", "br", "hr", "blockquote"),  # running text
        *("h2", "h3", "h4", "h5", "h6"),  # h1 is the title of the page
        *("em", "strong", "code", "pre", "abbr"),  # emphasis, code, abbreviations
        *("ul", "ol", "li", "dl", "dt", "dd"),  # lists and definitions
        *("table", "thead", "tbody", "tr", "th", "td"),
        *("a", "img"),  # links and pictures, with the addresses below
        *("figure", "figcaption"),  # a picture with its caption
        *("sup", "section"),  # footnote numbers and the section of notes
        "div",  # the box in which a table scrolls
    }
)
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto"})

# Whoever is linked to gets no credit from search engines, and no hold on our window.
EXTERNAL_REL = "nofollow ugc noopener"

_LANGUAGE = re.compile(r"sv|en")
_ANY_TEXT = re.compile(r".*", re.DOTALL)
_LINK_CLASS = r"permalink|missing|external|bare|footnote-ref|footnote-backref"
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")

# Tag -> attribute -> what its whole value must match. Values are never free where free
# values could reach styles, scripts or ids of the page around the text.
ALLOWED_ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {
        "href": _ANY_TEXT,  # the protocol is checked by Bleach and by `_LinkFilter`
        "title": _ANY_TEXT,  # `[text](address "title")`
        "class": re.compile(rf"(?:{_LINK_CLASS})(?: (?:{_LINK_CLASS}))*"),
        "rel": re.compile(rf"nofollow|{EXTERNAL_REL}"),
        "hreflang": _LANGUAGE,  # wiki links into the other language
        "lang": _LANGUAGE,  # their words, so that a screen reader changes its voice
        "role": re.compile(r"doc-noteref|doc-backlink"),
        "aria-label": _ANY_TEXT,  # permalinks and footnotes show only a sign
    },
    "img": {
        "src": _ANY_TEXT,  # `_LinkFilter` lets only our own pictures stay pictures
        "alt": _ANY_TEXT,
        "title": _ANY_TEXT,
        "loading": re.compile("lazy"),
        "width": _PIXELS,  # with these a browser keeps the place free, and no text moves
        "height": _PIXELS,
    },
    "abbr": {"title": _ANY_TEXT},
    # The prefixes keep ids of a text apart from those of the page, which scripts may look for.
    **{f"h{n}": {"id": re.compile(r"s-[a-z0-9-]+")} for n in range(2, 7)},
    "li": {"id": re.compile(r"fn-[0-9]+")},
    "sup": {"id": re.compile(r"fnref-[0-9]+(?:-[0-9]+)?")},
    "section": {"class": re.compile("footnotes"), "role": re.compile("doc-endnotes")},
    "ol": {"start": re.compile(r"[0-9]{1,9}")},  # a list that goes on after a paragraph
    "th": {"scope": re.compile("col"), "class": re.compile(r"align-(?:left|center|right)")},
    "td": {"class": re.compile(r"align-(?:left|center|right)")},
    "code": {"class": re.compile(r"language-[A-Za-z0-9#.+-]+")},
    "div": {  # a box that scrolls must be reached by keyboard, and then have a name
        "class": re.compile("table-box"),
        "tabindex": re.compile("0"),
        "role": re.compile("region"),
        "aria-label": _ANY_TEXT,
    },
}

# Pictures come from here alone: no request to another host, no tracking pixel.
_OWN_PICTURE = re.compile(r"/(?:media|static)/[\w./%~+,=@-]+")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# A browser reads backslashes in these places as slashes.
_EXTERNAL = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
_UNFIT_IN_ADDRESS = re.compile(r"[\s\"<>\\^`{|}]")
# Cleaning is repeated until nothing changes; broken HTML needs a few rounds.
_MAX_ROUNDS = 4
_PLAIN_LINK = re.compile(r'(<a href="(?:https?:|//)[^"]*"(?: title="[^"]*")?)>')
# A link without words could not be followed by ear, so it shows where it leads.
_EMPTY_LINK = re.compile(r'(<a href="([^"]+)"[^>]*>)\s*</a>')
# The address itself as the words of its link: on paper it would stand there twice.
_BARE_LINK = re.compile(r'(<a href="((?:https?:)?//[^"]*)" class="external)(" rel="[^"]*">\2</a>)')
_PLAIN_PICTURE = re.compile(
    r'(<img alt="[^"]*" src="/(?:media|static)/[^"]*"(?: (?:title|width|height)="[^"]*")*)>'
)

_Token = dict[str, Any]
_HREF, _SRC, _ALT = (None, "href"), (None, "src"), (None, "alt")


def clean(html: str) -> str:
    """Return HTML in which only the allowed elements, attributes and addresses are left."""
    cleaner = _make_cleaner()
    for _ in range(_MAX_ROUNDS):
        cleaned = str(cleaner.clean(html))
        if cleaned == html:
            return cleaned
        html = cleaned
    return html


def prepare(html: str) -> str:
    """Give Markdown's links words, and its links and pictures the form that cleaning gives them.

    The form saves time: cleaning ends after one round, half the work, when it finds nothing to
    change. Whatever is missed or wrong here, cleaning puts right.
    """
    html = _EMPTY_LINK.sub(r"\1\2</a>", html)
    html = _PLAIN_LINK.sub(rf'\1 class="external" rel="{EXTERNAL_REL}">', html)
    html = _BARE_LINK.sub(r"\1 bare\3", html)
    return _PLAIN_PICTURE.sub(r'\1 loading="lazy">', html)


def _make_cleaner() -> Cleaner:
    """Build a cleaner: it holds a parser's state, so threads must not share one."""
    cleaner = Cleaner(
        tags=ALLOWED_TAGS,
        attributes=_is_allowed_attribute,
        protocols=ALLOWED_PROTOCOLS,
        filters=[_LinkFilter],
    )
    # In values that it sets in single quotes, Bleach 6.4 escapes each `&` once too often.
    cleaner.serializer.use_best_quote_char = False
    return cleaner


def _is_allowed_attribute(tag: str, name: str, value: str) -> bool:
    """Say whether an attribute may stand on a tag with this value."""
    pattern = ALLOWED_ATTRIBUTES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


class _LinkFilter(Filter):  # type: ignore[misc]  # Bleach's shim has no types
    """Mark external links, drop links that lead nowhere, show foreign pictures as links.

    Runs inside Bleach's own pass over the already sanitised tokens, and adds only
    constants and what the sanitiser has let through.
    """

    def __iter__(self) -> Iterator[_Token]:
        kept: list[bool] = []
        for token in super().__iter__():
            if token.get("name") == "a" and token["type"] == "StartTag":
                kept.append(_finish_link(token))
                if not kept[-1]:
                    continue
            elif token.get("name") == "a" and token["type"] == "EndTag":
                if not (kept.pop() if kept else True):
                    continue
            elif token.get("name") == "img":
                yield from _picture(token, is_in_link=any(kept))
                continue
            yield token


def _finish_link(token: _Token) -> bool:
    """Complete a link's attributes; say whether it leads anywhere."""
    attributes = token["data"]
    address = attributes.get(_HREF, "").strip()
    if not _is_allowed_address(address):
        return False
    attributes[_HREF] = _UNFIT_IN_ADDRESS.sub(lambda unfit: quote(unfit[0]), address)
    if _EXTERNAL.match(_bare(address)):
        classes = attributes.get((None, "class"), "").split()
        if "external" not in classes:
            classes.append("external")
        attributes[(None, "class")] = " ".join(classes)
        attributes[(None, "rel")] = EXTERNAL_REL
    return True


def _bare(address: str) -> str:
    """Return an address as a browser may read it: entities decoded, invisible signs gone."""
    return _INVISIBLE.sub("", unescape(unescape(address)))


def _is_allowed_address(address: str) -> bool:
    """Say whether a link may lead there: a second opinion after Bleach's own."""
    bare = _bare(address)
    scheme = _SCHEME.match(bare)
    return bool(bare) and (scheme is None or scheme[1].lower() in ALLOWED_PROTOCOLS)


def _picture(token: _Token, is_in_link: bool) -> Iterator[_Token]:
    """Yield one of our own pictures as it is, and any other as a link to it."""
    attributes = token["data"]
    address = attributes.get(_SRC, "").strip()
    if _is_own_picture(address):
        attributes.setdefault(_ALT, "")
        attributes[_SRC] = address
        attributes[(None, "loading")] = "lazy"
        yield token
        return
    words = unescape(attributes.get(_ALT, "").strip() or address)
    link: _Token = {"type": "StartTag", "name": "a", "data": {_HREF: address}, "namespace": None}
    is_link = bool(words) and not is_in_link and _finish_link(link)
    if is_link:
        yield link
    yield {"type": "Characters", "data": words}
    if is_link:
        yield {"type": "EndTag", "name": "a", "namespace": None}


def _is_own_picture(address: str) -> bool:
    """Say whether a picture lies in one of our folders, without a way out of it."""
    decoded = address.lower().replace("%2e", ".")
    return bool(_OWN_PICTURE.fullmatch(address)) and ".." not in decoded and "//" not in decoded
