"""Find in a Markdown text the words that somebody has copied from the page that it became."""

import re

# What a reader does not see: blanks and line ends, marks, and where links lead.
_UNSEEN = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: \"[^\"\n]*\")?\)"  # the end of a link
    r"|\[\[[^\[\]|\n]*\|"  # the title of a wiki link that has other words
    r"|\[-?[@^][^\[\]\n]*\]"  # a citation, a note
    r"|<https?://|[\s*_`~#>\[\]\\|]"
)
_MARK = re.compile(r"^(?:#{1,6} |> ?|[-+*] |\d+[.)] )", re.MULTILINE)


def find_passage(words: str, text: str) -> str:
    """Return the passage of a text that a reader sees as these words; "" if there is none.

    Both are compared without blanks and marks. Words of a list may be copied with its numbers or
    without.
    """
    if words in text:
        return words
    wanted = _UNSEEN.sub("", words)
    if not wanted:
        return ""
    for source in (text, _MARK.sub(lambda mark: " " * len(mark[0]), text)):
        seen, places = _read(source)
        start = seen.find(wanted)
        if start >= 0:
            return text[places[start] : places[start + len(wanted) - 1] + 1]
    return ""


def _read(source: str) -> tuple[str, list[int]]:
    """Return what is seen of a source without its blanks, and where each character stands."""
    places: list[int] = []
    done = 0
    for unseen in _UNSEEN.finditer(source):
        places += range(done, unseen.start())
        done = unseen.end()
    places += range(done, len(source))
    return "".join(source[place] for place in places), places


def read_passage(passage: str) -> str:
    """Return a passage without its marks, on one line."""
    plain = _UNSEEN.sub(lambda found: " " if found[0].isspace() else "", _MARK.sub("", passage))
    return " ".join(plain.split())
