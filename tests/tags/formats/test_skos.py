"""The vocabulary as SKOS: what rdflib reads of it, what SHACL says of it, and what comes back."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SKOS

from wiki.tags.formats.entries import MOST_CHARACTERS, FileFault, TermEntry
from wiki.tags.formats.skos import is_turtle, read_skos, write_skos
from wiki.tags.formats.turtle import Iri, Text, quote, read_turtle
from wiki.tags.terms import Term

BASE = "https://wiki.example/tags/"
HEAD = f"@prefix skos: <{SKOS}> .\n"
# The rules of SKOS that can be told from a file: S13 and S14, and what a term of ours needs.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
[] a sh:NodeShape ;
  sh:targetClass skos:Concept ;
  sh:nodeKind sh:IRI ;
  sh:property [ sh:path skos:prefLabel ; sh:uniqueLang true ; sh:minCount 2 ; sh:maxCount 2 ;
    sh:languageIn ("sv" "en") ; sh:disjoint skos:altLabel ; sh:disjoint skos:hiddenLabel ] ;
  sh:property [ sh:path skos:altLabel ; sh:disjoint skos:hiddenLabel ; sh:languageIn ("sv" "en") ] ;
  sh:property [ sh:path skos:definition ; sh:uniqueLang true ] ;
  sh:property [ sh:path skos:scopeNote ; sh:uniqueLang true ] ;
  sh:property [ sh:path skos:broader ; sh:maxCount 1 ; sh:class skos:Concept ;
    sh:disjoint skos:related ] ;
  sh:property [ sh:path skos:related ; sh:class skos:Concept ] ;
  sh:property [ sh:path skos:inScheme ; sh:minCount 1 ; sh:class skos:ConceptScheme ] .
"""

WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
)


@st.composite
def vocabularies(draw: st.DrawFn) -> list[TermEntry]:
    """Make some topics, each below one before it or at the top."""
    entries: list[TermEntry] = []
    for number in range(draw(st.integers(1, 4))):
        words = [f"{word}{place}" for place, word in enumerate(draw(st.lists(WORD, max_size=4)))]
        term = Term(
            "topic",
            f"Ord {number} {draw(WORD)}".strip(),
            f"Word {number} {draw(WORD)}".strip(),
            slug=f"t{number}",
            description_sv=draw(WORD) if number % 2 else "",
            scope_note_en=draw(WORD),
            synonyms_sv=tuple(words[:2]),
            near_en=tuple(words[2:]),
            related=("t0",) if number == 3 else (),
        )
        above = f"t{number - 1}" if number in (1, 2) else ""
        entries.append(TermEntry(term, above, is_retired=draw(st.booleans())))
    return entries


