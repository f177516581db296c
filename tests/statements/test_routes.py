"""Read the statements that the law asks for, and edit them as an administrator."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user
from tests.page import Page

PAGES = ["/sv/accessibility", "/en/accessibility", "/sv/privacy", "/en/privacy"]


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> Person:
    """Log in an administrator."""
    person = make_user("admin", app=app)
    log_in(client, person)
    return person


def save(client: FlaskClient, address: str, body: str, base: str = "0") -> tuple[int, str]:
    answer = client.post(f"{address}/edit", data={"body": body, "base": base, "intent": "save"})
    return answer.status_code, answer.get_data(as_text=True)


def base_of(client: FlaskClient, address: str) -> str:
    return Page(client.get(f"{address}/edit")).one("[name=base]")["value"]


@pytest.mark.parametrize("address", PAGES)
def test_everybody_reads_them_from_every_footer(client: FlaskClient, address: str) -> None:
    language = address[1:3]
    assert f'href="{address}"' in client.get(f"/{language}/articles/").get_data(as_text=True)
    answer = client.get(address)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<h2" in html
    assert "{contact}" not in html
    assert "Edit the page" not in html
    assert "Redigera sidan" not in html
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", PAGES)
def test_its_contents_lead_to_each_part(client: FlaskClient, address: str) -> None:
    page = Page(client.get(address))
    parts = page.values("h2[id^=s-], h3[id^=s-]", "id")
    assert page.one("[data-contents]").values("a[href^='#']", "href") == [
        f"#{part}" for part in parts
    ]


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (
            "/sv/accessibility",
            [
                "2018:1937",
                "WCAG 2.2",
                "digg.se/tdosanmalan",
                "EN\u00a0301\u00a0549",
                "23 november 2026",
            ],
        ),
        (
            "/en/accessibility",
            ["2018:1937", "WCAG 2.2", "digg.se/tdosanmalan", "EN\u00a0301\u00a0549"],
        ),
        ("/sv/privacy", ["90 dagar", "artikel 6.1\u00a0e", "imy.se", "journal"]),
        ("/en/privacy", ["90 days", "article 6.1\u00a0e", "imy.se", "journal"]),
    ],
)
def test_they_hold_the_parts_that_the_law_names(
    client: FlaskClient, address: str, parts: list[str]
) -> None:
    html = client.get(address).get_data(as_text=True)

    assert [part for part in parts if part not in html] == []


def test_only_the_heading_of_the_page_says_where_a_long_word_may_break(client: FlaskClient) -> None:
    html = client.get("/sv/accessibility").text

    assert "<h1>Tillgänglighets\u00adredogörelse</h1>" in html
    assert html.count("\u00ad") == 1
    assert "<title>Tillgänglighetsredogörelse ·" in html


def test_the_contact_of_the_settings_is_named(app: Flask, client: FlaskClient) -> None:
    app.config["CONTACT"] = "wiki@example.org"
    try:
        assert 'href="mailto:wiki@example.org"' in client.get("/sv/accessibility").text
    finally:
        app.config["CONTACT"] = ""


def test_an_administrator_writes_one_language_and_the_other_stays(
    client: FlaskClient, admin: Person
) -> None:
    status, _ = save(client, "/sv/privacy", "Skriv till **Åsa** vid högskolan.")

    assert status == 303
    assert "<strong>Åsa</strong> vid högskolan" in client.get("/sv/privacy").text
    assert "article 6.1\u00a0e" in client.get("/en/privacy").text
    assert "2018:1937" in client.get("/sv/accessibility").text
    journal = client.get("/sv/admin/journal").text
    assert "Ändrade en sida som lagen kräver" in journal
    assert "Personuppgifter och kakor" in journal


def test_every_earlier_text_can_be_taken_up_again(client: FlaskClient, admin: Person) -> None:
    save(client, "/en/privacy", "The first text.")
    first = base_of(client, "/en/privacy")
    save(client, "/en/privacy", "The second text.", first)

    page = client.get("/en/privacy/edit").text
    assert f"/en/privacy/edit?from={first}" in page
    assert "The first text." not in page
    again = client.get(f"/en/privacy/edit?from={first}").text
    assert "The first text." in again
    assert client.get(f"/en/accessibility/edit?from={first}").status_code == 404
    for number in ("0", "99", "x", "9" * 30):
        assert client.get(f"/en/privacy/edit?from={number}").status_code == 404


def test_whoever_saves_upon_an_older_text_is_told_and_keeps_the_words(
    client: FlaskClient, admin: Person
) -> None:
    save(client, "/sv/privacy", "Den andras text.")

    status, html = save(client, "/sv/privacy", "Min egen text.", "0")

    assert status == 409
    assert "Den andras text." in html
    assert "Min egen text." in html
    assert "Den andras text." in client.get("/sv/privacy").text
    base = Page(html).one("[name=base]")["value"]
    assert save(client, "/sv/privacy", "Bådas text.", base)[0] == 303
    assert "Bådas text." in client.get("/sv/privacy").text


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("body", ["", "  \n ", "a\x07b", "[" * 25_000, "å" * 300_000])
def test_what_cannot_be_shown_is_given_back(client: FlaskClient, admin: Person, body: str) -> None:
    status, html = save(client, "/sv/privacy", body)

    assert status in (400, 422)
    assert body.replace("\x07", "").strip()[:100] in html
    assert "artikel 6.1\u00a0e" in client.get("/sv/privacy").text


@pytest.mark.parametrize("base", ["", "-1", "x", "9" * 30])
def test_a_base_that_is_none_is_refused(client: FlaskClient, admin: Person, base: str) -> None:
    status, html = save(client, "/sv/privacy", "Mina ord.", base)

    assert status == 422
    assert "Mina ord." in html


def test_a_preview_stores_nothing(client: FlaskClient, admin: Person) -> None:
    data = {"body": "Ett *utkast*.", "base": "0", "intent": "preview"}
    html = client.post("/sv/privacy/edit", data=data).text

    assert "<em>utkast</em>" in html
    assert "<em>utkast</em>" not in client.get("/sv/privacy").text


def test_hostile_markup_is_cleaned(client: FlaskClient, admin: Person) -> None:
    save(client, "/sv/privacy", "<script>alert(1)</script> [x](javascript:alert(1))")

    html = client.get("/sv/privacy").text
    assert "<script>alert" not in html
    assert "javascript:alert" not in html.replace("&lt;", "<").partition("<main")[2].replace(
        "[x](javascript:alert(1))", ""
    )


def test_another_name_is_no_statement(client: FlaskClient) -> None:
    assert client.get("/sv/imprint").status_code == 404
    assert client.get("/sv/imprint/edit").status_code == 404
