"""What a browser does on the way to a university and back."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.oidc.provider import Provider

START = "/sv/login/with/malmo"


def begin(client: FlaskClient, path: str = START) -> str:
    """Begin to log in; return the address of the provider."""
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location
    return answer.location


def log_in_by(client: FlaskClient, provider: Provider, path: str = START) -> TestResponse:
    """Log in at the provider; return the answer of the wiki."""
    return client.get(provider.answer_to(begin(client, path)))


def who(client: FlaskClient) -> object:
    """Return the number of the account that is logged in."""
    answer = client.get("/sv/session").json
    assert answer is not None
    return answer["user"]


def said(client: FlaskClient, answer: TestResponse) -> str:
    """Return the page that an answer leads to."""
    assert answer.status_code == 303, answer.text
    assert answer.location
    return client.get(answer.location).text
