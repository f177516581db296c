"""Refuse names that impersonate a role, the wiki or a university."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import PASSWORD, log_in, make_tag, make_user
from wiki.accounts.actions.users import create_user
from wiki.accounts.impersonation import claimed_role
from wiki.accounts.models import Role
from wiki.accounts.names import normalise_name
from wiki.accounts.viewer import COMMAND_LINE
from wiki.characters import normalise_line
from wiki.errors import InvalidInput

ORGANISATIONS = ["Mötesplats Social Innovation", "Malmö universitet", "Malmö University"]


@pytest.mark.parametrize(
    "name",
    [
        "Editor",
        "EDITOR",
        "e d i t o r",
        "E-d-i-t-o-r",
        "The Editors",
        "Chief editor",
        "Redaktör",
        "redaktor",
        "Redaktionen",
        "Еditоr",  # Cyrillic
        "Εditor",  # Greek
        "Edit0r",
        "Edltor",
        "𝐄𝐝𝐢𝐭𝐨𝐫",
        "Ｅｄｉｔｏｒ",
        "Ed\xaditor",
        "Ed\u200bitor",
        "rotidE\u202e"[::-1],
        "Admin",
        "Adrnin",
        "@dmin",
        "ADMINISTRATÖREN",
        "System administrator",
        "Wiki",
        "Wikin support",
        "Mötesplats Social Innovation",
        "motesplats  social-innovation",
        "MötesplatsSocialInnovation",
        "Mötesplats Social Innovation (official)",
        "Malmö universitet",
        "Malmo University editors",
        "Redaktionen, Malmö universitet",
        "MSI",
        "Editor (MSI)",
        "msi redaktion",
    ],
)
def test_an_author_is_not_called_so(name: str) -> None:
    assert claimed_role(normalise_line(name), ORGANISATIONS)


@pytest.mark.parametrize(
    "name",
    [
        "Sara Dahlin",
        "Sara Dahlin, Malmö universitet",
        "Sara Dahlin (MSI)",
        "Mu Li",
        "Editor Svensson",
        "Anna Admund",
        "Wikström",
        "Ed Itor-Berg",
        "Person 7",
        "Иван Петров",
        "Νίκος Παπαδόπουλος",
        "Åsa Öberg",
        "李小龙",
        "محمد علی",
        "Author",
        "O'Neill",
        "B",
        "Den",
    ],
)
def test_people_are_called_so(name: str) -> None:
    assert claimed_role(normalise_name(name), ORGANISATIONS) == ""


@pytest.mark.parametrize(
    ("name", "role", "is_accepted"),
    [
        ("Editor", Role.AUTHOR, False),
        ("Editor", Role.EDITOR, True),
        ("Redaktionen", Role.ADMIN, True),
        ("Admin", Role.EDITOR, False),
        ("Admin", Role.ADMIN, True),
        ("Mötesplats Social Innovation", Role.EDITOR, False),
        ("Mötesplats Social Innovation", Role.ADMIN, True),
    ],
)
def test_who_is_what_a_name_says_may_bear_it(
    context: Flask, name: str, role: Role, is_accepted: bool
) -> None:
    if is_accepted:
        create_user("new@example.org", name, role, PASSWORD, COMMAND_LINE)
        return
    with pytest.raises(InvalidInput):
        create_user("new@example.org", name, role, PASSWORD, COMMAND_LINE)


@pytest.mark.parametrize("name", ["Аnna Lind", "Anna Lιnd", "Еva"])
def test_a_word_has_letters_of_one_alphabet(context: Flask, name: str) -> None:
    with pytest.raises(InvalidInput):
        normalise_name(name)


def test_new_accounts_and_new_names_are_looked_at(app: Flask, client: FlaskClient) -> None:
    make_tag("umea", "university", label_sv="Umeå universitet", label_en="Umeå University", app=app)
    author = make_user("author", app=app)
    log_in(client, author)
    for name in ("Redaktör", "Umeå universitet", app.config["SITE_NAME"], "MSI", "M.S.I."):
        answer = client.post("/sv/account/name", data={"name": name})
        assert answer.status_code == 422
        assert "ser ut som namnet på en roll eller en organisation" in answer.text
        with app.test_request_context(), pytest.raises(InvalidInput):
            create_user("new@example.org", name, Role.AUTHOR, PASSWORD, COMMAND_LINE)
    for name in ("Sara", "Sara Dahlin, MSI"):
        assert client.post("/sv/account/name", data={"name": name}).status_code == 303
