"""Load folders and check what the wiki has afterwards."""

import filecmp
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import func, select

from tests.builders import make_article, make_user
from tests.content.folders import ADMIN, SAMPLE, TAGS, article, faults_of, load, write
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.models import Role
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.articles.actions.save import save_article
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import find_shown, list_tags
from wiki.articles.steps.revise import find_head
from wiki.articles.text import ArticleText
from wiki.content.actions import Loaded, export_folder, load_folder, load_folders
from wiki.content.folder import Folder, read_folder, write_folder
from wiki.content.queries import list_terms
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.revisions.models import Revision
from wiki.tags.models import Tag


@pytest.mark.usefixtures("context")
def test_several_folders_are_stored_together_each_over_those_before(tmp_path: Path) -> None:
    earlier = write(tmp_path / "1", {"articles/sv/leken.md": article("Leken", body="[[Barnen]]")})
    later = {
        "articles/sv/leken.md": article("Leken", body="Se [[Barnen]]."),
        "articles/sv/barnen.md": article("Barnen", body="Text."),
    }
    folders = [read_folder(path)[0] for path in (earlier, write(tmp_path / "2", later))]
    viewer = ensure_editorial_account("Redaktionen")

    def fail(what: str, done: int, _total: int) -> None:
        if (what, done) == ("Sparar artiklar", 1):
            raise RuntimeError("while the second is stored")

    with force_locale("sv"), pytest.raises(RuntimeError, match="second"):
        load_folders([(folders[0], lambda *_: None), (folders[1], fail)], viewer)
    assert db.session.scalar(select(func.count(Article.id))) == 0

    loaded = load_folders([(folder, lambda *_: None) for folder in folders], viewer)
    assert loaded == [Loaded(new=1, changed=0, unchanged=0), Loaded(new=1, changed=1, unchanged=0)]
    texts = db.session.scalars(select(Revision.body_html).order_by(Revision.id)).all()
    assert ["/sv/articles/barnen" in text for text in texts] == [True, False, True]


@pytest.mark.usefixtures("context")
def test_a_folder_becomes_articles_with_tags_links_and_translations(tmp_path: Path) -> None:
    files = {
        "articles/sv/leken.md": article(
            "Leken", extra="tags: [forskola]\ntranslation: play\n", body="Se [[Barnen]]."
        ),
        "articles/sv/barnen.md": article("Barnen", body="Se [[Saknas]]."),
        "articles/en/play.md": article("Play", "en", "translation: leken\npublished: false\n"),
    }

    assert load(write(tmp_path, files)) == Loaded(new=3, changed=0, unchanged=0)

    shown, revision, _reviewed = find_shown("sv", "leken", ANONYMOUS)
    assert revision.title == "Leken"
    assert 'href="/sv/articles/barnen"' in revision.body_html
    assert "missing" not in revision.body_html
    assert [tag.slug for tag in list_tags(shown)] == ["forskola"]
    _, other, _reviewed = find_shown("sv", "barnen", ANONYMOUS)
    assert 'class="missing"' in other.body_html
    pair = db.session.scalars(select(Translation)).one()
    draft = db.session.get_one(Article, pair.en_id)
    assert (pair.sv_id, draft.slug, draft.is_public) == (shown.id, "play", False)
    child = db.session.scalars(select(Tag).where(Tag.slug == "forskola")).one()
    assert child.parent is not None
    assert child.parent.slug == "skola"


@pytest.mark.usefixtures("context")
def test_loading_again_changes_only_what_changed(tmp_path: Path) -> None:
    load(write(tmp_path, {"articles/sv/a.md": article("A"), "articles/sv/b.md": article("B")}))

    assert load(tmp_path) == Loaded(new=0, changed=0, unchanged=2)
    write(tmp_path, {"articles/sv/b.md": article("B", body="Nytt.")})
    assert load(tmp_path) == Loaded(new=0, changed=1, unchanged=1)
    numbers = db.session.execute(
        select(Revision.title, func.max(Revision.number)).group_by(Revision.title)
    )
    assert sorted((title, number) for title, number in numbers) == [("A", 1), ("B", 2)]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article("[x]"), "articles/sv/bad.md, line 2"),
        (article("T", extra="tags: [nothing]\n"), "articles/sv/bad.md, line 6: there is no tag"),
        (article("T", extra="translation: none\n"), "articles/sv/bad.md, line 6"),
        (article("T", "en"), "articles/sv/bad.md, line 3: language must be sv"),
        (
            article("T").replace("concept", "cake"),
            "articles/sv/bad.md, line 4: kind must be one of concept, case,",
        ),
        (article("T", extra="facts:\n  colour: red\n"), "articles/sv/bad.md, line 7"),
        (article("T", body="[" * 20_001), "articles/sv/bad.md, line 7"),
        (article("T", body="a\n\nb\x00"), "articles/sv/bad.md, line 9: the character U+0000"),
        (article("T\x07"), "articles/sv/bad.md, line 2: the character U+0007"),
        ("nothing", "articles/sv/bad.md, line 1"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_loaded(
    text: str, expected: str, tmp_path: Path
) -> None:
    write(tmp_path, {"articles/sv/bad.md": text, "articles/sv/good.md": article("Good")})

    assert any(fault.startswith(expected) for fault in faults_of(tmp_path))
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 0


@pytest.mark.usefixtures("context")
def test_a_broken_vocabulary_is_named_and_nothing_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, {"articles/sv/good.md": article("Good"), "tags.yaml": TAGS + "- slug: x\n"})

    assert faults_of(tmp_path) == ["tags.yaml, line 12: kind must be one of university, topic, sdg"]
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0


