"""Traps of Whoosh and of threads that no other test covers; docs/search.md lists all traps."""

import ast
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import pytest
from flask import Flask

from tests.architecture.sources import ROOT, sources
from tests.builders import make_article, make_user
from tests.search.waiting import find, waiting
from wiki.accounts.models import Role
from wiki.search.index.drainer import drain_now
from wiki.search.language.analysis import stem
from wiki.search.segments.schema import make_schema

# For writing, and reading what was written: nothing that parses, searches, groups or highlights.
ALLOWED = {
    "whoosh.analysis",
    "whoosh.codec.whoosh3",
    "whoosh.fields",
    "whoosh.filedb.filestore",
    "whoosh.formats",
    "whoosh.index",
    "whoosh.reading",
    "whoosh.util.numeric",
}
# A searcher goes stale, belongs to one thread, and would bring `groupedby` and highlights along.
FORBIDDEN = {"refresh", "searcher", "up_to_date", "groupedby", "highlights", "QueryParser"}


def test_the_list_of_traps_names_tests_that_exist() -> None:
    section = (
        (ROOT / "docs/search.md").read_text().partition("\n## Traps\n")[2].partition("\n## ")[0]
    )
    named = set(re.findall(r"`(test_\w+|Test\w+)`", section))
    written = "".join(
        path.read_text()
        for name in ("search", "search_log")
        for path in (ROOT / "tests" / name).rglob("*.py")
    )
    assert len(named) > 25
    assert {name for name in named if not re.search(rf"(def|class) {name}\b", written)} == set()


@pytest.mark.long
def test_no_question_reaches_whoosh() -> None:
    found = {
        module
        for source in sources()
        for module, _ in source.imports()
        if module.partition(".")[0] == "whoosh"
    }
    assert found == ALLOWED
    used = {
        f"{source.path}: {node.attr}"
        for source in sources()
        if source.feature == "search"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN
    }
    assert used == set()


def test_the_index_stores_ids_and_no_text() -> None:
    numbers = {"article_id", "revision_id", "published_seconds", "check_day"}
    assert set(make_schema().stored_names()) == {*numbers, "written"}  # the words in no order


def test_threads_do_not_mix_up_the_words_they_stem() -> None:
    beginnings = ("samhäll", "region", "kommun", "skol", "verksam", "förening", "nation")
    endings = ("en", "ens", "erna", "ernas", "ets", "heter", "heterna", "arna")
    words = ["".join(parts) for parts in product(beginnings, beginnings, endings)]
    expected = [stem(word, "sv") for word in words]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        stem.cache_clear()
        with ThreadPoolExecutor(4) as pool:
            asked = [
                pool.submit(lambda words: [stem.__wrapped__(word, "sv") for word in words], words)
                for _ in range(4)
            ]
            assert all(stemmed.result() == expected for stemmed in asked)
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the names of files are read there")
def test_the_disk_has_the_index_before_the_outbox_forgets(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = make_user(Role.EDITOR, app=app)
    make_article("Först", editor, app=app)
    drain_now(app)
    make_article("Odling", editor, body="giraff", app=app)
    synced: dict[str, int] = {}
    sync = os.fsync

    def note(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        synced[path.suffix or "folder"] = waiting(app)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    drain_now(app)
    monkeypatch.undo()
    assert {".seg", ".toc", ".new", "folder"} <= synced.keys()
    assert set(synced.values()) == {1}
    assert waiting(app) == 0
    assert find(app, "giraff") == ["Odling"]
