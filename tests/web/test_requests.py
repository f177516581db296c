"""Send malformed and cross-site requests; check headers and caching."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user


@pytest.mark.parametrize(
    "address",
    [
        "/sv/search?q=%00",
        "/sv/search?q=%ff%fe",
        "/sv/search?q=a%ED%A0%80b",
        "/sv/articles/?page=%00",
        "/sv/articles/%00",
        "/sv/articles/a%0ab",
        "/sv/?%c3%28",
        "/sv/search?q=%E5%81",
    ],
)
def test_what_is_no_text_is_a_clear_400(client: FlaskClient, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert "tecken" in response.get_data(as_text=True) or "byte" in response.get_data(as_text=True)


def ask_in_bytes(client: FlaskClient, path: str, query: str = "") -> TestResponse:
    """Pass the raw bytes of a path: the test client would encode each as two."""
    return client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})


@pytest.mark.parametrize("path", ["/sv/articles/\xff", "/sv/articles/\xc3", "/sv/\xe5\x81"])
def test_where_no_page_can_be_a_search_is_offered(client: FlaskClient, path: str) -> None:
    response = ask_in_bytes(client, path)

    assert response.status_code == 404
    assert 'action="/sv/search"' in response.text


@pytest.mark.parametrize(
    ("path", "query", "url"),
    [
        ("/sv/articles/\xe5 och \xf6", "", "/sv/articles/%C3%A5%20och%20%C3%B6"),
        ("/sv/articles/\xe5", "q=1%202", "/sv/articles/%C3%A5?q=1%202"),
        ("/sv/search", "q=%e5lder+%26+v%E5rd", "/sv/search?q=%C3%A5lder+%26+v%C3%A5rd"),
        ("/sv/search", "q=\xe5", "/sv/search?q=%C3%A5"),
        ("/sv/\xc3\xa5", "q=%F6", "/sv/%C3%A5?q=%C3%B6"),
    ],
)
def test_an_address_in_latin_1_leads_on(
    client: FlaskClient, path: str, query: str, url: str
) -> None:
    response = ask_in_bytes(client, path, query)

    assert (response.status_code, response.location) == (301, url)


def test_a_title_in_latin_1_leads_to_its_article(
    app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Återbruk i Norrbotten", editor, app=app)
    first = ask_in_bytes(client, "/sv/articles/\xc5terbruk-i-norrbotten")
    response = client.get(first.location, follow_redirects=True)

    assert response.request.path == "/sv/articles/aterbruk-i-norrbotten"


def test_a_body_that_is_no_text_is_a_400_too(client: FlaskClient) -> None:
    broken = client.post(
        "/sv/login",
        data=b"email=%ff%fe&password=x",
        content_type="application/x-www-form-urlencoded",
    )
    sound = client.post("/sv/login", data={"email": "å@example.org", "password": "x"})

    assert broken.status_code == 400
    assert sound.status_code == 422


def test_a_file_that_no_form_asks_for_is_a_400(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("admin", app=app))
    for address in ("/sv/login", "/sv/account/name", "/sv/privacy/edit", "/sv/articles/new"):
        for name in ("name", "next", "base", "title", "body", "unknown"):
            file = (BytesIO(b"0"), "a.txt")
            assert client.post(address, data={name: file}).status_code == 400
    refused = client.post(
        "/sv/articles/new", data={"title": (BytesIO(b"x"), "a.txt"), "body": "Mina ord"}
    )
    sound = client.post(
        "/sv/account/name", data={"name": "Åsa"}, content_type="multipart/form-data"
    )

    assert "men här efterfrågas ingen" in refused.text
    assert "Mina ord" in refused.text
    assert sound.status_code == 303


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/sv/nothing/here", "Sidan finns inte"),
        ("/en/nothing/here", "The page does not exist"),
        ("/xx/", "Sidan finns inte"),
        ("/sv/articles/nothing/history", "Sidan finns inte"),
    ],
)
def test_an_unknown_address_is_answered_in_the_readers_language(
    client: FlaskClient, address: str, words: str
) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert words in response.get_data(as_text=True)
    assert "/articles/" in response.text.partition("<main")[2]  # it links onwards


def test_a_long_query_is_refused(client: FlaskClient) -> None:
    assert client.get("/sv/search?q=" + "%F0%9F%99%82" * 10_000).status_code == 200
    assert client.get("/sv/search?q=" + "a" * 140_000).status_code == 414
    assert client.get("/sv/search?q=" + "a" * 10_000).status_code == 200


def test_a_host_that_is_not_ours_is_refused(client: FlaskClient) -> None:
    assert client.get("/sv/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/sv/", headers={"Host": "localhost"}).status_code == 200


def test_an_address_that_does_not_fit_into_a_header_is_not_led_back_to(client: FlaskClient) -> None:
    short, long = (client.get("/sv/account?q=" + "a" * count) for count in (900, 9_000))
    assert short.headers["Location"].startswith("/sv/login?next=")
    assert long.headers["Location"] == "/sv/login"


NAMELESS = b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n"


@pytest.mark.parametrize("is_logged_in", [True, False])
@pytest.mark.parametrize("path", ["/sv/login", "/sv/media/", "/sv/desk/", "/nothing"])
def test_a_field_without_a_name_is_refused(
    app: Flask, client: FlaskClient, path: str, is_logged_in: bool
) -> None:
    if is_logged_in:
        log_in(client, make_user("author", app=app))
    own = {"Origin": "http://localhost"}
    kind = "multipart/form-data; boundary=x"
    answer = client.post(path, data=NAMELESS, content_type=kind, headers=own)
    # Forms with files are read only when it is known who sends them.
    is_unread = path == "/sv/media/" and not is_logged_in
    assert answer.status_code == (403 if is_unread else 400)
    assert is_unread or "utan namn" in answer.text


def test_a_host_in_capitals_is_the_same_host(client: FlaskClient) -> None:
    assert client.get("/sv/", headers={"Host": "LocalHost"}).status_code == 200
    own = {"Host": "LOCALHOST", "Origin": "http://localhost"}
    assert client.post("/sv/logout", headers=own).status_code == 303


def test_a_form_from_another_site_is_refused(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("author", app=app))

    foreign = client.post("/sv/logout", headers={"Origin": "https://evil.example"})
    own = client.post("/sv/logout", headers={"Origin": "http://localhost"})

    assert (foreign.status_code, own.status_code) == (403, 303)


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "localhost",
        "http://",
        "http://[",
        "http://[::1",
        "http://localhost/a",
        "http://\u2100",
    ],
)
def test_an_origin_that_is_none_is_foreign(client: FlaskClient, origin: str) -> None:
    answer = client.post("/sv/logout", environ_overrides={"HTTP_ORIGIN": origin})

    assert answer.status_code == 403


def test_every_answer_carries_the_headers(client: FlaskClient) -> None:
    for address in ("/sv/", "/nothing", "/sitemap.xml", "/static/css/site.css"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]
        assert headers["Permissions-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("settings", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_DAYS": 7}, "max-age=604800"),
        ({"HSTS_DAYS": 0}, "max-age=0"),
        ({"HSTS_SUBDOMAINS": True}, "max-age=31536000; includeSubDomains"),
        ({"BASE_URL": "http://localhost", "HSTS_SUBDOMAINS": True}, None),
    ],
)
def test_browsers_are_told_to_insist_on_https_where_the_wiki_has_it(
    app: Flask, client: FlaskClient, settings: dict[str, object], header: str | None
) -> None:
    app.config.update({"BASE_URL": "https://localhost", **settings})
    for address in ("/sv/", "/nothing", "/static/css/site.css"):
        assert client.get(address).headers.get("Strict-Transport-Security") == header


def test_a_reader_gets_no_cookie_and_may_be_cached(app: Flask, client: FlaskClient) -> None:
    make_article("Sida", make_user("editor", app=app), app=app)
    for address in ("/sv/", "/sv/articles/sida", "/sv/search?q=sida", "/sv/events/"):
        response = client.get(address)
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "public, no-cache"
    again = client.get("/sv/articles/sida", headers={"If-None-Match": '"x"'})
    etag = again.headers["ETag"]
    same = client.get("/sv/articles/sida", headers={"If-None-Match": etag})
    assert (again.status_code, same.status_code) == (200, 304)


def test_a_page_that_gives_a_form_token_is_kept_by_no_cache(
    app: Flask, client: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    response = client.get("/sv/login")

    assert "Set-Cookie" in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"


def test_what_somebody_logged_in_sees_is_kept_by_no_cache(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("author", app=app))

    assert client.get("/sv/").headers["Cache-Control"] == "private, no-store"


def test_a_method_that_is_not_served_is_405(client: FlaskClient) -> None:
    response = client.post("/sv/events/")

    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("more", "is_refused"), [(-1, False), (0, False), (1, True), (5_000_000, True)]
)
def test_a_body_sent_in_parts_is_never_cut(
    app: Flask, author: Person, more: int, *, is_refused: bool
) -> None:
    client = app.test_client()
    log_in(client, author)
    limit = app.config["MAX_CONTENT_LENGTH"]
    begin = b"language=sv&kind=concept&title=Delar&intent=preview&body="
    body = begin + b"x" * 1_000 + b"&filler=" + b"y" * (limit - len(begin) - 1_008 + more)

    answer = client.post(
        "/sv/articles/new",
        input_stream=BytesIO(body),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (answer.status_code == 413) is is_refused
    assert ("Delar" in answer.text) is not is_refused
