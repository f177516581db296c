"""A logo is replaced by those alone who may choose another, whoever sent the picture."""

from io import BytesIO

import pytest
from flask import Flask

from tests.builders import Person, make_tag, make_user
from tests.media.pictures import picture
from wiki.accounts.models import User
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.media.actions import add_file, replace_file
from wiki.media.queries import find_file
from wiki.site.actions import put_logo as put_site_logo
from wiki.site.actions import remove_logo
from wiki.tags.queries import find_tag
from wiki.universities.actions import put_logo, set_logo

LOGO = picture("PNG", 60, 40)


@pytest.fixture
def own(context: Flask, library: None, author: Person) -> str:
    """The name of a picture in the library that an author has sent."""
    return add_file(BytesIO(LOGO), "bild.png", author.viewer).file.name


def replaced(name: str, person: Person, width: int) -> bool:
    """Return whether somebody may replace a picture by one of this width; it is unchanged else."""
    before = find_file(name).mark
    try:
        return replace_file(name, BytesIO(picture("PNG", width, 40)), "b.png", person.viewer).is_new
    except NotAllowed:
        db.session.expire_all()
        assert find_file(name).mark == before
        return False


def make_editor_of(university_id: int) -> Person:
    editor = make_user("editor")
    db.session.get_one(User, editor.user_id).university_id = university_id
    db.session.commit()
    return editor


@pytest.mark.long
def test_the_logo_of_a_university_is_replaced_by_its_editors(
    context: Flask, own: str, author: Person, admin: Person
) -> None:
    context.config["EDITORS_BY_UNIVERSITY"] = True
    umea, boras = (make_tag(slug, "university") for slug in ("umea", "boras"))
    theirs, other = make_editor_of(umea), make_editor_of(boras)
    added = put_logo(find_tag("umea"), "light", BytesIO(LOGO), "logo.png", admin.viewer)
    assert added.file.name == own  # the library had it already, and it stays the author's
    people = (author, other, theirs, admin)
    may = [replaced(own, person, 70 + number) for number, person in enumerate(people)]
    assert may == [False, False, True, True]
    set_logo(umea, "light", "", admin.viewer)
    assert replaced(own, author, 80)


@pytest.mark.long
def test_the_logo_of_the_wiki_is_replaced_by_administrators(
    own: str, author: Person, editor: Person, admin: Person
) -> None:
    put_site_logo(BytesIO(LOGO), "logo.png", ("Märke", "Mark"), admin.viewer)
    people = (author, editor, admin)
    may = [replaced(own, person, 70 + number) for number, person in enumerate(people)]
    assert may == [False, False, True]
    remove_logo(admin.viewer)
    assert replaced(own, author, 80)
