"""What the process that answers reads itself, it reads in time that grows with the length.

A part of a text over and over is what a search that begins at each of them and runs to the end
takes longest for: of these texts, minutes and hours.
"""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.documents.docx_files import docx
from wiki.articles.labels import merge_bodies
from wiki.articles.merging.definitions import find_definitions
from wiki.articles.merging.likeness import is_another_note
from wiki.characters import normalise_line, normalise_text, show_invisible
from wiki.citations.names import read_author
from wiki.content.frontmatter import read_document
from wiki.content.plain_yaml import ContentError
from wiki.documents.checks import check_docx
from wiki.documents.markdown.escaping import escape_words
from wiki.documents.markdown.notes import find_labels
from wiki.entrance.people import LONGEST_LIST, read_people
from wiki.errors import WikiError
from wiki.markup.limits import check_limits
from wiki.references.faults import Fault
from wiki.references.pasting import read_paste
from wiki.tags.formats.csvfile import read_csv
from wiki.tags.formats.entries import FileFault
from wiki.tags.formats.skos import read_skos
from wiki.universities.profile import is_email
from wiki.urls import is_web_address
from wiki.web.middleware.origin import safe_next
from wiki.web.spreadsheet import make_harmless, undo_harmless

LENGTH = 250_000
FRAGMENTS = [
    *("@a{}", "@a{", "@a{x,a={", "@comment{}", "@string{a=1}", "@string{1\n", "TY  - JOUR\n", "@"),
    *("AB  - a\n", "AU  - a\n", "[{", '{"a":', "10.1000.", "10.1000/", "http://", "www.", "a@b."),
    *("<w:t ", "<", "</", "<a ", "<!--", "<![CDATA[", "&", "&#", "<!ENTITY", "<p>", "<b></b>"),
    *("[[", "[[a|", "](", "![](", "[^a]", "[^a]: x\n", "[@a;", "`", "``` \n", "~~~\n", "*", "**a"),
    *("_", "> ", "- ", "1. ", "# ", "|", "|a", "a|b\n-|-\n", "\n", "\r\n", "\t", " ", " \n", "a "),
    *("a", ".", "a.", "1", "٣", "-", "a-", "(", " (", "(a)", ",", ";", '"', '"\n', "'", "=", "\n="),
    *("@prefix a: <b>.\n", "a:b a:c a:d .\n", '"""', "\\", '\\"', "\u0301", "\u200b", "\u3000"),
]
Read = Callable[[str], object]
PARSERS: dict[str, Read] = {
    "paste": read_paste,
    "BibTeX": lambda text: read_paste("@book{a, author={b" + text[:59_000] + "c}, title={d}}"),
    "RIS": lambda text: read_paste(f"TY  - BOOK\nAB  - a\n{text}\nER  - "),
    "Word": lambda text: check_docx(docx("", parts={"word/comments.xml": text})),
    "CSV": lambda text: read_csv(text, {}),
    "Turtle": lambda text: read_skos(text, "https://wiki.se", {}),
    "Turtle's texts": lambda text: read_skos(f'@prefix a: <b> . a:b a:c "{text}', "", {}),
    "people": lambda text: read_people(text[:LONGEST_LIST]),
    "front matter": lambda text: read_document("a.md", "a", f"---\n{text[:50_000]}\n---\na"),
    "limits": check_limits,
    "labels": find_labels,
    "definitions": lambda text: find_definitions(f"[a]:{text}"),
    "notes that are alike": lambda text: is_another_note(text, f"y{text}"),
    "a merge": lambda text: merge_bodies("a", f"a\n[a]:{text[:50_000]}", f"{text[:50_000]}\na"),
    "escaping": escape_words,
    "a line": normalise_line,
    "a text": normalise_text,
    "what is not seen": show_invisible,
    "cells": make_harmless,
    "cells that come back": undo_harmless,
    "an address": lambda text: is_web_address(f"https://a.se/{text}"),
    "the next page": lambda text: safe_next(f"/{text}"),
    "e-mail": is_email,
    "an author": read_author,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
def test_repeated_texts_are_read_in_time_that_grows_evenly(name: str) -> None:
    for fragment in FRAGMENTS:
        text = (fragment * LENGTH)[:LENGTH]
        for whole in (text, f"x{text}x"):
            with suppress(WikiError, Fault, FileFault, ContentError):
                PARSERS[name](whole)
