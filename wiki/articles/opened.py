"""A document of a word processor on its way into the form of an article."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from wiki.articles.text import TITLE_LENGTH
from wiki.documents.escaping import escape_words
from wiki.documents.opening import open_docx

_LABEL = re.compile(r"\[\^\s*([^\]\s]+)\s*\]")


@dataclass(frozen=True)
class WithDocument:
    """A title and a text with a document behind it, and how many of what were left out."""

    title: str
    body: str
    left: Mapping[str, int]


def add_document(content: bytes, title: str, body: str, owner: Hashable) -> WithDocument:
    """Return a text with a document behind it; its title becomes a heading if there is one already.

    Raises InvalidInput with the reason in words.
    """
    opened = open_docx(content, set(_LABEL.findall(body)), owner)
    is_heading = title.strip() and opened.title and opened.title != title.strip()
    heading = f"## {escape_words(opened.title)}" if is_heading else ""
    parts = (body.rstrip(), heading, opened.body)
    new_title = title if title.strip() else opened.title[:TITLE_LENGTH]
    return WithDocument(new_title, "\n\n".join(part for part in parts if part), opened.left)
