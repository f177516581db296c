"""Generate articles for benchmarks: different words in each, with links, the same every time."""

import random
from collections.abc import Iterator
from itertools import accumulate

from wiki.content.frontmatter import ContentDocument

_SYLLABLES = (
    "sam häll vård om sorg skola barn ung arbets marknad lands bygd kommun region ide pro cess "
    "möte plats verk stad ut veck ling forsk ning kun skap lär ande stöd bo ende natur kraft "
    "mål grupp för ening före tag ägar led are med borgar dia log hand ling plan till växt"
).split()
_SMALL = (
    "och att det som en på är av för med till den har inte om ett men var sig så vi kan".split()
)


def make_documents(count: int, language: str = "sv") -> Iterator[ContentDocument]:
    """Yield `count` articles of about 300 words, each with links, headings and a list."""
    chance = random.Random(1)
    words, weights = make_words(chance)
    for number in range(count):
        title = f"{_pick(chance, words, weights, 2)} {number}".capitalize()
        yield ContentDocument(
            slug=f"artikel-{number}",
            language=language,
            kind=chance.choice(("concept", "case", "method")),
            title=title,
            summary=_sentence(chance, words, weights),
            body=_body(chance, words, weights, number),
        )


def make_words(chance: random.Random) -> tuple[list[str], list[float]]:
    """Return all words and their cumulative weights."""
    words = sorted({_word(chance) for _ in range(12_000)})
    # Few words are frequent, most are rare, as in any language.
    return words, list(accumulate(1 / (rank + 3) for rank in range(len(words))))


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((1, 2, 2, 3))))


def _pick(chance: random.Random, words: list[str], weights: list[float], count: int) -> str:
    return " ".join(chance.choices(words, cum_weights=weights, k=count))


def _sentence(chance: random.Random, words: list[str], weights: list[float]) -> str:
    mixed = [
        word
        for pair in zip(
            chance.choices(words, cum_weights=weights, k=7),
            chance.choices(_SMALL, k=7),
            strict=True,
        )
        for word in pair
    ]
    return " ".join(mixed).capitalize() + "."


def _body(chance: random.Random, words: list[str], weights: list[float], number: int) -> str:
    parts = []
    for section in range(4):
        parts.append(f"## {_pick(chance, words, weights, 3).capitalize()}")
        parts.append(" ".join(_sentence(chance, words, weights) for _ in range(4)))
        target = max(0, number - chance.randrange(1, 50))
        parts.append(f"Se [[Artikel {target}]] och *{_pick(chance, words, weights, 1)}*.")
        if section == 2:
            parts.append("\n".join(f"- {_pick(chance, words, weights, 4)}" for _ in range(3)))
    return "\n\n".join(parts)