@pytest.mark.usefixtures("context")
def test_a_file_is_named_as_an_address_can_be(tmp_path: Path) -> None:
    write(tmp_path, {"articles/sv/En fil.md": article("T")})

    assert faults_of(tmp_path) == [
        "articles/sv/En fil.md, line 2: the file's name must be a slug: a-z, 0-9, -"
    ]


@pytest.mark.usefixtures("context")
def test_a_term_that_the_vocabulary_refuses_is_named_with_its_line(tmp_path: Path) -> None:
    nameless = "- {slug: lek, kind: topic, label: {sv: '', en: Play}}\n"
    write(tmp_path, {"articles/sv/good.md": article("Good"), "tags.yaml": TAGS + nameless})

    (fault,) = faults_of(tmp_path)
    assert fault.startswith("tags.yaml, line 12: label_sv: ")
    db.session.rollback()  # as the end of the command does
    assert db.session.scalar(select(func.count()).select_from(Tag)) == 0


@pytest.mark.usefixtures("context")
def test_an_article_keeps_its_kind(tmp_path: Path) -> None:
    load(write(tmp_path, {"articles/sv/a.md": article("A")}))
    write(tmp_path, {"articles/sv/a.md": article("A").replace("concept", "method")})

    assert faults_of(tmp_path) == [
        "articles/sv/a.md, line 4: the article in the wiki is a concept: its kind cannot change"
    ]


@pytest.mark.usefixtures("context")
def test_a_translation_that_changed_is_paired_anew(tmp_path: Path) -> None:
    files = {
        "articles/sv/a.md": article("A", extra="translation: b\n"),
        "articles/en/b.md": article("B", "en", "translation: a\n"),
        "articles/en/c.md": article("C", "en"),
    }
    load(write(tmp_path, files))
    files |= {
        "articles/sv/a.md": article("A", extra="translation: c\n"),
        "articles/en/b.md": article("B", "en"),
        "articles/en/c.md": article("C", "en", "translation: a\n"),
    }
    load(write(tmp_path, files))

    pair = db.session.scalars(select(Translation)).one()
    assert db.session.get_one(Article, pair.en_id).slug == "c"


@pytest.mark.usefixtures("context")
def test_text_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"articles/sv/bad.md": "x"})
    (tmp_path / "articles/sv/bad.md").write_bytes(b"---\ntitle: \xe5\n---\n")

    assert faults_of(tmp_path) == ["articles/sv/bad.md, line 2: the file is not UTF-8 text"]


@pytest.mark.usefixtures("context")
def test_an_author_may_not_load(tmp_path: Path) -> None:
    folder, _ = read_folder(write(tmp_path, {"articles/sv/a.md": article("A")}))

    with pytest.raises(NotAllowed):
        load_folder(folder, lambda *_: None, Viewer(1, Role.AUTHOR, "A"))


@pytest.mark.usefixtures("context")
def test_a_vocabulary_without_numbers_leaves_those_that_are_stored(tmp_path: Path) -> None:
    partner = "- {slug: mau, kind: university, label: {sv: Malmö, en: Malmo}, number: 3}\n"
    load(write(tmp_path / "new", {"tags.yaml": partner}))
    load(write(tmp_path / "old", {"tags.yaml": partner.replace(", number: 3", "")}))
    assert [entry.term.number for entry in list_terms()] == [3]
    load(write(tmp_path / "newest", {"tags.yaml": partner.replace("3", "2")}))
    assert [entry.term.number for entry in list_terms()] == [2]


@pytest.mark.long
@pytest.mark.usefixtures("context")
def test_an_export_loads_to_the_same_export(tmp_path: Path, app: Flask) -> None:
    load(SAMPLE)
    sample, _ = read_folder(SAMPLE)
    first, second = tmp_path / "first", tmp_path / "second"
    export_folder(first, ADMIN)

    sample, _ = read_folder(SAMPLE)
    assert load(first).unchanged == len(sample.documents)
    export_folder(second, ADMIN)
    comparison = filecmp.dircmp(first / "articles" / "sv", second / "articles" / "sv")
    assert comparison.diff_files == []
    assert len(comparison.same_files) == len(sample.documents) // 2
    for name in ("tags.yaml", "sources.json", "media.yaml"):
        assert (first / name).read_text() == (second / name).read_text(), name
    written, _ = read_folder(first)
    assert {(document.slug, document.body, document.title) for document in written.documents} == {
        (document.slug, document.body, document.title) for document in sample.documents
    }


@pytest.mark.usefixtures("context")
def test_an_export_loaded_again_leaves_a_waiting_draft_alone(tmp_path: Path) -> None:
    editor = make_user("editor")
    article_id = make_article("Bryggan", editor, body="Det läsarna ser.")
    draft = ArticleText("Bryggan", "", "Ett nyare utkast.", {})
    save_article(article_id, draft, 1, editor.viewer)
    export_folder(tmp_path / "out", ADMIN)

    assert load(tmp_path / "out") == Loaded(new=0, changed=0, unchanged=1)
    stored = db.session.get_one(Article, article_id)
    assert (stored.has_draft, find_head(stored).body_markdown) == (True, "Ett nyare utkast.")


def test_an_export_does_not_mix_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")

    with pytest.raises(FileExistsError):
        write_folder(tmp_path, Folder([], []))
