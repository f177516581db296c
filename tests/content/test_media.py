"""Pictures and files go with a folder of content, out and in, and what is wrong has its line."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag
from tests.media.pictures import PDF, SVG, picture
from wiki.articles.models import Article
from wiki.content.actions import export_folder, load_folder
from wiki.content.folder import read_folder
from wiki.content.mediafile import read_media
from wiki.content.plain_yaml import ContentError
from wiki.db import db
from wiki.media.actions import add_file, describe_file
from wiki.media.description import Description
from wiki.media.models import MediaFile
from wiki.media.queries import find_leads
from wiki.tags.models import Tag
from wiki.universities.profile import Contact, Profile
from wiki.universities.queries import find_shown
from wiki.universities.steps import put_belongings

KNOWN = Description(alt_sv="En brygga: ja", caption_en="Jetty", credit="Anna", licence="cc-by")
ENTRY = "- name: bryggan\n  file: b.png\n  alt: {sv: En brygga}\n  credit: A\n  licence: cc0\n"
ARTICLE = "---\ntitle: Hamn\nlanguage: sv\nkind: concept\n---\n![](media:bryggan)\n"


def _folder(path: Path, entries: str = ENTRY, content: bytes = b"") -> Path:
    (path / "media").mkdir(parents=True)
    (path / "media" / "b.png").write_bytes(content or picture("PNG", 90, 60))
    (path / "media.yaml").write_text(entries)
    (path / "articles" / "sv").mkdir(parents=True)
    (path / "articles" / "sv" / "hamn.md").write_text(ARTICLE)
    return path


def _load(path: Path, viewer: Person) -> None:
    folder, faults = read_folder(path)
    assert faults == []
    load_folder(folder, lambda *_: None, viewer.viewer)


def _versions() -> dict[str, tuple[str, int]]:
    files = db.session.scalars(select(MediaFile))
    return {file.name: (file.mark, file.version) for file in files}


def test_a_folder_is_loaded_with_its_pictures(
    context: Flask, editor: Person, tmp_path: Path
) -> None:
    _load(_folder(tmp_path / "in"), editor)
    marks = [file.mark for file in db.session.scalars(select(MediaFile))]
    article = db.session.scalars(select(Article)).one()
    assert "<figure><picture>" in article.shown.body_html
    assert 'alt="En brygga"' in article.shown.body_html

    _load(tmp_path / "in", editor)

    assert [file.mark for file in db.session.scalars(select(MediaFile))] == marks
    assert db.session.scalars(select(Article)).one().head.number == 1


def test_a_lead_picture_goes_out_and_in(context: Flask, editor: Person, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "in", content=picture("PNG", 300, 200))
    article = folder / "articles" / "sv" / "hamn.md"
    article.write_text(ARTICLE.replace("---\n!", "facts: {lead_picture: media:bryggan}\n---\n!"))
    _load(folder, editor)
    made = db.session.scalars(select(Article)).one()
    assert made.head.facts == {"lead_picture": "media:bryggan"}
    assert [*find_leads([made.id])] == [made.id]

    export_folder(tmp_path / "out", editor.viewer)

    written = (tmp_path / "out" / "articles" / "sv" / "hamn.md").read_text()
    assert "lead_picture: media:bryggan" in written


@pytest.mark.long
def test_a_university_goes_out_and_in_with_its_logo(
    context: Flask, editor: Person, tmp_path: Path
) -> None:
    tag = db.session.get_one(Tag, make_tag("umea", "university", website="https://umu.se"))
    add_file(BytesIO(picture()), "Umu.jpg", editor.viewer, KNOWN)
    said = Profile(
        contacts=(Contact("communicator", phone="090-1"),),
        social_media=("https://x.com/umu",),
        logo_dark="umu",
    )
    put_belongings(tag, said)
    db.session.commit()
    export_folder(tmp_path / "out", editor.viewer)
    put_belongings(tag, Profile())
    db.session.commit()
    _load(tmp_path / "out", editor)
    assert find_shown(tag).profile == replace(said, website="https://umu.se")

    tags = tmp_path / "out" / "tags.yaml"
    text = tags.read_text()
    tags.write_text(text.replace("dark: umu", "dark: none"))
    with pytest.raises(ExceptionGroup) as refused:
        _load(tmp_path / "out", editor)
    assert "none" in str(refused.value.exceptions[0])
    # A folder from before there were profiles empties none.
    tags.write_text(text[: text.index("  contacts:")])
    _load(tmp_path / "out", editor)
    assert find_shown(tag).profile.contacts == said.contacts


def test_an_export_brings_the_same_back(context: Flask, editor: Person, tmp_path: Path) -> None:
    add_file(BytesIO(picture("PNG", 90, 60)), "Bryggan.png", editor.viewer)
    add_file(BytesIO(PDF), "Rapport.pdf", editor.viewer)
    describe_file("bryggan", 1, KNOWN, editor.viewer)
    describe_file("rapport", 1, Description(licence="public"), editor.viewer)
    make_article("Hamn", editor, body="![](media:bryggan) [x](media:rapport)")
    export_folder(tmp_path / "out", editor.viewer)
    before = {
        file.name: (file.mark, file.version) for file in db.session.scalars(select(MediaFile))
    }

    _load(tmp_path / "out", editor)

    names = {path.name for path in (tmp_path / "out" / "media").iterdir()}
    assert names == {"bryggan.webp", "rapport.pdf"}
    assert _versions() == before
    assert "En brygga: ja" in (tmp_path / "out" / "media.yaml").read_text()


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        (ENTRY.replace("b.png", "c.png"), "media.yaml, line 1: bryggan: there is no file"),
        (ENTRY.replace("b.png", "../secret"), "file must be the name of a file"),
        (ENTRY.replace("bryggan", "Bryggan X"), "the name must be a slug"),
        (ENTRY.replace("cc0", "stolen"), "licence"),
        (ENTRY.replace("alt", "atl"), "unknown key 'atl'"),
        (ENTRY + ENTRY, "used twice"),
        ("[]", "media/b.png, line 1: media.yaml does not say what this is"),
        ("a: 1", "must be a list"),
    ],
)
def test_what_is_wrong_has_its_line(entries: str, fault: str, tmp_path: Path) -> None:
    _, faults = read_folder(_folder(tmp_path / "in", entries))
    assert fault in "\n".join(map(str, faults))


def test_a_picture_that_is_refused_is_named(context: Flask, editor: Person, tmp_path: Path) -> None:
    folder, _ = read_folder(_folder(tmp_path / "in", content=SVG))
    with pytest.raises(ExceptionGroup) as refused:
        load_folder(folder, lambda *_: None, editor.viewer)
    assert "bryggan: " in str(refused.value.exceptions[0])
    assert db.session.scalar(select(Article)) is None


def test_each_fault_of_a_media_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "b.png").write_bytes(picture("PNG", 90, 60))
    for text, message in (
        ("name: bryggan\n", "the file must be a list"),
        ("- bryggan\n", "an entry must be a mapping"),
        ("- name: b\n  size: 3\n", "unknown key 'size'"),
        ("- name: En brygga\n", "the name must be a slug"),
        ("- name: b\n  file: ../b.png\n", "file must be the name of a file"),
        ("- name: b\n  file: c.png\n", "there is no file media/c.png"),
        ("- name: b\n  file: b.png\n  alt: En brygga\n", "alt must be {sv: ..., en: ...}"),
        ("- name: b\n  file: b.png\n  alt: {de: Steg}\n", "alt must be {sv: ..., en: ...}"),
        ("- name: b\n  file: b.png\n  credit: [A]\n", "credit must be text"),
        (ENTRY + ENTRY, "its name is used twice"),
    ):
        with pytest.raises(ContentError) as caught:
            read_media(tmp_path, text)
        assert message in str(caught.value), text
    assert read_media(tmp_path, "") == []
