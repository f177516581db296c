"""The grams of documents are those of their words, each counted once for a document."""

import pytest

from wiki.search.language.grams import grams
from wiki.search.segments.arrays import Grams
from wiki.search.segments.grams import make_grams, pack_words


def of(made: Grams, document: int) -> set[int]:
    return set(made.keys[made.cuts_of(document)].tolist())


def test_words_are_cut_at_both_ends_without_accents() -> None:
    assert len(grams("skola")) == 4
    assert len(grams("i")) == 1
    assert grams("Malmö") == grams("malmo")
    assert grams("e-hälsa") == grams("ehalsa")
    assert set(grams("skola")) & set(grams("skolan"))
    assert grams("barn")[-1] in grams("skolbarn")
    assert grams("barn")[0] not in grams("skolbarn")


def test_documents_hold_the_grams_of_their_words() -> None:
    made = make_grams([pack_words(["skola", "barn", "Skola"]), b"", pack_words(["barnen"])])
    assert of(made, 0) == {*grams("skola"), *grams("barn")}
    assert of(made, 1) == set()
    assert of(made, 2) == set(grams("barnen"))
    assert made.sizes.tolist() == [7, 0, 5]


def test_a_gram_is_counted_once_for_each_document() -> None:
    made = make_grams([pack_words(["barn", "barnet"]), pack_words(["barnen"]), pack_words([])])
    both, one = grams("barn")[0], grams("barn")[-1]
    frequencies = dict(zip(made.keys.tolist(), made.frequencies.tolist(), strict=True))
    assert (frequencies[both], frequencies[one]) == (2, 1)


@pytest.mark.long
def test_many_words_take_more_bytes() -> None:
    few = make_grams([pack_words(["barn"])])
    many = make_grams([pack_words(map(str, range(70_000)))])
    assert (few.words.itemsize, many.words.itemsize) == (2, 4)
    assert of(many, 0) >= set(grams("69999"))


def test_no_documents_have_no_grams() -> None:
    assert len(make_grams([]).keys) == 0