def graph_of(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


@given(vocabularies())
def test_what_is_written_comes_back(entries: list[TermEntry]) -> None:
    text = write_skos(entries, BASE, "Wiki")
    known = {entry.term.slug: entry for entry in entries}
    read = read_skos(text, BASE, known)
    assert [(entry.term, entry.broader, entry.is_retired) for entry in read] == [
        (entry.term, entry.broader, entry.is_retired) for entry in entries
    ]


@given(vocabularies())
def test_rdflib_reads_the_same_statements(entries: list[TermEntry]) -> None:
    text = write_skos(entries, BASE, "Wiki")
    graph = graph_of(text)
    ours = {
        (str(triple.subject), str(triple.predicate), said(triple.object))
        for triple in read_turtle(text)
    }
    theirs = {
        (str(subject), str(predicate), said_by_rdflib(value)) for subject, predicate, value in graph
    }
    assert ours == theirs
    for entry in entries:
        concept = URIRef(BASE + entry.term.slug)
        assert (concept, RDF.type, SKOS.Concept) in graph
        assert (concept, SKOS.prefLabel, Literal(entry.term.label_sv, lang="sv")) in graph
        assert bool(list(graph.objects(concept, OWL.deprecated))) == entry.is_retired
        if entry.broader:
            above = URIRef(BASE + entry.broader)
            assert (concept, SKOS.broader, above) in graph
            assert (above, SKOS.narrower, concept) in graph


def said(value: Iri | Text) -> tuple[str, str]:
    return (str(value), "iri") if isinstance(value, Iri) else (value.value, value.language)


def said_by_rdflib(value: object) -> tuple[str, str]:
    if isinstance(value, Literal):
        return (str(value), value.language or "")
    return (str(value), "iri")


def check(text: str) -> tuple[bool, str]:
    conforms, _graph, report = validate(graph_of(text), shacl_graph=graph_of(SHAPES))
    return bool(conforms), str(report)


def test_the_shapes_of_skos_hold() -> None:
    first = Term("topic", "Omsorg", "Care", slug="care", synonyms_sv=("vård",), near_sv=("kost",))
    second = Term("topic", "Mat", "Food", slug="food", related=("care",))
    third = Term("topic", "Hem", "Home", slug="home")
    entries = [TermEntry(first), TermEntry(second), TermEntry(third, broader="care")]
    text = write_skos(entries, BASE, "Wiki")
    assert check(text) == (True, check(text)[1])
    # The shapes say something: the same word twice, and a concept without its Swedish label.
    assert not check(text.replace('"kost"@sv', '"vård"@sv'))[0]
    assert not check(text.replace('"Mat"@sv, ', ""))[0]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("", 1, "empty"),
        (HEAD + "<https://x.se/a> a skos:Concept", 2, "turtle"),
        (HEAD + "<https://x.se/a> a other:Concept .", 2, "prefix"),
        (HEAD + "<https://x.se/a> a skos:Concept ;\n skos:note [ ] .", 3, "blank"),
        (HEAD + '<https://x.se/a> skos:prefLabel "a\nb"@sv .', 2, "turtle"),
        (HEAD + "<https://x.se/a b> a skos:Concept .", 2, "turtle"),
        (HEAD + "@base <http://[> .\n<a> a skos:Concept .", 3, "turtle"),
        (
            HEAD + '<https://x.se/a> a skos:Concept ; skos:prefLabel "a"@sv, "b"@sv .',
            2,
            "several_texts",
        ),
        (HEAD + "<https://x.se/a> a skos:Concept ; skos:broader <b>, <c> .", 2, "several_above"),
        (HEAD + "<https://x.se/a> a skos:Concept .\n<https://y.se/a> a skos:Concept .", 3, "twice"),
        ("a" * (MOST_CHARACTERS + 1), 1, "long"),
        (HEAD + '<https://x.se/a> skos:note "\\uD800" .', 2, "turtle"),
        (HEAD + '<https://x.se/a> skos:note "\\q" .', 2, "turtle"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, key: str) -> None:
    with pytest.raises(FileFault) as fault:
        read_skos(text, BASE, {})
    assert [(found.line, found.key) for found in fault.value.faults] == [(line, key)]


def test_another_vocabulary_gives_new_topics() -> None:
    text = """
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>  # as SPARQL writes it
    @base <http://other.example/voc#> .
    <Care> a skos:Concept; skos:prefLabel 'Omsorg'@sv-SE , "Care"@en, "Soin"@fr ;;
      skos:definition \"\"\"Two
    lines, "quoted".\"\"\"@en ; skos:narrower <Home-Help> ; skos:notation 12 .
    <Home-Help> a skos:Concept .
    """
    care, home = read_skos(text, BASE, {})
    assert (care.term.slug, care.term.label_sv, care.term.label_en) == ("care", "Omsorg", "Care")
    assert care.term.description_en == 'Two\n    lines, "quoted".'
    assert (home.term.slug, home.broader) == ("home-help", "care")


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(FileFault):
        list(read_turtle(text))


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_a_quoted_text_is_read_back_by_both(text: str) -> None:
    written = f"<x:a> <x:b> {quote(text, 'sv')} ."
    [triple] = read_turtle(written)
    assert triple.object == Text(text, "sv")
    [value] = graph_of(written).objects()
    assert str(value) == text


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("@prefix skos: <x> .", True),
        ("\ufeff# note\n\nPREFIX a: <x>", True),
        ("<https://x.se/a> a <b> .", True),
        ("address,kind\n", False),
        ('"address";"kind"', False),
        ("", False),
    ],
)
def test_turtle_is_told_from_a_table(text: str, is_one: bool) -> None:
    assert is_turtle(text) is is_one


def test_a_long_text_takes_no_long_time() -> None:
    texts = ['"' * 200_000, "'''" + "'\\" * 100_000, "a:" * 100_000, "<" * 200_000, "\\" * 200_000]
    for text in texts:
        with pytest.raises(FileFault):
            list(read_turtle(text))
