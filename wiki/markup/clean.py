"""Clean HTML by an allow-list: the last step of every render.

Nothing may be added to the HTML after this. What is not listed here is shown as text.
Never allow svg, math, style, noscript, title, textarea, iframe, template or comments, whatever
the need: parsers disagree about what is inside them.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]  # not in its stubs
from bleach.sanitizer import Cleaner

from wiki.markup.inline.media import SIZES

ALLOWED_TAGS = frozenset(
    {
        *("p", "br", "hr", "blockquote"),  # running text
        *("h2", "h3", "h4", "h5", "h6"),  # h1 is the title of the page
        *("em", "strong", "del", "code", "pre", "abbr"),  # emphasis, code, abbreviations
        *("ul", "ol", "li", "dl", "dt", "dd"),  # lists and definitions
        *("table", "thead", "tbody", "tr", "th", "td"),
        *("a", "img"),  # links and pictures, with the URLs below
        *("figure", "figcaption", "small"),  # a picture with its caption, its maker and licence
        *("picture", "source"),  # the copies of a picture of the library, for a browser to choose
        *("sup", "section"),  # footnote numbers, the sections of notes and of sources
        "span",  # citations, and what a writer is told of an unknown source
        "div",  # the box in which a table scrolls, and callouts
        "input",  # the boxes of a list of tasks; `_BareFilter` drops every other
    }
)
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto"})

# Search engines give linked sites no credit, and linked pages get no access to our window.
EXTERNAL_REL = "nofollow ugc noopener"

_LANGUAGE = re.compile(r"sv|en")
_ANY_TEXT = re.compile(r".*", re.DOTALL)
_LINK_CLASS = r"permalink|missing|external|bare|footnote-ref|footnote-backref"
_CALLOUT = r"note|tip|important|warning|caution"
_ALIGNED = re.compile(r"align-(?:left|center|right)")
_SOURCES = re.compile(r"sources-[a-z]+")
_DIRECTION = re.compile("auto")
_PIXELS = re.compile(r"[1-9][0-9]{0,4}")
_COPY = r"/media/[0-9a-f]{32}/[1-9][0-9]{0,4}\.webp [1-9][0-9]{0,4}w"

# Tag -> attribute -> what its whole value must match. Values are restricted wherever free values
# could affect styles, scripts or ids of the page around the text.
ALLOWED_ATTRIBUTES: dict[str, dict[str, re.Pattern[str]]] = {
    "a": {
        "href": _ANY_TEXT,  # the protocol is checked by Bleach and by `_LinkFilter`
        "title": _ANY_TEXT,  # `[text](url "title")`
        "class": re.compile(rf"(?:{_LINK_CLASS})(?: (?:{_LINK_CLASS}))*"),
        "rel": re.compile(rf"nofollow|{EXTERNAL_REL}"),
        "hreflang": _LANGUAGE,  # wiki links into the other language
        "lang": _LANGUAGE,  # of the link text, so that a screen reader changes its voice
        "role": re.compile(r"doc-noteref|doc-biblioref|doc-backlink"),
        "aria-label": _ANY_TEXT,  # permalinks and footnotes show only a symbol
    },
    "img": {
        "src": _ANY_TEXT,  # `_LinkFilter` makes links of all pictures but our own
        "alt": _ANY_TEXT,
        "title": _ANY_TEXT,
        "loading": re.compile("lazy"),
        "width": _PIXELS,  # with these a browser reserves the space, and no text moves
        "height": _PIXELS,
    },
    "source": {
        "type": re.compile("image/webp"),
        "srcset": re.compile(rf"{_COPY}(?:, {_COPY})*"),  # our own pictures, and nothing else
        "sizes": re.compile(re.escape(SIZES)),
    },
    "abbr": {"title": _ANY_TEXT},
    # The prefixes separate ids of a text from those of the page, which scripts may look for.
    **{f"h{n}": {"id": re.compile(r"s-[a-z0-9-]+"), "dir": _DIRECTION} for n in range(2, 7)},
    # Text from right to left, in languages whose readers expect it so.
    **{tag: {"dir": _DIRECTION} for tag in ("blockquote", "dd", "dl", "dt")},
    "ul": {"class": _SOURCES, "dir": _DIRECTION},
    "p": {"class": re.compile("callout-title"), "dir": _DIRECTION},
    "li": {"id": re.compile(r"(?:fn|ref)-[0-9]+"), "class": re.compile("task"), "dir": _DIRECTION},
    "input": {
        "type": re.compile("checkbox"),
        "disabled": re.compile(""),
        "checked": re.compile(""),
        "aria-label": _ANY_TEXT,  # whether the task is done
    },
    "sup": {"id": re.compile(r"fnref-[0-9]+(?:-[0-9]+)?")},
    "section": {
        "class": re.compile("footnotes|sources"),
        "role": re.compile("doc-endnotes|doc-bibliography"),
    },
    "span": {
        "class": re.compile(r"cites(?: numbered)?|unknown-source"),
        "id": re.compile(r"cite-[0-9]+"),
    },
    # A list that continues after a paragraph.
    "ol": {"class": _SOURCES, "start": re.compile(r"[0-9]{1,9}"), "dir": _DIRECTION},
    "th": {"scope": re.compile("col"), "class": _ALIGNED, "dir": _DIRECTION},
    "td": {"class": _ALIGNED, "dir": _DIRECTION},
    "code": {"class": re.compile(r"language-[A-Za-z0-9#.+-]+")},
    "div": {  # a box that scrolls needs keyboard focus, and then a name
        "class": re.compile(rf"table-box|callout (?:{_CALLOUT})"),
        "tabindex": re.compile("0"),
        "role": re.compile("region|note"),
        "aria-label": _ANY_TEXT,
        "dir": _DIRECTION,
    },
}

# Only these pictures are allowed: no request to another host, no tracking pixel.
_OWN_PICTURE = re.compile(r"/(?:media|static)/[\w./%~+,=@-]+")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]+")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# A browser reads backslashes here as slashes.
_EXTERNAL = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
# Pasted along with an address, and seen by nobody; joiners have a use in other alphabets.
_UNSEEN_IN_URL = re.compile("[\xad\u200b\u200e\u200f\u2060\ufeff]")
# A host without `www.` is told from a file by the endings that are usual here.
_WITHOUT_SCHEME = re.compile(
    r"(?P<web>www\.[^\W_]|(?:[\w-]{1,63}\.){1,8}"
    r"(?:se|com|org|net|eu|nu|edu|info|int|dk|fi|no|de|uk|io)(?:[/?#]|\Z))"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+\Z"
)
_UNSAFE_IN_URL = re.compile(r"[\s\"<>\\^`{|}]")
# Cleaning is repeated until nothing changes; invalid HTML needs a few rounds.
MAX_ROUNDS = 4
_PLAIN_LINK = re.compile(r'(<a href="(?:https?:|//)[^"]*"(?: title="[^"]*")?)>')
# A screen reader could not name a link without text, so it shows its URL.
_EMPTY_LINK = re.compile(r'(<a href="([^"]+)"[^>]*>)\s*</a>')
# A link whose text is its URL: in print, the URL would be shown twice.
_BARE_LINK = re.compile(r'(<a href="((?:https?:)?//[^"]*)" class="external)(" rel="[^"]*">\2</a>)')
_PLAIN_PICTURE = re.compile(
    r'(<img alt="[^"]*" src="/(?:media|static)/[^"]*"(?: (?:title|width|height)="[^"]*")*)>'
)

_Token = dict[str, Any]
_HREF, _SRC, _ALT = (None, "href"), (None, "src"), (None, "alt")


def clean(html: str) -> str:
    """Return HTML in which only the allowed elements, attributes and URLs are left."""
    cleaner = make_cleaner()
    for _ in range(MAX_ROUNDS):
        cleaned = str(cleaner.clean(html))
        if cleaned == html:
            return cleaned
        html = cleaned
    return html


def prepare(html: str) -> str:
    """Add text to empty links, and give links and pictures the form that cleaning gives them.

    This saves half the work, because cleaning stops after a single round when it finds nothing to
    change. Cleaning corrects whatever is missing or wrong here.
    """
    html = _EMPTY_LINK.sub(r"\1\2</a>", html)
    html = _PLAIN_LINK.sub(rf'\1 class="external" rel="{EXTERNAL_REL}">', html)
    html = _BARE_LINK.sub(r"\1 bare\3", html)
    return _PLAIN_PICTURE.sub(r'\1 loading="lazy">', html)


def make_cleaner() -> Cleaner:
    """Build a cleaner; it has state of its parser, so threads must not share it."""
    cleaner = Cleaner(
        tags=ALLOWED_TAGS,
        attributes=_is_allowed_attribute,
        protocols=ALLOWED_PROTOCOLS,
        filters=[_LinkFilter, _BareFilter],
    )
    # Bleach 6.4 escapes each `&` twice in values that it puts in single quotes.
    cleaner.serializer.use_best_quote_char = False
    return cleaner


def _is_allowed_attribute(tag: str, name: str, value: str) -> bool:
    """Return whether a tag may have an attribute with this value."""
    pattern = ALLOWED_ATTRIBUTES.get(tag, {}).get(name)
    return pattern is not None and pattern.fullmatch(value) is not None


class _LinkFilter(Filter):  # type: ignore[misc]  # Bleach's shim has no types
    """Mark external links, drop links without an allowed URL, turn external pictures into links.

    Runs inside Bleach's own pass over the sanitised tokens, and adds only constants and what the
    sanitiser has allowed.
    """

    def __iter__(self) -> Iterator[_Token]:
        open_links: list[bool] = []  # whether each is in the output
        for token in super().__iter__():
            if token.get("name") == "a" and token["type"] == "StartTag":
                open_links.append(_finish_link(token))
                if not open_links[-1]:
                    continue
            elif token.get("name") == "a" and token["type"] == "EndTag":
                if not (open_links.pop() if open_links else True):
                    continue
            elif token.get("name") == "img":
                yield from _picture(token, is_in_link=any(open_links))
                continue
            yield token


class _BareFilter(Filter):  # type: ignore[misc]  # Bleach's shim has no types
    """Drop every input but the boxes of a list of tasks, and every source but our own copies."""

    def __iter__(self) -> Iterator[_Token]:
        for token in super().__iter__():
            keep = _KEPT.get(token.get("name", ""))
            if keep is None or keep(token):
                yield token


def _is_task(token: _Token) -> bool:
    """Return whether an input is the box of a task, which nobody can change."""
    attributes = token.get("data") or {}
    return (None, "type") in attributes and (None, "disabled") in attributes


def _is_copy(token: _Token) -> bool:
    """Return whether a source names copies of a picture; the sanitiser has dropped all others."""
    return (None, "srcset") in (token.get("data") or {})


_KEPT: dict[str, Callable[[_Token], bool]] = {"input": _is_task, "source": _is_copy}


def _finish_link(token: _Token) -> bool:
    """Complete a link's attributes; return whether its URL is allowed."""
    attributes = token["data"]
    url = _complete(attributes.get(_HREF, ""))
    if not _is_allowed_url(url):
        return False
    attributes[_HREF] = _UNSAFE_IN_URL.sub(lambda unsafe: quote(unsafe[0]), url)
    if _EXTERNAL.match(_decode(url)):
        classes = attributes.get((None, "class"), "").split()
        if "external" not in classes:
            classes.append("external")
        attributes[(None, "class")] = " ".join(classes)
        attributes[(None, "rel")] = EXTERNAL_REL
    return True


