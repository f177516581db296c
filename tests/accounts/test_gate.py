"""Check that each route refuses the roles without the permission that it declares."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.builders import log_in, make_user
from wiki.accounts.gate import declared_permission
from wiki.accounts.permissions import Permission

NOBODY = "anonymous"
ROLES = [NOBODY, "author", "editor", "admin"]

# The policy, written out: the roles that the gate lets in. A permission without a line here fails.
POLICY = {
    Permission.READ: {NOBODY, "author", "editor", "admin"},
    Permission.HAVE_ACCOUNT: {"author", "editor", "admin"},
    Permission.WRITE: {"author", "editor", "admin"},
    Permission.SEE_DRAFT: {"author", "editor", "admin"},
    Permission.EDIT: {"author", "editor", "admin"},
    Permission.RENAME: {"author", "editor", "admin"},
    Permission.NAME_AUTHORS: {"author", "editor", "admin"},
    Permission.TRANSLATE: {"author", "editor", "admin"},
    Permission.PAIR: {"author", "editor", "admin"},
    Permission.PUBLISH: {"editor", "admin"},
    Permission.REVIEW: {"editor", "admin"},
    Permission.CHECK: {"author", "editor", "admin"},
    Permission.CHOOSE_OWNER: {"editor", "admin"},
    Permission.TALK: {"author", "editor", "admin"},
    Permission.MODERATE: {"editor", "admin"},
    Permission.ARCHIVE: {"author", "editor", "admin"},
    Permission.DELETE_DRAFT: {"author", "editor", "admin"},
    Permission.TAG: {"editor", "admin"},
    Permission.PROPOSE_TAGS: {"author", "editor", "admin"},
    Permission.MANAGE_TAGS: {"editor", "admin"},
    Permission.EDIT_UNIVERSITY: {"editor", "admin"},
    Permission.MANAGE_MEDIA: {"editor", "admin"},
    Permission.CHANGE_KIND: {"author", "editor", "admin"},
    Permission.MANAGE_SOURCES: {"editor", "admin"},
    Permission.MANAGE_TEMPLATES: {"editor", "admin"},
    Permission.USE_DESK: {"editor", "admin"},
    Permission.HIDE_REVISION: {"admin"},
    Permission.MANAGE_USERS: {"admin"},
    Permission.MANAGE_MAIL: {"admin"},
    Permission.SEE_HEALTH: {"admin"},
    Permission.SEE_TRAIL: {"editor", "admin"},
    Permission.SEE_AUDIT_LOG: {"admin"},
    Permission.EDIT_STATEMENTS: {"admin"},
    Permission.EDIT_SITE: {"admin"},
}
# The permissions that routes of a feature may declare; no new route may weaken them.
FEATURES = {
    "admin.": {Permission.MANAGE_USERS, Permission.SEE_AUDIT_LOG, Permission.SEE_TRAIL},
    "mailroom.": {Permission.MANAGE_MAIL},
    "reversal.": {Permission.MANAGE_USERS},
    "health.": {Permission.SEE_HEALTH},
    "site.": {Permission.EDIT_SITE},
    "search_log.": {Permission.READ},
    "desk.": {
        Permission.USE_DESK,
        Permission.TAG,
        Permission.PUBLISH,
        Permission.MANAGE_TAGS,
        Permission.MANAGE_TEMPLATES,
    },
}
ENDPOINTS = {
    "accounts.login": Permission.READ,
    "accounts.logout": Permission.READ,
    "accounts.own_session": Permission.READ,
    "accounts.logged_in": Permission.HAVE_ACCOUNT,
    "home.account": Permission.HAVE_ACCOUNT,
    "accounts.password": Permission.HAVE_ACCOUNT,
    "admin.audit_log": Permission.SEE_AUDIT_LOG,
    "admin.audit_csv": Permission.SEE_AUDIT_LOG,
    "admin.trail": Permission.SEE_TRAIL,
    "admin.trail_csv": Permission.SEE_TRAIL,
    "articles.show": Permission.READ,
    "articles.new": Permission.WRITE,
    "articles.edit": Permission.EDIT,
}
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


def ask(client: FlaskClient, rule: Rule, url: str) -> str:
    """Request a URL and return the outcome: "passed", "log-in", "refused" or "broken"."""
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    response = client.open(url, method=method)
    if response.status_code >= 500 and rule.endpoint != "root.readyz":  # it says "not ready"
        return "broken"
    if response.status_code == 303 and re.match(r"/(sv|en)/login\?next=", response.location):
        return "log-in"
    return "refused" if response.status_code == 403 else "passed"


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


def test_the_policy_knows_every_permission() -> None:
    assert set(POLICY) == set(Permission)


@pytest.mark.sampled(1)  # on both databases
@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_every_endpoint_answers_each_role_as_declared(app: Flask, role: str) -> None:
    client = app.test_client()
    # Log-out ends the session that the others need; it has its own tests.
    asked = [rule for rule in rules(app) if rule.endpoint != "accounts.logout"]
    if role != NOBODY:
        log_in(client, make_user(role, app=app))
    wrong = []
    for rule in asked:
        with app.app_context():
            permission = declared_permission(rule.endpoint)
        assert permission is not None
        outcome = ask(client, rule, build(app, rule))
        is_let_in = role in POLICY[permission]
        if outcome == "broken":
            wrong.append(f"{rule.endpoint} breaks for {role}")
        if not is_let_in and outcome == "passed":
            wrong.append(f"{rule.endpoint} lets {role} in")
        if is_let_in and outcome == "log-in":
            wrong.append(f"{rule.endpoint} sends {role} to log-in")
        if is_let_in and outcome == "refused":
            wrong.append(f"{rule.endpoint} refuses {role}")
        if not is_let_in and role != NOBODY and outcome != "refused":
            wrong.append(f"{rule.endpoint} answers {role} with {outcome}")
    assert wrong == []


def test_features_keep_to_their_permissions(app: Flask) -> None:
    with app.app_context():
        loose = [
            rule.endpoint
            for rule in rules(app)
            for prefix, permissions in FEATURES.items()
            if rule.endpoint.startswith(prefix)
            and declared_permission(rule.endpoint) not in permissions
        ]
    assert loose == []


@pytest.mark.parametrize(("endpoint", "permission"), ENDPOINTS.items())
def test_endpoints_declare_what_the_policy_says(
    app: Flask, endpoint: str, permission: Permission
) -> None:
    with app.app_context():
        assert declared_permission(endpoint) is permission


def test_a_role_is_read_again_on_each_request(app: Flask) -> None:
    client = app.test_client()
    person = make_user("editor", app=app)
    log_in(client, person)
    assert client.get("/sv/admin/").status_code == 403
    client.delete_cookie("session")
    log_in(client, make_user("admin", app=app))
    assert client.get("/sv/admin/").status_code == 200
