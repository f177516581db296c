"""The first hits are put in order by how their words are written and how near they stand."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.search.corpora import make_index
from wiki.accounts.viewer import ANONYMOUS
from wiki.search.index.documents import IndexDocument, title_gist, title_key
from wiki.search.language.analysis import stems, words
from wiki.search.language.grams import grams
from wiki.search.ranking.expansion import Expansion
from wiki.search.ranking.facets import TagLookup
from wiki.search.ranking.plan import make_plan
from wiki.search.ranking.query import parse
from wiki.search.ranking.request import SearchRequest, Sort
from wiki.search.ranking.second import SEEN, nearness, ways_to_write
from wiki.search.ranking.selection import Audience, select_documents
from wiki.search.segments.grams import pack_words
from wiki.search.segments.schema import BODY, TITLE
from wiki.search.segments.schema import field as field_name

NO_TAGS = TagLookup({}, {}, lambda _name, _value: ())
READER = Audience("", (), ANONYMOUS)


def make_text(number: int, body: str, title: str = "", language: str = "sv") -> IndexDocument:
    """Return a public document; later ones of equals stand below."""
    texts = {TITLE: words(title), BODY: words(body)}
    all_words = [word for some in texts.values() for word in some]
    return IndexDocument(
        article_id=number,
        revision_id=number,
        published_seconds=number,
        audience=("public",),
        language=language,
        kind="concept",
        tag=(),
        title_key=title_key(title),
        title_gist=title_gist(title, language),
        terms={
            field_name(name, language): stems(some, language)
            for name, some in texts.items()
            if some
        },
        written=pack_words(all_words),
    )


def find(
    path: Path,
    documents: Sequence[IndexDocument],
    text: str,
    sort: Sort = "relevance",
    names: Sequence[Expansion] = (),
) -> list[int]:
    """Return the ids of the articles that are found, in order."""
    snapshot = make_index(path, documents).open()
    question = parse(text)
    plan = make_plan(question, snapshot, names)
    request = SearchRequest(text, sort=sort, is_wide=True)
    found = select_documents(snapshot, question, plan, request, NO_TAGS, READER)
    assert found
    return [article_id for article_id, _ in found.hit_ids]


WRITTEN = [
    make_text(3, "Kommun och biblioteken"),
    make_text(2, "Kommunen och biblioteken"),
    make_text(4, "Kommunernas egna bibliotek"),
]


@pytest.mark.parametrize("asked", ["kommunernas bibliotek", "komunernas bibliotek"])
def test_words_written_as_in_the_question_come_first(tmp_path: Path, asked: str) -> None:
    others = [make_text(number, "En giraff äter löv") for number in range(10, 110)]
    assert find(tmp_path, [*WRITTEN, *others], asked)[0] == 4


def test_in_few_texts_a_second_look_counts_less(tmp_path: Path) -> None:
    assert find(tmp_path, WRITTEN, "kommunernas bibliotek")[0] == 2


def test_words_side_by_side_come_first(tmp_path: Path) -> None:
    between = "giraff " * 20
    documents = [
        make_text(1, f"kommun bibliotek {between} skola"),
        make_text(2, f"bibliotek {between} kommun skola"),
    ]
    assert find(tmp_path, documents, "kommun bibliotek") == [1, 2]


def test_words_of_a_title_stand_nearer_than_those_of_a_body(tmp_path: Path) -> None:
    text = f"kommun {'giraff ' * 9} bibliotek"
    documents = [make_text(1, "skola", title=text), make_text(2, text), make_text(3, "bibliotek")]
    snapshot = make_index(tmp_path, documents).open()
    plan = make_plan(parse("kommun bibliotek"), snapshot)
    title, body, lacking = nearness(np.arange(3), plan, snapshot)
    assert title > 1.5 * body > lacking == 0


def test_a_title_that_is_the_question_stays_first(tmp_path: Path) -> None:
    documents = [
        make_text(1, "Mer om annat", title="Skolans bibliotek"),
        make_text(2, "Annat", title="Skolan bibliotek"),
        make_text(3, "skolans bibliotek " * 3),
    ]
    assert find(tmp_path, documents, "skolans bibliotek") == [1, 2, 3]


def test_the_newest_first_stays_so(tmp_path: Path) -> None:
    documents = [
        make_text(1, "kommunernas bibliotek"),
        make_text(2, "kommunen, som har ett antal bibliotek"),
    ]
    assert find(tmp_path, documents, "kommunernas bibliotek", sort="newest") == [2, 1]


def test_no_more_than_the_first_are_looked_at(tmp_path: Path) -> None:
    many = [make_text(number, "kommunen bibliotek") for number in range(1, SEEN + 1)]
    documents = [*many, make_text(SEEN + 1, "kommunernas bibliotek " + "annat " * 60)]
    assert find(tmp_path, documents, "kommunernas bibliotek")[-1] == SEEN + 1


def test_names_of_a_topic_are_other_ways_to_write_a_word(tmp_path: Path) -> None:
    snapshot = make_index(tmp_path, [make_text(1, "kommunens bibliotek")]).open()
    names = [Expansion("äldreomsorg", "en", "elder care")]
    question = parse("äldreomsorg i komunens")
    plan = make_plan(question, snapshot, names)
    care, small, misspelt = ways_to_write(question.all_words, plan)
    assert care.own == {*grams("äldreomsorg")}
    assert list(map(set, care.names)) == [{*grams("elder"), *grams("care")}]
    assert small.own == {*grams("i")}
    assert misspelt.own >= {*grams("komunens"), *grams("kommun")}


def test_many_names_of_a_topic_do_not_outweigh_the_word_itself(tmp_path: Path) -> None:
    names = [Expansion("glesbygd", "sv", name) for name in ("byar", "landsbygd", "utmark")]
    documents = [
        make_text(1, "En glesbygd med skola."),
        make_text(2, "En by har byar, byarna landsbygder och utmarker " * 2),
        make_text(3, "Annat"),
    ]
    assert find(tmp_path, documents, "glesbygd skola", names=names) == [1, 2]


def test_a_text_without_known_words_is_no_error(tmp_path: Path) -> None:
    bare = [make_text(1, "kommun"), make_text(2, "kommun")]
    documents = [IndexDocument(**{**vars(text), "written": b""}) for text in bare]
    assert find(tmp_path, documents, "kommun") == [2, 1]
