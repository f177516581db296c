"""The vocabulary as SKOS, and back.

What is searched together is `skos:hiddenLabel`, which SKOS has for words that only search knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wiki.markup.slugs import slugify
from wiki.tags.formats.entries import (
    MOST_CHARACTERS,
    MOST_TERMS,
    Fault,
    FileFault,
    TermEntry,
    refuse,
)
from wiki.tags.formats.turtle import RDF_TYPE, Iri, Text, Triple, quote, read_turtle, write_turtle
from wiki.tags.terms import Term

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_PREFIXES = {"skos": _SKOS, "owl": "http://www.w3.org/2002/07/owl#"}
_DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
_LANGUAGES = ("sv", "en")
# Properties with a language, and the fields of a term; the first three have one text a language.
_SINGLE = {"prefLabel": "label", "definition": "description", "scopeNote": "scope_note"}
_SEVERAL = {"altLabel": "synonyms", "hiddenLabel": "near"}
_KINDS = ("topic", "university", "sdg")
_FIELDS = (*_SINGLE.values(), *_SEVERAL.values())
_GIVEN = frozenset(
    {f"{name}_{language}" for name in _FIELDS for language in _LANGUAGES}
    | {"broader", "related", "retired"}
)


def write_skos(entries: Sequence[TermEntry], base: str, title: str) -> str:
    """Return all terms as Turtle; `base` is the address of the list of terms, with its slash."""
    things: dict[str, list[tuple[str, list[str]]]] = {}
    below: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        below[entry.broader].append(entry.term.slug)
    for kind in _KINDS:
        own = [entry for entry in entries if entry.term.kind == kind]
        if own:
            tops = [f"<{base}{entry.term.slug}>" for entry in own if not entry.broader]
            things[f"{base}#{kind}"] = [
                ("a", ["skos:ConceptScheme"]),
                ("skos:prefLabel", [quote(f"{title}: {kind}", "en")]),
                ("skos:hasTopConcept", tops),
            ]
    for entry in entries:
        things[base + entry.term.slug] = _describe(entry, base, below[entry.term.slug])
    return write_turtle(_PREFIXES, things)


def _describe(entry: TermEntry, base: str, below: Iterable[str]) -> list[tuple[str, list[str]]]:
    term, scheme = entry.term, f"<{base}#{entry.term.kind}>"
    broader = [entry.broader] if entry.broader else []
    links = {"broader": broader, "narrower": below, "related": term.related}
    return [
        ("a", ["skos:Concept"]),
        ("skos:inScheme", [scheme]),
        ("skos:topConceptOf", [] if broader else [scheme]),
        *((f"skos:{name}", _texts(term, field)) for name, field in _SINGLE.items()),
        *((f"skos:{name}", _words(term, field)) for name, field in _SEVERAL.items()),
        *((f"skos:{name}", [f"<{base}{slug}>" for slug in slugs]) for name, slugs in links.items()),
        ("owl:deprecated", ["true"] if entry.is_retired else []),
    ]


def _texts(term: Term, field: str) -> list[str]:
    texts = ((getattr(term, f"{field}_{language}"), language) for language in _LANGUAGES)
    return [quote(text, language) for text, language in texts if text]


def _words(term: Term, field: str) -> list[str]:
    return [
        quote(word, language)
        for language in _LANGUAGES
        for word in getattr(term, f"{field}_{language}")
    ]


def read_skos(text: str, base: str, known: Mapping[str, TermEntry]) -> list[TermEntry]:
    """Return the concepts in a text; raise FileFault with what is wrong, line by line.

    A concept that has an address of this wiki is the term there; any other is a new one, with an
    address made from the end of its own.
    """
    if len(text) > MOST_CHARACTERS:
        raise refuse(1, "long")
    said: dict[Iri, list[Triple]] = {}
    for triple in read_turtle(text.removeprefix("\ufeff")):
        said.setdefault(triple.subject, []).append(triple)
    concepts = _find_concepts(said)
    places = _Places(base, {concept: _slug_of(concept, base) for concept in concepts}, said)
    faults = _find_twice(places.slugs, concepts)
    entries = []
    for concept, line in concepts.items():
        try:
            entries.append(_read(concept, line, said[concept], places, known))
        except FileFault as error:
            faults += error.faults
    if faults:
        raise FileFault(sorted(faults, key=lambda fault: fault.line))
    return entries


def _find_concepts(said: Mapping[Iri, list[Triple]]) -> dict[Iri, int]:
    """Return the concepts in order, with the lines that call them so."""
    concept = Iri(f"{_SKOS}Concept")
    found = {
        triple.subject: triple.line
        for triples in said.values()
        for triple in reversed(triples)
        if (triple.predicate, triple.object) == (RDF_TYPE, concept)
    }
    if not found:
        raise refuse(1, "empty")
    if len(found) > MOST_TERMS:
        raise refuse(list(found.values())[MOST_TERMS], "many")
    return found


class _Places:
    """The addresses that concepts have here, and what stands above each."""

    def __init__(
        self, base: str, slugs: Mapping[Iri, str], said: Mapping[Iri, list[Triple]]
    ) -> None:
        self._base = base
        self.slugs = slugs
        self._above = _find_above(said)

    def slug_of(self, iri: str) -> str:
        """Return the address of a concept, of one in the file or of a term that is stored."""
        return self.slugs.get(Iri(iri)) or _slug_of(Iri(iri), self._base)

    def above(self, concept: Iri) -> list[str]:
        """Return the addresses of what stands directly above a concept."""
        return sorted(self.slug_of(iri) for iri in self._above.get(concept, ()))


def _slug_of(concept: Iri, base: str) -> str:
    if concept.startswith(base):
        return concept[len(base) :]
    return slugify(concept.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1])


def _find_above(said: Mapping[Iri, list[Triple]]) -> dict[Iri, set[Iri]]:
    """Return what stands directly above each concept, also where only the upper one says so."""
    above: defaultdict[Iri, set[Iri]] = defaultdict(set)
    for triples in said.values():
        for triple in triples:
            if isinstance(triple.object, Iri):
                if triple.predicate == f"{_SKOS}broader":
                    above[triple.subject].add(triple.object)
                elif triple.predicate == f"{_SKOS}narrower":
                    above[triple.object].add(triple.subject)
    return above


def _find_twice(slugs: Mapping[Iri, str], lines: Mapping[Iri, int]) -> list[Fault]:
    seen: dict[str, Iri] = {}
    faults = []
    for concept, slug in slugs.items():
        if seen.setdefault(slug, concept) != concept:
            faults.append(Fault(lines[concept], "twice", slug))
    return faults


def _read(
    concept: Iri,
    line: int,
    triples: Sequence[Triple],
    places: _Places,
    known: Mapping[str, TermEntry],
) -> TermEntry:
    values: dict[str, Any] = {"label_sv": "", "label_en": ""}
    for triple in triples:
        _take_text(values, triple.predicate.removeprefix(_SKOS), triple)
    above = places.above(concept)
    if len(above) > 1:
        raise refuse(line, "several_above", ", ".join(above))
    slug = places.slugs[concept]
    frozen: dict[str, Any] = {
        name: tuple(said) if isinstance(said, list) else said for name, said in values.items()
    }
    term = Term(
        kind=known[slug].term.kind if slug in known else "topic",
        slug=slug,
        related=tuple(
            places.slug_of(triple.object)
            for triple in triples
            if triple.predicate == f"{_SKOS}related" and isinstance(triple.object, Iri)
        ),
        **frozen,
    )
    is_retired = any(map(_says_retired, triples))
    return TermEntry(term, above[0] if above else "", is_retired, line, _GIVEN)


def _take_text(values: dict[str, Any], name: str, triple: Triple) -> None:
    text = triple.object
    if not isinstance(text, Text):
        return
    language = text.language.partition("-")[0]
    if language not in _LANGUAGES:
        return
    if name in _SINGLE:
        field = f"{_SINGLE[name]}_{language}"
        if values.get(field, "") not in ("", text.value):
            raise refuse(triple.line, "several_texts", name)
        values[field] = text.value
    elif name in _SEVERAL:
        values.setdefault(f"{_SEVERAL[name]}_{language}", []).append(text.value)


def _says_retired(triple: Triple) -> bool:
    return triple.predicate == _DEPRECATED and triple.object in (Text("true"), Text("1"))


def is_turtle(text: str) -> bool:
    """Return whether a text is Turtle rather than a table: a table begins with its columns."""
    lines = (line.strip() for line in text.removeprefix("\ufeff").split("\n", 200)[:200])
    first = next((line for line in lines if line and not line.startswith("#")), "")
    return first.startswith("<") or first.split(" ")[0].lower() in (
        "@prefix",
        "@base",
        "prefix",
        "base",
    )
