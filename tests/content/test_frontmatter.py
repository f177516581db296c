"""Test the file format of articles: what is read and written, and which faults are reported."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.content.frontmatter import LANGUAGES, ContentDocument, read_document, write_document
from wiki.content.plain_yaml import ContentError, load_yaml

GOOD = """---
title: "Hur?"
language: sv
kind: event
summary: Kort.
tags: [a, b]
translation: how
published: false
facts:
  starts_at: 2026-12-05
  goals: [1, 2]
---
Text.

Mer.
"""


def test_every_part_is_read() -> None:
    document = read_document("articles/sv/hur.md", "hur", GOOD)

    assert document == ContentDocument(
        slug="hur",
        language="sv",
        kind="event",
        title="Hur?",
        summary="Kort.",
        body="Text.\n\nMer.",
        tags=("a", "b"),
        translation="how",
        published=False,
        facts={"starts_at": "2026-12-05", "goals": ["1", "2"]},
    )
    assert document.error("facts.goals", "x").line == 11
    assert document.error("body", "x").line == 13


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("Text only", 1, "three hyphens"),
        ("---\ntitle: x\nno end", 3, "closing"),
        ("---\ntitle: x\n  bad: [\n---\n", 3, ""),
        ("---\n- a\n---\n", 2, "keys to values"),
        ("---\ntitle: x\ncolour: red\n---\n", 3, "unknown key 'colour'"),
        ("---\ntitle: [a]\n---\n", 2, "title must be text"),
        ("---\ntitle: x\ntags: a\n---\n", 3, "list of slugs"),
        ("---\ntitle: x\npublished: maybe\n---\n", 3, "true or false"),
        ("---\ntitle: x\nfacts: 3\n---\n", 3, "keys to values"),
        ("---\ntitle: !!python/object:os.system x\n---\n", 2, ""),
        ('---\ntitle: "\\xZZ"\n---\n', 2, ""),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_document("f.md", "f", text)

    assert caught.value.line == line
    assert message in caught.value.message


# What YAML's own rules would read as something else than text.
TRAPS = [
    *("No", "Yes", "On", "off", "true", "Y", "null", "Null", "~", "0123", "0701", "0x1F", "1_000"),
    *("12:30", "1e3", ".5", ".inf", "+46", "2026-12-05", "2026-12-05 15:00:00", "=", "<<", "1.0"),
    *("0o17", "190:20:30", "NaN", "-1", "C# i skolan", "a#b", "mötet kl. 12:30"),
]


@pytest.mark.parametrize("value", TRAPS)
def test_text_is_kept_as_it_was_written(value: str) -> None:
    facts = f"facts:\n  place: {value}\n  goals: [{value}]"
    text = f"---\ntitle: {value}\nsummary: {value}\n{facts}\n---\n"
    document = read_document("f.md", "f", text)

    assert (document.title, document.summary) == (value, value)
    assert document.facts == {"place": value, "goals": [value]}
    assert read_document("f.md", "f", write_document(document)) == document


@pytest.mark.parametrize(
    ("head", "line", "message"),
    [
        ("title: a\nkind: b\ntitle: c", 4, "the key 'title' stands here twice"),
        ("title: Vår #metoo", 2, "what follows # would be lost"),
        ("facts:\n  place: Hus  # B", 3, "what follows # would be lost"),
        ("facts:\n  goals: [1,\n    a #b\n ]", 4, "what follows # would be lost"),
        ("title: &Co är bra", 2, "what begins with & must be in quotes: &Co would be lost"),
        ("title: &amp", 2, "what begins with & must be in quotes"),
        ("title: Innovation: en bok", 2, "a value with such characters must be in quotes"),
        ("title: @namn", 2, "a value with such characters must be in quotes"),
        ("title: ! Viktigt", 2, "what begins with ! must be in quotes"),
        ("title: !Viktigt nu", 2, "what begins with ! must be in quotes"),
        ("title: a\nsummary: !", 3, "what begins with ! must be in quotes"),
        ("title: !!int 7", 2, "what begins with ! must be in quotes"),
        ("title: a\ntags: ! [b]", 3, "what begins with ! must be in quotes"),
        ("title: - Hej", 2, "a value with such characters must be in quotes"),
        ("title: ? Vad", 2, "a value with such characters must be in quotes"),
        ("title: > Vad", 2, "a value with such characters must be in quotes"),
        ("title: , och", 2, "a value with such characters must be in quotes"),
        ("title: {a: b}", 2, "title must be text"),
        ("published: 1", 2, "published must be true or false"),
        ("tags: {a: b}", 2, "tags must be a list of slugs"),
        ("addresses: sv/hubb", 2, "addresses must be a list of texts"),
        (
            "addresses:\n- sv/hubb\n- hubb",
            4,
            "a language and a slug, such as sv/hubb, and not 'hubb'",
        ),
        ("addresses: [de/hubb]", 2, "and not 'de/hubb'"),
        ("addresses: [sv/Hubb]", 2, "and not 'sv/Hubb'"),
        ("addresses: [sv/]", 2, "and not 'sv/'"),
        ("? [a]\n: b\n? [a]\n: c", 4, "stands here twice"),
    ],
)
def test_what_would_be_lost_is_refused(head: str, line: int, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_document("f.md", "f", f"---\n{head}\n---\n")

    assert (caught.value.line, message in caught.value.message) == (line, True)


def test_what_is_no_text_is_read_as_what_it_is() -> None:
    head = "published: {}\ntags: ~\nfacts: null\ntranslation: ~ # none yet\nkind: case # or method"
    read = [read_document("f.md", "f", f"---\n{head.format(word)}\n---\n") for word in ("No", "on")]

    assert [document.published for document in read] == [False, True]
    assert (read[0].tags, read[0].facts, read[0].translation) == ((), {}, "")
    assert read[0].kind == "case"
    quoted = read_document("f.md", "f", "---\ntranslation: 'null'\ntags: null\n---\n")
    assert (quoted.translation, quoted.tags) == ("null", ())


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(ContentError):
        read_document("f.md", "f", text)


LINES = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="åäö"))


@pytest.mark.long
@given(
    title=LINES,
    body=st.text(st.characters(exclude_categories=["C"], include_characters="\n\t")),
    tags=st.lists(st.from_regex(r"[a-z0-9-]{1,10}", fullmatch=True)),
    facts=st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), LINES | st.lists(LINES)),
    published=st.booleans(),
    former=st.lists(
        st.tuples(st.sampled_from(LANGUAGES), st.from_regex(r"[a-z0-9]{1,9}", fullmatch=True))
    ),
)
def test_what_is_written_is_read_again(
    title: str,
    body: str,
    tags: list[str],
    facts: dict[str, object],
    published: bool,
    former: list[tuple[str, str]],
) -> None:
    document = ContentDocument(
        "s", "en", "case", title, title, body, tuple(tags), "", published, facts
    )
    document = replace(document, addresses=tuple(former))

    assert read_document("f.md", "s", write_document(document)) == document


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "a: &a {b: *a}",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "[" * 5_000 + "]" * 5_000,
        "a: !!bool maybe",
        "a: !!python/object/apply:os.system [id]",
    ],
)
def test_yaml_that_would_run_fill_memory_or_never_end_is_refused(text: str) -> None:
    with pytest.raises(ContentError):
        load_yaml("tags.yaml", text)


def test_a_reference_is_refused_on_its_own_line() -> None:
    with pytest.raises(ContentError) as caught:
        load_yaml("tags.yaml", "a: &a [x]\nb: *a")

    assert caught.value.line == 2
