"""Test how authors are described to search engines."""

from dataclasses import replace

import pytest

from tests.citations.test_citation import CITATION
from wiki.citations.names import read_author
from wiki.citations.schema_org import describe_article


@pytest.mark.parametrize(
    ("name", "orcid", "has_account", "kind"),
    [
        ("Madonna", "", False, "Organization"),
        ("Madonna", "", True, "Person"),
        ("Madonna,", "", True, "Person"),
        ("Madonna", "0000-0002-1825-0097", False, "Person"),
        ("McDonald", "", True, "Person"),
        ("Anna Lind", "", False, "Person"),
        ("Redaktionen", "", True, "Organization"),
        ("Malmö stad", "", True, "Organization"),
        ("Ersta Diakoni,", "", True, "Organization"),
        ("UNICEF", "", True, "Organization"),
        ("SverigesRadio", "", True, "Organization"),
        ("Fryshuset", "", False, "Organization"),
    ],
)
def test_a_person_is_told_from_an_organisation(
    name: str, orcid: str, has_account: bool, kind: str
) -> None:
    author = replace(read_author(name), orcid=orcid, has_account=has_account)
    [described] = describe_article(replace(CITATION, authors=[author]), "")["author"]
    assert described["@type"] == kind
    assert ("sameAs" in described) == bool(orcid)
    assert ("givenName" in described) == (name == "Anna Lind")


def test_a_name_that_is_known_to_be_an_organisation_is_one_with_an_account() -> None:
    author = replace(read_author("Mötesplatsen", ["Mötesplatsen"]), has_account=True)
    [described] = describe_article(replace(CITATION, authors=[author]), "")["author"]
    assert described == {"@type": "Organization", "name": "Mötesplatsen"}
