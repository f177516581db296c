"""Make indexes of random texts, without a database."""

import random
from collections.abc import Sequence
from pathlib import Path

from wiki.search.index.documents import IndexDocument
from wiki.search.index.store import Index
from wiki.search.index.writer import build_index, update_index
from wiki.search.language.analysis import stems
from wiki.search.segments.grams import pack_words
from wiki.search.segments.schema import BODY, SUMMARY, TAGS, TITLE
from wiki.search.segments.schema import field as field_name

WORDS = (
    "social innovation skola skolan barn skolbarn omsorg äldreomsorg kommun kommunen giraff "
    "samhälle samhället utmaning tvättmaskin region school child city health the and och att på"
).split()


def make_document(chance: random.Random, article_id: int, language: str = "") -> IndexDocument:
    """Return the document of an article whose words are chosen by `chance`."""
    language = language or chance.choice(("sv", "sv", "en"))
    words = {
        TITLE: chance.choices(WORDS, k=3),
        SUMMARY: chance.choices(WORDS, k=chance.randrange(8)),
        BODY: chance.choices(WORDS, k=chance.randrange(120)),
    }
    terms = {
        field_name(name, language): stems(field_words, language)
        for name, field_words in words.items()
    }
    terms[field_name(TAGS, "sv")] = stems(chance.choices(WORDS, k=2), "sv")
    all_words = [word for field_words in words.values() for word in field_words]
    return IndexDocument(
        article_id=article_id,
        revision_id=article_id * 10,
        published_seconds=chance.randrange(1000),
        check_day=chance.choice((0, 740_000)),
        audience=("public",) if chance.random() < 0.9 else ("editors", "authors"),
        language=language,
        kind=chance.choice(("concept", "case")),
        tag=tuple(chance.sample(["health", "school", "malmo-universitet"], k=2)),
        title_key=" ".join(words[TITLE]),
        title_gist=f"{language} {words[TITLE][0]}",
        terms={name: field_terms for name, field_terms in terms.items() if field_terms},
        swedish_words=tuple(all_words) if language == "sv" else (),
        written=pack_words(all_words),
    )


def make_index(path: Path, documents: Sequence[IndexDocument]) -> Index:
    """Build an index of documents below `path`."""
    index = Index(path)
    folder = index.new_folder()
    build_index(folder, lambda: documents)
    index.make_live(folder)
    return index


def make_random_index(path: Path, seed: int, articles: int, commits: int) -> Index:
    """Build an index, then change one or two articles in each of many commits, with merges."""
    chance = random.Random(seed)
    index = make_index(path, [make_document(chance, number) for number in range(1, articles + 1)])
    for _ in range(commits):
        changed = chance.sample(range(1, articles + 10), k=chance.choice((1, 2)))
        remaining = [number for number in changed if chance.random() < 0.9]
        documents = [make_document(chance, number) for number in remaining]
        update_index(index.folder(), changed, documents, index.open())
    return index
