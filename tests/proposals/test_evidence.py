"""Test what the words of an article speak for, and that they speak for nothing else."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import undefer

from wiki.accounts.models import Role
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import list_tags
from wiki.db import db
from wiki.proposals.evidence import (
    MOST_SUGGESTED,
    Evidence,
    NamedTag,
    Nearby,
    Text,
    name_tag,
    suggest,
)
from wiki.proposals.queries.habits import Habits
from wiki.proposals.queries.suggestions import list_suggestions
from wiki.revisions.models import Revision
from wiki.search.queries.tags import list_known_tags

EDITOR = Viewer(1, Role.EDITOR, "Eva Berg")

# What is suggested besides the tags that an article has, and what its words name in passing.
SUGGESTED = {
    "den-sociala-innovationsprocessen": ({"social-innovation"}, {"co-creation", "funding"}),
    "hogskolan-i-boras": ({"social-innovation"}, {"school-and-learning", "impact-measurement"}),
    "teknisk-och-social-innovation": ({"social-innovation"}, {"impact-measurement", "funding"}),
    "vad-ar-social-innovation": ({"collaboration"}, {"corporate-responsibility", "methods"}),
    "tvattmaskinen-som-social-innovation": (set(), {"school-and-learning", "methods"}),
    "forandringsteori": (set(), {"working-life", "school-and-learning", "funding"}),
    "samhallsnyttiga-samtal": (set(), {"social-entrepreneurship", "co-creation"}),
    "fran-csr-till-corporate-social-innovation": (set(), {"working-life", "funding"}),
    "samskapande-som-metod": (set(), {"violence-prevention", "working-life", "funding"}),
    "technical-and-social-innovation": ({"social-innovation"}, {"working-life", "funding"}),
    "what-is-social-innovation": ({"collaboration"}, {"working-life", "innovation-process"}),
    "theory-of-change": (set(), {"working-life", "technology-and-society"}),
}
# What the words of articles suggest of the tags that editors have given them.
FOUND_AGAIN = {
    "den-sociala-innovationsprocessen": {"innovation-process"},
    "fran-csr-till-corporate-social-innovation": {"corporate-responsibility", "social-innovation"},
    "samskapande-som-metod": {"co-creation"},
    "tvattmaskinen-som-social-innovation": {"gender-equality", "social-innovation"},
    "vad-ar-social-innovation": {"definitions", "social-innovation"},
    "orebro-universitet": {"collaboration", "orebro-university"},
    "co-creation-as-a-method": {"co-creation"},
}


def tag(tag_id: int, label: str, *synonyms: str, kind: str = "topic", number: int = 0) -> NamedTag:
    names = name_tag(label, synonyms, "sv", whole_names=kind == "university")
    return NamedTag(tag_id, kind, label.lower(), number, tuple(names))


DIALOGUE = tag(1, "Samskapande", "medborgardialog", "delaktighet")
WORK = tag(2, "Arbetsliv", "arbete", "obetalt arbete")
MALMO = tag(3, "Malmö universitet", "Malmö", kind="university")
GOAL = tag(5, "Jämställdhet", kind="sdg", number=5)


def find(
    *,
    title: str = "Om bryggor",
    summary: str = "",
    headings: str = "",
    body: str = "",
    goals: Sequence[int] = (),
    nearby: Nearby | None = None,
    share: Callable[[tuple[str, ...], str], float] = lambda _terms, _slug: 0.5,
) -> list[Evidence]:
    text = Text("sv", title, summary, headings, body, frozenset(goals))
    return suggest(text, [DIALOGUE, WORK, MALMO, GOAL], nearby or Nearby(), share)


def test_a_tag_needs_evidence() -> None:
    often = "Medborgardialogen ger delaktighet. " * 3 + "Mer delaktighet. "
    cases: list[tuple[str, dict[str, Any], dict[int, tuple[str, ...]]]] = [
        ("nothing", {}, {}),
        ("its label in the title", {"title": "Samskapandet i Lund"}, {1: ("samskapande",)}),
        ("its name in the summary", {"summary": "Medborgardialoger."}, {}),
        ("and in the text", {"summary": "Medborgardialog.", "body": "Medborgardialogen."},
         {1: ("medborgardialog",)}),
        ("once in the text", {"body": "Mer delaktighet och en medborgardialog."}, {}),
        ("often in the text", {"body": often}, {1: ("delaktighet", "medborgardialog")}),
        ("often, in a long text", {"body": often + "ord " * 1200}, {}),
        ("a name of two words", {"summary": "Obetalt arbete.", "body": "Obetalt arbete."},
         {2: ("obetalt arbete", "arbete")}),
        ("a town is no university", {"title": "Malmö", "body": "I Malmö. " * 9}, {}),
        ("a university is", {"title": "Malmö universitet"}, {3: ("Malmö universitet",)}),
        ("a goal among the facts", {"goals": [5, 6]}, {5: ()}),
        ("the translation has it", {"nearby": Nearby(frozenset({1}))}, {1: ()}),
        ("articles nearby alone", {"nearby": Nearby(frozenset(), {1: 5})}, {}),
    ]  # fmt: skip
    for said, given, expected in cases:
        found = find(**given)
        assert {suggestion.tag_id: suggestion.words for suggestion in found} == expected, said


def test_a_word_whose_articles_lack_the_tag_tells_nothing() -> None:
    given: dict[str, Any] = {"summary": "Arbete.", "headings": "Arbetet", "body": "Arbete. " * 9}
    assert [suggestion.tag_id for suggestion in find(**given)] == [2]
    assert find(**given, share=lambda _terms, _slug: 0.2) == []
    # A label in the title is meant, whatever others do with the word.
    found = find(title="Ett arbetsliv", share=lambda _terms, _slug: 0.1)
    assert [suggestion.tag_id for suggestion in found] == [2]


def test_the_best_come_first_and_are_few() -> None:
    found = find(title="Samskapande", goals=[5], nearby=Nearby(frozenset({2}), {1: 3}))
    assert [(suggestion.tag_id, suggestion.near) for suggestion in found] == [
        (2, 0),
        (5, 0),
        (1, 3),
    ]
    many = [tag(number, f"Brygga {'abcdefghijk'[number]}x") for number in range(10)]
    text = Text("sv", " ".join(each.names[0].text for each in many), "", "", "")
    assert len(suggest(text, many, Nearby(), lambda _terms, _slug: 0.5)) == MOST_SUGGESTED


def test_what_is_suggested_for_the_sample_looks_right(sample_app: Flask) -> None:
    with sample_app.test_request_context("/sv/"):
        for slug, (expected, in_passing) in SUGGESTED.items():
            article = db.session.scalars(select(Article).where(Article.slug == slug)).one()
            found = {suggestion.tag.slug for suggestion in list_suggestions(article, EDITOR)}
            assert found >= expected, slug
            assert not found & in_passing, slug


def test_words_find_the_tags_that_editors_gave(sample_app: Flask) -> None:
    with sample_app.test_request_context("/sv/"):
        for slug, expected in FOUND_AGAIN.items():
            article = db.session.scalars(select(Article).where(Article.slug == slug)).one()
            assert _find_in(article) >= expected, slug


def _find_in(article: Article) -> set[str]:
    """Return which of the article's own tags its words suggest, without articles nearby."""
    revision = db.session.scalars(
        select(Revision)
        .where(Revision.id == article.head_id)
        .options(undefer(Revision.body_text), undefer(Revision.headings))
    ).one()
    headings = " | ".join(str(heading["text"]) for heading in revision.headings)
    language = article.language
    text = Text(language, revision.title, revision.summary, headings, revision.body_text)
    tags = []
    for known in list_known_tags():
        synonyms = [word.text for word in known.synonyms if word.language == language]
        is_university = known.kind == "university"
        names = name_tag(known.label(language), synonyms, language, whole_names=is_university)
        tags.append(NamedTag(known.id, known.kind, known.slug, known.number, tuple(names)))
    found = suggest(text, tags, Nearby(), Habits(language).of(article.id))
    own = {tag.id: tag.slug for tag in list_tags(article)}
    return {own[suggestion.tag_id] for suggestion in found if suggestion.tag_id in own}
