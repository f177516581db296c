"""The wiki below a path, as a server other than ours may put it."""

import logging

import pytest
from flask.testing import FlaskClient

PAGES = ["/sv/", "/sv/articles/new", "/sv/feeds/articles.xml", "/healthz", "/readyz"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("root", ["/kunskap", "/a/b", "/kunskap/", "//example.org"])
def test_below_a_path_every_page_is_refused_with_the_reason(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, root: str
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get(path, environ_overrides={"SCRIPT_NAME": root})
    assert answer.status_code == 503
    assert answer.text.startswith("The wiki is served at the root of a host only")
    assert "kunskap" not in answer.text
    assert "mounted" in caplog.text


@pytest.mark.parametrize("root", ["", "/"])
def test_at_the_root_every_page_is_served(client: FlaskClient, root: str) -> None:
    assert client.get("/sv/", environ_overrides={"SCRIPT_NAME": root}).status_code == 200
