"""The grammar: words, phrases, exclusions and filters; everything else is words."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from wiki.articles.kinds import KINDS
from wiki.search.ranking.query import MOST_WORDS, Filter, Question, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Question()),
        ("Social innovation", Question(words=["social", "innovation"])),
        ('"social ekonomi" skola', Question(words=["skola"], phrases=[("social", "ekonomi")])),
        ("”social ekonomi” »här nu«", Question(phrases=[("social", "ekonomi"), ("här", "nu")])),
        ('"social ekonomi', Question(phrases=[("social", "ekonomi")])),
        ('"skola"', Question(phrases=[("skola",)])),
        ('a"b c"d', Question(words=["a", "d"], phrases=[("b", "c")])),
        ('"" "', Question()),
        ("skola -förskola", Question(words=["skola"], excluded=[("förskola",)])),
        ('-"social ekonomi"', Question(excluded=[("social", "ekonomi")])),
        ("e-hälsa", Question(words=["e-hälsa"])),
        ("IT och WHO", Question(words=["IT", "och", "WHO"])),
        ("IT OCH WHO", Question(words=["it", "och", "who"])),
        ("- -- ---", Question()),
        ("tag:Malmö", Question(filters=[Filter("tag", "Malmö")])),
        ('ämne:"social ekonomi"', Question(filters=[Filter("tag", "social ekonomi")])),
        ("lärosäte:malmö", Question(filters=[Filter("university", "malmö")])),
        ("KIND:Metod", Question(filters=[Filter("kind", "method")])),
        ("kind:händelser", Question(filters=[Filter("kind", "event")])),
        ("typ:organizations", Question(filters=[Filter("kind", "organisation")])),
        ("språk:engelska", Question(filters=[Filter("language", "en")])),
        ("year:2022", Question(filters=[Filter("year", "2022")])),
        ("-år:2022", Question(filters=[Filter("year", "2022", is_excluded=True)])),
        ("-kind:event", Question(filters=[Filter("kind", "event", is_excluded=True)])),
        ("title:skola", Question(titles=[("skola",)])),
        ('titel:"social ekonomi"', Question(titles=[("social", "ekonomi")])),
        # Anything else is words: these find no draft, and reach no field but ours.
        ("status:draft", Question(words=["status", "draft"])),
        ("audience:editors", Question(words=["audience", "editors"])),
        ("year:soon", Question(words=["year", "soon"])),
        ("kind:nonsense", Question(words=["kind", "nonsense"])),
        ("tag:", Question(words=["tag"])),
        ("tag:***", Question(words=["tag"])),
        ("NOT NOT NOT a", Question(words=["NOT", "NOT", "NOT", "a"])),
        ("*", Question()),
        ("inno* ?a~2 [a TO b]", Question(words=["inno", "a", "2", "a", "TO", "b"])),
        ("https://ju.se", Question(words=["https", "ju", "se"])),
    ],
)
def test_parse(text: str, expected: Question) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_kind_is_named_as_the_lists_of_the_site_name_it(app: Flask, language: str) -> None:
    with app.test_request_context(), force_locale(language):
        for kind in KINDS.values():
            for name in (kind.label, kind.plural):
                assert parse(f"typ:{name}") == Question(filters=[Filter("kind", kind.name)])


def test_only_the_first_words_are_looked_for_and_that_is_said() -> None:
    exactly = parse(" ".join(["ord"] * MOST_WORDS))
    longer = parse(" ".join(["ord"] * (MOST_WORDS + 1)))
    assert not exactly.was_cut
    assert longer.was_cut
    assert len(exactly.words) == len(longer.words) == MOST_WORDS


def test_only_the_first_characters_are_read_and_that_is_said() -> None:
    assert parse("x" * 10_000).was_cut
    assert not parse("x" * 400).was_cut


@given(st.text(max_size=600) | st.text(alphabet='-":a* tagkind', max_size=100))
def test_any_text_is_a_question(text: str) -> None:
    question = parse(text)
    counted = [*question.words, *sum([*question.phrases, *question.titles, *question.excluded], ())]
    assert len(counted) + len(question.filters) <= MOST_WORDS
