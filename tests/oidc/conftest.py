"""A wiki that people may log in to by a university."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.oidc.provider import CLIENT_ID, CLIENT_SECRET, Provider, running
from wiki.oidc.client import Client
from wiki.oidc.providers import read_providers

TOML = """
[malmo]
name = "Malmö universitet"
issuer = "{url}"
client_id = "{client_id}"
client_secret = "{secret}"
domains = ["mau.example"]
{more}
"""


@pytest.fixture
def provider(app: Flask) -> Iterator[Provider]:
    with running() as provider:
        provider.claims = {
            "sub": "sara-1",
            "email": "sara@mau.example",
            "email_verified": True,
            "name": "Sara Dahlin",
        }
        set_providers(app, provider)
        yield provider
        app.extensions["oidc"] = {}


def set_providers(app: Flask, provider: Provider, more: str = "", **others: Provider) -> None:
    """Give the wiki this provider, and others by key."""
    tables = [
        _table("malmo", provider, more),
        *(_table(key, other) for key, other in others.items()),
    ]
    clients: dict[str, Any] = {}
    for table in tables:
        clients |= {key: Client(found) for key, found in read_providers(table).items()}
    app.extensions["oidc"] = clients


def _table(key: str, provider: Provider, more: str = "") -> str:
    table = TOML.format(url=provider.url, client_id=CLIENT_ID, secret=CLIENT_SECRET, more=more)
    return table.replace("[malmo]", f"[{key}]")
