"""Turn the LaTeX of BibTeX files into Unicode, and back."""

import re
import unicodedata
from collections.abc import Mapping

# The combining character that follows the letter in Unicode, by the accent's command.
_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
_SIGNS = {
    "aa": "å", "AA": "Å", "ae": "æ", "AE": "Æ", "o": "ø", "O": "Ø", "oe": "œ", "OE": "Œ",
    "l": "ł", "L": "Ł", "ss": "ß", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ", "ng": "ŋ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£",
    "euro": "€", "texteuro": "€", "ldots": "…", "dots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "guillemotleft": "«",
    "guillemotright": "»", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "degree": "°", "textordfeminine": "ª", "quad": " ",
    "textunderscore": "_", "textbar": "|", "slash": "/", "space": " ", "newline": " ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "mu": "µ", "times": "×", "pm": "±",
    "rightarrow": "→", "leq": "≤", "geq": "≥", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
}  # fmt: skip
_STYLES = {
    "textit": "i",
    "emph": "i",
    "mkbibemph": "i",
    "textsl": "i",
    "textbf": "b",
    "mkbibbold": "b",
    "textsuperscript": "sup",
    "textsubscript": "sub",
}
# Outside of commands; the longer ones first.
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0", "$": "", "{": "", "}": ""}
_TOKEN = re.compile(
    r"\\([a-zA-Z]+)\*?[ \t]*|\\(.)|(---|--|``|''|[~${}])|([^\\~${}`'-]+|.)", re.DOTALL
)
_DEEPEST = 40


def decode(text: str) -> str:
    """Return LaTeX as Unicode, with <i>, <b>, <sup> and <sub> where it says so.

    Of an unknown command its argument is left. Braces go.
    """
    return unicodedata.normalize("NFC", _Decoder(text).run())


class _Decoder:
    """Walks over a text once; `_depth` keeps what is nested beyond reason from the stack."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0
        self._depth = 0

    def run(self) -> str:
        """Return all of the text, decoded."""
        parts: list[str] = []
        while self._place < len(self._text):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        """Return what the next token stands for."""
        found = _TOKEN.match(self._text, self._place)
        if found is None:
            self._place = len(self._text)
            return ""
        self._place = found.end()
        word, sign, ligature, plain = found.groups()
        if word:
            return self._command(word)
        if sign:
            return self._accented(sign) if sign in _ACCENTS else _unescape(sign)
        return _LIGATURES[ligature] if ligature else plain

    def _command(self, name: str) -> str:
        if name in _SIGNS:
            self._skip_empty_group()
            return _SIGNS[name]
        if name in _STYLES:
            mark = _STYLES[name]
            return f"<{mark}>{self._argument()}</{mark}>"
        return self._accented(name) if name in _ACCENTS else ""

    def _accented(self, accent: str) -> str:
        """Return the next letter with an accent; the dots of i and j give way to it."""
        letters = self._argument().strip().translate(_DOTLESS)
        return letters[:1] + _ACCENTS[accent] + letters[1:] if letters else ""

    def _argument(self) -> str:
        """Return what stands in the braces that follow, or else the next token."""
        while self._text[self._place : self._place + 1] in {" ", "\t"}:
            self._place += 1
        if self._text[self._place : self._place + 1] != "{" or self._depth > _DEEPEST:
            return self._letter()
        self._place += 1
        self._depth += 1
        parts, open_braces = [], 1
        while self._place < len(self._text):
            open_braces += {"{": 1, "}": -1}.get(self._text[self._place], 0)
            if open_braces == 0:
                self._place += 1
                break
            parts.append(self._next())
        self._depth -= 1
        return "".join(parts)

    def _letter(self) -> str:
        if self._text[self._place : self._place + 1] == "\\" and self._depth <= _DEEPEST:
            self._depth += 1
            letter = self._next()
            self._depth -= 1
            return letter
        self._place += 1
        return self._text[self._place - 1 : self._place]

    def _skip_empty_group(self) -> None:
        if self._text.startswith("{}", self._place):
            self._place += 2


_DOTLESS = {ord("ı"): "i", ord("ȷ"): "j"}


def _unescape(sign: str) -> str:
    """Return the sign that a backslash stands before; a blank or line end stays a blank."""
    return {"\\": " ", "\n": " ", "/": "", "-": "", "@": "", ",": " ", ";": " "}.get(sign, sign)


_ESCAPED = re.compile(r"[&%$#_{}~^\\]|</?(?:i|b|sup|sub)>|\u00a0")
_ESCAPES: Mapping[str, str] = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "\u00a0": "~",
    "<i>": r"\textit{",
    "<b>": r"\textbf{",
    "<sup>": r"\textsuperscript{",
    "<sub>": r"\textsubscript{",
}


def encode(text: str) -> str:
    """Return a text as LaTeX that is read as UTF-8, as every program of today does."""
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], "}"), text)
