"""A merge or deletion is shown again when somebody has changed one of the terms meanwhile."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_tag
from tests.tags.pages import read_form
from tests.tags.stored import stored

EDIT = "/sv/tags/co-creation/edit"
LOOK_AGAIN = "Någon har ändrat ämnesordet under tiden."


@pytest.mark.long
def test_a_merge_is_shown_again_when_a_term_was_changed_meanwhile(
    app: Flask, editing: FlaskClient, topic: int
) -> None:
    make_tag("co-design", app=app, label_sv="Samdesign", label_en="Co-design")
    address, edit = "/sv/tags/co-design/merge", "/sv/tags/co-design/edit"
    sent = read_form(editing.get(f"{address}?target=co-creation").text, address)
    form = read_form(editing.get(edit).text, edit)
    editing.post(edit, data=form | {"description_sv": "Skrivet nyss."})

    refused = editing.post(address, data=sent)

    assert refused.status_code == 409
    assert LOOK_AGAIN in refused.text
    assert "Skrivet nyss." in refused.text
    assert stored(app, "co-design").description_sv == "Skrivet nyss."
    shown = read_form(refused.text, address)
    assert editing.post(address, data=shown).location == "/sv/tags/co-creation"


def test_a_topic_that_was_merged_meanwhile_is_not_merged_in_its_heirs_place(
    app: Flask, editing: FlaskClient, topic: int, method: int
) -> None:
    make_tag("co-design", app=app)
    address = "/sv/tags/co-design/merge"
    first, second = (
        read_form(editing.get(f"{address}?target={target}").text, address)
        for target in ("co-creation", "method")
    )
    assert editing.post(address, data=first).status_code == 303
    assert editing.post(address, data=second).status_code == 409
    assert stored(app).id == topic


def test_a_topic_is_shown_again_when_it_was_changed_before_its_deletion(
    app: Flask, editing: FlaskClient, topic: int
) -> None:
    address = "/sv/tags/co-creation/deletion"
    page = editing.get(EDIT).text
    form, sent = read_form(page, EDIT), read_form(page, address)
    editing.post(EDIT, data=form | {"description_sv": "Skrivet nyss."})

    refused = editing.post(address, data=sent)

    assert refused.status_code == 409
    assert LOOK_AGAIN in refused.text
    assert read_form(refused.text, EDIT)["description_sv"] == "Skrivet nyss."
    assert stored(app).id == topic
    deleted = editing.post(address, data=read_form(refused.text, address))
    assert deleted.location == "/sv/tags/"
