"""Read the setting that names universities, and refuse what it must not say."""

from pathlib import Path

import pytest

from tests.fixtures.application import TESTING
from wiki.app import create_app
from wiki.oidc.claims import Person, university_of
from wiki.oidc.providers import Provider, read_providers
from wiki.settings.known import SettingError

RIGHT = 'name = "Malmö"\nissuer = "https://login.example"\nclient_id = "wiki"\n'


def test_nothing_is_no_provider() -> None:
    assert read_providers("") == {}


def test_several_are_read_in_their_order() -> None:
    found = read_providers(f'[umea]\n{RIGHT}[malmo]\n{RIGHT}domains = ["MAU.se"]')
    assert list(found) == ["umea", "malmo"]
    assert found["malmo"].owns("sara@mau.SE")
    assert not found["malmo"].owns("sara@sub.mau.se")
    assert not found["umea"].owns("sara@mau.se")
    assert not found["malmo"].owns("sara")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[malmo", "it is not TOML"),
        ("malmo = 1", "must be a table"),
        (f"[Malmö]\n{RIGHT}", "it is not TOML"),
        (f"[M]\n{RIGHT}", "must be a table named by"),
        ('[malmo]\nname = "x"', "malmo needs issuer"),
        (f'[malmo]\n{RIGHT}colour = "red"', "malmo has the unknown colour"),
        (f'[malmo]\n{RIGHT}domains = "mau.se"', "malmo.domains has the wrong type"),
        (f"[malmo]\n{RIGHT}domains = [1]", "malmo.domains has the wrong type"),
        (f"[malmo]\n{RIGHT}roles = {{a = 1}}", "malmo.roles has the wrong type"),
        (f'[malmo]\n{RIGHT}roles = {{a = "admin"}}', "author and editor only"),
        (f'[malmo]\n{RIGHT}scope = "email"', "must hold the word openid"),
        (f"[malmo]\n{RIGHT}creates_accounts = true", "creates_accounts needs domains"),
        (f'[malmo]\n{RIGHT}creates_accounts = "yes"', "has the wrong type"),
        ("[malmo]\n" + RIGHT.replace("https", "http"), "must begin with https://"),
        (
            "[malmo]\n" + RIGHT.replace("https://login.example", "ftp://x"),
            "must begin with https://",
        ),
    ],
)
def test_a_wrong_setting_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_providers(text)


def test_a_wiki_does_not_start_with_a_wrong_setting(tmp_path: Path) -> None:
    settings = {**TESTING, "OIDC_PROVIDERS": "[malmo]", "DATABASE_URL": ""}
    with pytest.raises(SettingError, match="OIDC_PROVIDERS: malmo needs name"):
        create_app(settings, instance=tmp_path)


@pytest.mark.parametrize(
    ("organisations", "affiliations", "email", "slug"),
    [
        (["mau.se"], ["employee@umu.se"], "a@oru.se", "malmo"),
        (["unknown.se"], ["employee@umu.se"], "a@mau.se", "umea"),
        ([], ["employee"], "a@mau.se", "malmo"),
        ([], [], "a@unknown.se", "orebro"),
    ],
)
def test_the_university_is_that_of_organisation_affiliation_or_address(
    organisations: list[str], affiliations: list[str], email: str, slug: str
) -> None:
    places = {"mau.se": "malmo", "umu.se": "umea"}
    provider = Provider("x", "X", "https://x", "wiki", universities=places, university="orebro")
    person = Person("https://x", "1", email, "", "", affiliations, organisations)
    assert university_of(person, provider) == slug
