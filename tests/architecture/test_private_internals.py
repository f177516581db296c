"""Check that docs/upgrading.md lists every private name of a library, with a test of it."""

import ast
import multiprocessing
import multiprocessing.process
import re
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC
from whoosh.util.numeric import byte_to_length, length_to_byte

from tests.architecture.sources import ROOT, Source, sources

# Libraries whose undocumented parts the code uses, and the parts that are documented.
LEANED_ON = (
    "bleach.",
    "jinja2.visitor.",
    "markdown.extensions.abbr.",
    "multiprocessing",
    "uvicorn",
    "whoosh.",
)
DOCUMENTED = {
    "bleach.sanitizer.Cleaner",
    "multiprocessing",
    "multiprocessing.connection.Connection",
    "multiprocessing.connection.wait",
    "multiprocessing.sharedctypes.RawArray",
    "uvicorn.Config",
    "uvicorn.Server",
    "whoosh.analysis.Analyzer",
    "whoosh.analysis.Token",
    "whoosh.fields.ID",
    "whoosh.fields.KEYWORD",
    "whoosh.fields.STORED",
    "whoosh.fields.Schema",
    "whoosh.fields.TEXT",
    "whoosh.index.FileIndex",
}
# Names with an underscore that Python and Flask document.
PUBLIC_UNDERSCORES = {"_exit", "_get_current_object"}


def _sources() -> list[Source]:
    return [*sources(), Source("../run.py", ast.parse((ROOT / "run.py").read_text()))]


def _rows() -> list[tuple[str, str, str]]:
    """Return (names, where, tests) of each row of the table."""
    lines = (ROOT / "docs" / "upgrading.md").read_text().splitlines()
    cells = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")][1:]
    return [(row[1], row[2], row[4]) for row in cells]


def _quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _private_attributes() -> Iterator[str]:
    nodes = [node for source in _sources() for node in source.nodes]
    own = {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    own |= {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in nodes:
        name = node.attr if isinstance(node, ast.Attribute) else ""
        if re.match(r"_[^_]", name) and name not in own | PUBLIC_UNDERSCORES:
            yield name


def _private_imports() -> Iterator[str]:
    for source in _sources():
        for module, name in source.imports():
            full = f"{module}.{name}" if name else module
            if full.startswith(LEANED_ON) and full not in DOCUMENTED:
                yield name or module
            elif not module.startswith("wiki") and re.search(r"(^|\.)_[a-z]", full):
                yield full


@pytest.mark.long
def test_every_private_name_of_a_library_is_listed() -> None:
    listed = {name for names, _, _ in _rows() for name in _quoted(names)}
    used = {*_private_attributes(), *_private_imports()}
    modules = {name.rpartition(".")[2] for name in listed}
    assert {name for name in used if name not in listed and name not in modules} == set()


def test_what_is_listed_is_still_used_where_it_says() -> None:
    stale = [
        f"{name} in {path}"
        for names, where, _ in _rows()
        for name in _quoted(names)
        for path in _quoted(where)
        if name.rpartition(".")[2] not in (ROOT / path).read_text()
    ]
    assert stale == []


def test_every_private_name_has_a_test() -> None:
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = [name for _, _, tests in _rows() for name in _quoted(tests)]
    assert len(named) == len(_rows())
    assert [name for name in named if f"def {name}(" not in written] == []


def test_whoosh_writers_hold_what_the_codec_reads() -> None:
    storage, codec = RamStorage(), W3Codec()
    segment = codec.new_segment(storage, "MAIN")
    with closing(codec.field_writer(storage, segment)) as postings:
        assert postings._segment is segment
    writer = codec.per_document_writer(storage, segment)
    writer.start_doc(0)
    assert (writer._docnum, writer._indoc, writer._storedfields) == (0, True, {})
    writer.finish_doc()
    assert not writer._indoc
    writer.close()


def test_whoosh_rounds_lengths_to_a_byte() -> None:
    rounded = [byte_to_length(byte) for byte in range(256)]
    assert rounded == sorted(rounded)
    assert [byte_to_length(length_to_byte(length)) for length in (0, 1, 5)] == [0, 1, 5]


def test_whoosh_tells_the_newest_generation_from_file_names() -> None:
    names = ["_MAIN_3.toc", "_MAIN_12.toc", "MAIN_x.seg", "_OTHER_40.toc"]
    assert TOC._latest_generation(names, "MAIN") == 12
    assert TOC._latest_generation(["MAIN_x.seg"], "MAIN") < 0


def test_multiprocessing_lists_its_children_where_the_sandbox_forgets_them() -> None:
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    child.start()
    try:
        assert child in multiprocessing.process._children  # type: ignore[attr-defined]  # private
    finally:
        child.kill()
        child.join()
