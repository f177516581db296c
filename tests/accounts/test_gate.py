"""The gate: every view declares a permission, and each request is checked anew.

Whom each address lets in is in `tests/permissions`.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.builders import log_in, make_user
from wiki.accounts.gate import declared_permission

ARGUMENTS = {"language": "sv", "filename": "css/site.css"}


def rules(app: Flask) -> Iterator[Rule]:
    return app.url_map.iter_rules()


def build(app: Flask, rule: Rule) -> str:
    """Return a URL of the rule, with ids and names of things that do not exist."""
    with app.test_request_context():
        built = rule.build(
            {name: _value(name, converter) for name, converter in rule._converters.items()}
        )
    assert built is not None
    return built[1]


def _value(name: str, converter: BaseConverter) -> object:
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 2_147_483_000 if isinstance(converter, IntegerConverter) else "x"


def test_every_endpoint_declares_a_permission(app: Flask) -> None:
    with app.app_context():
        undeclared = [
            rule.endpoint for rule in rules(app) if not declared_permission(rule.endpoint)
        ]
    assert undeclared == []


def test_an_endpoint_without_permission_is_refused_to_everybody(app: Flask) -> None:
    client = app.test_client()
    view = app.view_functions["home.index"]
    app.view_functions["home.index"] = lambda: "open"
    try:
        log_in(client, make_user("admin", app=app))
        assert client.get("/sv/").status_code == 403
    finally:
        app.view_functions["home.index"] = view
    assert client.get("/sv/").status_code == 200


@pytest.mark.sampled(1)  # on both databases
@pytest.mark.long
def test_no_address_breaks_over_what_is_not_there(app: Flask) -> None:
    client = app.test_client()
    log_in(client, make_user("admin", app=app))
    # Log-out ends the session that the others need, and an empty wiki is not ready.
    asked = [rule for rule in rules(app) if rule.endpoint not in {"accounts.logout", "root.readyz"}]
    broken = []
    for rule in asked:
        for method in {"GET", "POST"} & (rule.methods or set()):
            if client.open(build(app, rule), method=method).status_code >= 500:
                broken.append(f"{method} {rule.endpoint}")
    assert broken == []


def test_a_role_is_read_again_on_each_request(app: Flask) -> None:
    client = app.test_client()
    person = make_user("editor", app=app)
    log_in(client, person)
    assert client.get("/sv/admin/").status_code == 403
    client.delete_cookie("session")
    log_in(client, make_user("admin", app=app))
    assert client.get("/sv/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/sv/login", "/en/login"])
def test_who_asks_for_the_head_of_the_form_has_sent_nothing(
    client: FlaskClient, address: str
) -> None:
    assert client.head(address).status_code == client.get(address).status_code == 200
