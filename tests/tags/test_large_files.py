"""A file of many terms is read and written at once, all or nothing, and undone as one deed."""

from collections.abc import Sequence

import pytest
from flask import Flask

from tests.builders import Person, make_article, make_tag, put_on
from tests.fixtures.statements import statements
from wiki.db import db
from wiki.search.index.models import IndexTask
from wiki.tags.actions.exchange import import_terms, preview_import, stamp_import
from wiki.tags.actions.undo import undo_deed
from wiki.tags.formats.csvfile import read_csv
from wiki.tags.formats.entries import FileFault, TermEntry
from wiki.tags.steps.importing import list_entries
from wiki.tags.steps.state import read_state

COLUMNS = "address;label_sv;label_en;broader;related;synonyms_sv;near_sv\n"


def make_file(count: int, words: str, *, by_label: bool = False) -> str:
    """Return a file of topics in a tree, of which each knows the one before it."""
    rows = []
    for number in range(count):
        above = (f"English {number // 3}" if by_label else f"t-{number // 3}") if number else ""
        other = f"t-{number - 1}" if number % 5 == 4 else ""
        row = f't-{number};Svenska {number};English {number};{above};{other};"{words} {number}";'
        rows.append(f'{row}"nära {words} {number}"')
    return COLUMNS + "\n".join(rows) + "\n"


def read(text: str) -> list[TermEntry]:
    return read_csv(text, {entry.term.slug: entry for entry in list_entries()})


def take_in(app: Flask, text: str, editor: Person) -> int:
    with app.test_request_context():
        deed, _count = import_terms(read(text), text, stamp_import(text), editor.viewer)
        return deed.entry_id


def stored(app: Flask) -> dict[str, object]:
    """Return all terms but for their versions, which only count."""
    with app.app_context():
        state = read_state(())
    for fields in state["terms"].values():
        fields["version"] = 0
    return dict(state)


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("is_known", [False, True])
def test_ten_times_the_terms_take_no_more_reads(app: Flask, editor: Person, is_known: bool) -> None:
    counts = []
    for size in (20, 200):
        if is_known:
            take_in(app, make_file(size, "ord"), editor)
        text = make_file(size, "annat", by_label=True)
        with statements(app) as found, app.test_request_context():
            preview_import(read(text), editor.viewer)
            import_terms(read(text), text, stamp_import(text), editor.viewer)
        counts.append(sum(statement.startswith("SELECT") for statement in found))
    assert counts[1] < counts[0] + 30  # words are read for some hundred terms at a time


def test_all_of_it_is_undone_at_once(app: Flask, editor: Person) -> None:
    take_in(app, make_file(30, "ord"), editor)
    before = stored(app)
    changed = make_file(40, "annat").replace("Svenska 7;", "Sju;").replace("nära annat 8", "")
    entry_id = take_in(app, changed, editor)
    assert stored(app) != before
    with app.test_request_context():
        undo_deed(entry_id, editor.viewer)
    assert stored(app) == before


def test_words_change_their_kind_between_terms(app: Flask, editor: Person) -> None:
    take_in(app, COLUMNS + 'a;A;A;;;"ett\ntvå";tre\nb;B;B;;;fyra;fem\n', editor)
    take_in(app, COLUMNS + 'a;A;A;;;"tre\nfyra";"två\nett"\nb;B;B;;;fem;"fyra\nett"\n', editor)
    with app.app_context():
        terms = {entry.term.slug: entry.term for entry in list_entries()}
    assert (terms["a"].synonyms_sv, terms["a"].near_sv) == (("tre", "fyra"), ("två", "ett"))
    assert (terms["b"].synonyms_sv, terms["b"].near_sv) == (("fem",), ("fyra", "ett"))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (["a;Samma;A;;;;", "b;Samma;B;;;;"], 3),  # two new ones of a name
        (["old;Ny;Old;;;;", "b;Gammal;B;;;;", "c;Ny;C;;;;"], 4),  # a name that has changed hands
        (["a;A;A;b;;;", "b;B;B;a;;;"], 2),  # a circle
        (["a;A;A;;;;", "former;F;F;;;;", "b;A;B;;;;"], 4),
    ],
)
def test_one_wrong_line_leaves_all_as_it_was(
    app: Flask, editor: Person, rows: Sequence[str], line: int
) -> None:
    make_tag("old", app=app, label_sv="Gammal", label_en="Old")
    before = stored(app)
    with pytest.raises(FileFault) as raised:
        take_in(app, COLUMNS + "\n".join(rows) + "\n", editor)
    assert line in {fault.line for fault in raised.value.faults}
    assert stored(app) == before


def test_each_changed_term_tells_the_index_of_its_articles(app: Flask, editor: Person) -> None:
    tags = [make_tag(f"t-{number}", app=app) for number in range(3)]
    articles = [make_article(f"Titel {number}", editor, app=app) for number in range(3)]
    for article_id, tag_id in zip(articles, tags, strict=True):
        put_on(article_id, tag_id, app=app)
    with app.app_context():
        db.session.query(IndexTask).delete()
        db.session.commit()
    take_in(app, COLUMNS + "t-0;Noll;T 0;;;;\nt-1;Ett;T 1;;;;\n", editor)
    with app.app_context():
        noted = {task.article_id for task in db.session.query(IndexTask)}
    assert noted == set(articles[:2])
