"""The engine: no question fails or takes long, and a damaged index is rebuilt."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import make_article, make_tag, make_user, put_on
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS
from wiki.markup.slugs import slugify
from wiki.search import engine
from wiki.search.index.drainer import current_drainer, drain_now
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import State

SECONDS = 2.0


@pytest.fixture
def filled(context: Flask) -> Flask:
    """Write a few articles and index them."""
    editor = make_user(Role.EDITOR)
    for title, body in [
        ("Social innovation", "En social innovation möter ett behov. " * 30),
        ("Äldreomsorg", "Kommunen ger omsorg åt äldre."),
    ]:
        put_on(make_article(title, editor, body=body), make_tag(slugify(title)))
    drain_now(context)
    return context


def find(question: str) -> list[str]:
    results = engine.search(SearchRequest(q=question), ANONYMOUS)
    return [hit.found.title for hit in results.page.items]


HOSTILE = [
    "*",
    "a" * 10_000,
    "innovation " * 500,
    " ".join(f"ord{number}" for number in range(500)),
    "NOT NOT NOT a",
    "status:draft",
    "audience:editors",
    "((((((((((",
    '"' * 401,
    '"social ' * 60,
    "-" * 400,
    "tag:" * 100,
    "s?c* ~9 /.*/ [a TO z]",
    "social^1000 AND OR NOT",
    "\ud800\udfff",
    "\u200b\u202e\ufdfa",
    "і́" * 100,
]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("question", HOSTILE)
def test_hostile_questions_cost_little(filled: Flask, question: str) -> None:
    started = time.process_time()
    results = engine.search(SearchRequest.from_args({"q": question}), ANONYMOUS)
    assert time.process_time() - started < SECONDS
    assert results.state in State


@pytest.mark.long
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    q=st.text(max_size=120) | st.text(alphabet='socialinvt -":*omrg', max_size=60),
    kind=st.sampled_from(["", "concept", "x"]),
    topic=st.sampled_from(["", "social-innovation", "'"]),
)
def test_any_question_is_answered(filled: Flask, q: str, kind: str, topic: str) -> None:
    args = {"q": q, "kind": kind, "topic": topic}
    results = engine.search(SearchRequest.from_args(args), ANONYMOUS)
    assert len(results.page.items) == min(results.page.total, 10)
    assert (results.state == State.RESULTS) == bool(results.page.total)
    assert not results.is_fallback


def test_no_prefix_wildcard_or_fuzzy_question_is_ever_made(filled: Flask) -> None:
    # Alternatives are chosen from the words of the corpus, and only for words that are long enough.
    assert find("soc*") == []
    assert find("oms?rg") == []
    assert find("innovation*") == ["Social innovation"]
    assert find("innovatoin~0") == ["Social innovation"]


def tear_toc(folder: Path) -> None:
    for path in folder.glob("*.toc"):
        path.unlink()


def garble_toc(folder: Path) -> None:
    for path in folder.glob("*.toc"):
        path.write_bytes(b"\x00garbage" * 20)


def cut_segment(folder: Path) -> None:
    for path in folder.glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garble_segment(folder: Path) -> None:
    """Change letters of a term: Whoosh reads the file without an error, but finds nothing."""
    for path in folder.glob("*.seg"):
        content = path.read_bytes()
        assert b"kommun" in content
        path.write_bytes(content.replace(b"kommun", b"kummun"))


def delete_segment(folder: Path) -> None:
    for path in folder.glob("*.seg"):
        path.unlink()


def delete_pointer(folder: Path) -> None:
    (folder.parent / "current").unlink()


def garble_pointer(folder: Path) -> None:
    (folder.parent / "current").write_bytes(b"\xff../../etc")


def point_at_another_schema(folder: Path) -> None:
    folder.rename(folder.with_name("v0-0123456789ab"))
    (folder.parent / "current").write_text("v0-0123456789ab")


# Whoosh leaves a file open when it cannot read it.
@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "damage",
    [
        tear_toc,
        garble_toc,
        cut_segment,
        garble_segment,
        delete_segment,
        delete_pointer,
        garble_pointer,
        point_at_another_schema,
    ],
)
def test_a_damaged_index_is_rebuilt_and_the_log_says_so(
    filled: Flask, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    assert find("kommun") == ["Äldreomsorg"]
    index = current_drainer().index
    damaged = index.folder()
    damage(damaged)
    index.forget()
    assert find("kommun") == ["Äldreomsorg"]
    assert index.folder() != damaged
    assert "the search index is rebuilt" in caplog.text
    assert [path.name for path in index.path.iterdir() if path.is_dir()] == [index.folder().name]
    caplog.clear()  # its records hold the errors, which hold the open files
    gc.collect()


@pytest.mark.long
def test_the_database_answers_while_there_is_no_index(
    filled: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    drainer = current_drainer()
    monkeypatch.setattr(drainer, "repair", lambda *_args, **_words: False)
    (drainer.index.path / "current").unlink()
    drainer.index.forget()
    results = engine.search(SearchRequest(q="omsorg"), ANONYMOUS)
    assert results.is_fallback
    assert [hit.found.title for hit in results.page.items] == ["Äldreomsorg"]
    for facts in ({"year": 2022}, {"year": 2021}, {}):
        make_article("Fall", make_user(Role.EDITOR), kind="case", facts=facts)
    for year, expected in [("2022", 1), ("2021", 1), ("2020", 0), ("x", 0), ("0", 0)]:
        found = engine.search(SearchRequest(q="fall", year=year), ANONYMOUS)
        assert (found.is_fallback, found.page.total) == (True, expected)
    # Drafts are in no fallback answer.
    make_article("Omsorg i utkast", make_user(Role.AUTHOR))
    assert find("utkast") == []