def _complete(url: str) -> str:
    """Return a URL without what nobody sees, and with the scheme that an author leaves out."""
    url = _UNSEEN_IN_URL.sub("", url).strip()
    found = _WITHOUT_SCHEME.match(url)
    if found is None:
        return url
    return f"http://{url}" if found["web"] else f"mailto:{url}"


def _decode(url: str) -> str:
    """Return a URL as a browser may read it: entities decoded, no invisible characters."""
    return _INVISIBLE.sub("", unescape(unescape(url)))


def _is_allowed_url(url: str) -> bool:
    """Return whether a link may have this URL: a second check after Bleach's own."""
    decoded = _decode(url)
    scheme = _SCHEME.match(decoded)
    return bool(decoded) and (scheme is None or scheme[1].lower() in ALLOWED_PROTOCOLS)


def _picture(token: _Token, is_in_link: bool) -> Iterator[_Token]:
    """Yield a picture of our own as it is, and any other picture as a link to it."""
    attributes = token["data"]
    url = attributes.get(_SRC, "").strip()
    if _is_own_picture(url):
        attributes.setdefault(_ALT, "")
        attributes[_SRC] = url
        attributes[(None, "loading")] = "lazy"
        yield token
        return
    text = unescape(attributes.get(_ALT, "").strip() or url)
    link: _Token = {"type": "StartTag", "name": "a", "data": {_HREF: url}, "namespace": None}
    is_link = bool(text) and not is_in_link and _finish_link(link)
    if is_link:
        yield link
    yield {"type": "Characters", "data": text}
    if is_link:
        yield {"type": "EndTag", "name": "a", "namespace": None}


def _is_own_picture(url: str) -> bool:
    """Return whether a picture is in one of our folders, without a path out of it."""
    decoded = url.lower().replace("%2e", ".")
    return bool(_OWN_PICTURE.fullmatch(url)) and ".." not in decoded and "//" not in decoded
