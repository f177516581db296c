"""Load and export the authors that somebody has chosen for an article."""

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.content.folders import ADMIN, article, faults_of, load, write
from wiki.articles.models import Article
from wiki.articles.queries.authors import find_credits
from wiki.content.actions import Loaded, export_folder
from wiki.db import db


@pytest.mark.usefixtures("context")
def test_chosen_authors_go_into_a_folder_and_back(tmp_path: Path) -> None:
    named = """authors:
- name: Anna Lind
  orcid: 0000-0002-1825-0097
  affiliation: "Malmö universitet: K3"
- Bo Ek
- name: Cia Å
  role: translator
"""
    folder = write(tmp_path / "in", {"articles/sv/hej.md": article("Hej", extra=named)})
    assert load(folder) == Loaded(new=1, changed=0, unchanged=0)
    found = db.session.scalars(select(Article)).one()
    credited = find_credits(found, 1)
    assert credited.names == ("Anna Lind", "Bo Ek")
    assert [person.name for person in credited.in_role("translator")] == ["Cia Å"]
    assert load(folder) == Loaded(new=0, changed=0, unchanged=1)
    export_folder(tmp_path / "out", ADMIN)
    assert "Malmö universitet: K3" in (tmp_path / "out/articles/sv/hej.md").read_text()
    assert load(tmp_path / "out") == Loaded(new=0, changed=0, unchanged=1)
    fewer = article("Hej", extra="authors: [Bo Ek]")
    write(tmp_path / "in", {"articles/sv/hej.md": fewer})
    assert load(folder) == Loaded(new=0, changed=1, unchanged=0)
    assert find_credits(found, 1).names == ("Bo Ek",)


@pytest.mark.usefixtures("context")
def test_a_licence_goes_into_a_folder_and_back(tmp_path: Path) -> None:
    load(write(tmp_path / "in", {"articles/sv/hej.md": article("Hej", extra="licence: cc-by-sa")}))
    assert db.session.scalars(select(Article)).one().head.licence == "cc-by-sa"
    export_folder(tmp_path / "out", ADMIN)
    assert "licence: cc-by-sa" in (tmp_path / "out/articles/sv/hej.md").read_text()


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("licence: mine", "line 6: licence must be one of cc-by, "),
        ("authors: Anna Lind", "line 6: authors must be a list"),
        ("authors:\n- Anna\n- [a]", "line 8: an author is a name"),
        ("authors:\n- Anna\n- {name: Bo, mail: x}", "line 8: unknown key 'mail'"),
        ("authors:\n- {name: Bo, orcid: 0000-0002-1825-0079}", "line 6: Det här är inget ORCID"),
        ("authors:\n- {name: Bo, role: boss}", "line 6: Välj en roll."),
        ("authors:\n- {name: Bo, role: editor}", "line 6: Namnge minst en författare."),
    ],
)
def test_an_author_who_cannot_be_named_is_pointed_at(
    tmp_path: Path, named: str, message: str
) -> None:
    folder = write(tmp_path, {"articles/sv/hej.md": article("Hej", extra=named)})
    assert message in faults_of(folder)[0]
