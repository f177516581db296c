"""Let several people change one tag over HTTP: no edit is lost silently."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_tag
from tests.markup.tree import parse
from tests.tags.pages import read_form
from tests.tags.stored import stored
from wiki.content.actions import load_folder
from wiki.content.folder import read_folder
from wiki.db import db, write
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.terms import create_tag, delete_tag, update_tag
from wiki.tags.actions.undo import undo_deed
from wiki.tags.models import Tag
from wiki.tags.steps.synonyms import delete_synonym, insert_synonym
from wiki.tags.terms import Term

ENGLISH = "/en/tags/co-creation/edit"
EDIT = "/sv/tags/co-creation/edit"
NEWER = "Någon annan har sparat ämnesordet medan du skrev."
YAML = """- slug: co-creation
  kind: topic
  label: {sv: Samskapande, en: Co-creation}
  description: {sv: "%s"}
  synonyms: {sv: [medskapande]}
  parent: method
- slug: method
  kind: topic
  label: {sv: Metod, en: Method}
"""


def text_of(page: str, of_class: str) -> str:
    """Return the text of the first element of a class, with single spaces."""
    element = next(found for found in parse(page).iter() if found.get("class") == of_class)
    return " ".join("".join(element.itertext()).split())


def test_the_later_of_two_editors_is_refused_and_sees_both(
    app: Flask, editing: FlaskClient, topic: int, method: int
) -> None:
    first, second = read_form(editing.get(EDIT).text, EDIT), read_form(editing.get(EDIT).text, EDIT)
    first |= {"description_sv": "Det som Anna skrev.", "parent_id": "0"}
    second |= {"description_sv": "Det som Bo skrev <b>.", "synonyms_en": "joint making"}

    assert editing.post(EDIT, data=first).status_code == 303
    refused = editing.post(EDIT, data=second)

    assert refused.status_code == 409
    assert (stored(app).description_sv, stored(app).parent_id) == ("Det som Anna skrev.", None)
    refilled = read_form(refused.text, EDIT)
    assert {**refilled, "base": ""} == {**second, "base": ""}
    assert NEWER in text_of(refused.text, "notice notice-warning")
    shown = text_of(refused.text, "conflict")
    for words in ("Beskrivning på svenska Det som AnnaBo skrev <b>.", "joint making", "Metod"):
        assert words in shown
    assert "Engelskt ord" not in shown  # a field with the same text in both

    again = editing.post(EDIT, data=refilled)

    assert again.status_code == 303
    assert (stored(app).description_sv, stored(app).parent_id) == ("Det som Bo skrev <b>.", method)


def test_the_refusal_speaks_english_too(editing: FlaskClient, topic: int) -> None:
    sent = read_form(editing.get(ENGLISH).text, ENGLISH)
    editing.post(EDIT, data=sent | {"contact": "", "label_sv": "Samarbete"})
    refused = editing.post(ENGLISH, data=sent)
    assert refused.status_code == 409
    assert "Somebody else has saved this term while you were writing." in refused.text
    assert 'role="alert"' in refused.text


def test_a_form_that_is_sent_twice_is_no_conflict(editing: FlaskClient, topic: int) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT) | {"description_en": "Making together."}
    assert [editing.post(EDIT, data=sent).status_code for _ in range(2)] == [303, 303]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("base", ["", "0", "x" * 100_000, None])
def test_a_form_that_names_no_version_is_refused(
    app: Flask, editing: FlaskClient, topic: int, base: str | None
) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT) | {"label_sv": "Annat", "base": base or ""}
    if base is None:
        del sent["base"]
    assert editing.post(EDIT, data=sent).status_code == 409
    assert stored(app).label_sv == "Samskapande"


def test_wrong_words_are_refused_first_and_the_conflict_is_found_after(
    editing: FlaskClient, topic: int
) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT)
    editing.post(EDIT, data=sent | {"description_sv": "Nytt."})
    refused = editing.post(EDIT, data=sent | {"label_sv": ""})
    assert refused.status_code == 422
    mended = read_form(refused.text, EDIT) | {"label_sv": "Samskapande"}
    assert editing.post(EDIT, data=mended).status_code == 409


def load(app: Flask, editor: Person, folder: Path, description: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "tags.yaml").write_text(YAML % description, encoding="utf-8")
    content, faults = read_folder(folder)
    assert faults == []
    load_folder(content, lambda *_: None, editor.viewer)


def merge(editor: Person, source: Tag, target: Tag) -> None:
    merge_tags(source.id, target.id, f"{source.edition} {target.edition}", editor.viewer)


def tag(tag_id: int) -> Tag:
    return db.session.get_one(Tag, tag_id)


Change = Callable[[Person, int, int], object]


def delete_and_make_again(editor: Person, topic: int, _method: int) -> None:
    delete_tag(topic, tag(topic).edition, editor.viewer)
    create_tag(Term("topic", "Annat", "Other", slug="co-creation"), editor.viewer)


def rename(editor: Person, topic: int, _method: int) -> None:
    term = Term("topic", "Samskapande", "Co-creation", slug="together")
    update_tag(topic, term, tag(topic).edition, editor.viewer)


def take(step: Callable[..., None], *given: object) -> None:
    """Run a step in a transaction of its own."""
    with write():
        step(*given)


CHANGES: dict[str, Change] = {
    "synonym added": lambda editor, topic, _: take(
        insert_synonym, topic, "sv", "ihop", editor.viewer
    ),
    "synonym taken away": lambda editor, topic, _: take(
        delete_synonym, topic, "sv", "Medskapande", editor.viewer
    ),
    "another merged into it": lambda editor, topic, method: merge(editor, tag(method), tag(topic)),
    "its parent merged": lambda editor, topic, method: merge(
        editor, tag(method), tag(make_tag("other"))
    ),
    "merged away": lambda editor, topic, method: merge(editor, tag(topic), tag(method)),
    "deleted and made again": delete_and_make_again,
    "renamed": rename,
}


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_no_change_of_a_term_is_undone_by_an_older_form(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, method: int, change: Change
) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT) | {
        "description_sv": "Skrivet före.",
        "parent_id": "0",
    }
    with app.app_context():
        change(editor, topic, method)
    refused = editing.post(EDIT, data=sent)
    assert refused.status_code == 409
    assert ">\r\nSkrivet före.</textarea>" in refused.text
    with app.app_context():
        assert not db.session.query(Tag).filter_by(description_sv="Skrivet före.").all()


@pytest.mark.long
def test_a_folder_that_changes_a_term_counts_and_one_that_does_not_does_not(
    app: Flask, editing: FlaskClient, editor: Person, topic: int, tmp_path: Path
) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT) | {"description_en": "Making together."}
    with app.app_context():
        load(app, editor, tmp_path, "Att göra tillsammans.")
    assert editing.post(EDIT, data=sent).status_code == 303
    sent = read_form(editing.get(EDIT).text, EDIT) | {"description_en": "Making."}
    with app.app_context():
        load(app, editor, tmp_path, "Ur filen.")
    refused = editing.post(EDIT, data=sent)
    assert refused.status_code == 409
    assert "Ur filen." in text_of(refused.text, "conflict")


def test_a_topic_brought_back_takes_an_older_form_only_when_it_says_the_same(
    app: Flask, editing: FlaskClient, editor: Person, topic: int
) -> None:
    sent = read_form(editing.get(EDIT).text, EDIT)
    with app.app_context():
        undo_deed(delete_tag(topic, tag(topic).edition, editor.viewer).id, editor.viewer)
    assert editing.post(EDIT, data=sent | {"label_sv": "Annat"}).status_code == 409
    assert editing.post(EDIT, data=sent).status_code == 303


@pytest.mark.long
def test_of_many_who_save_at_once_one_is_taken(app: Flask, editor: Person, topic: int) -> None:
    base = stored(app).edition
    statuses: list[int] = []
    gate = threading.Barrier(6)

    def save(number: int) -> None:
        client = app.test_client()
        log_in(client, editor)
        words = {"label_sv": f"Ord {number}", "label_en": "Word", "base": base}
        gate.wait()
        statuses.append(client.post(EDIT, data=words).status_code)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409, 409, 409, 409, 409]
    assert stored(app).version == 2
