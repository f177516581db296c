"""Make a client for each provider that the settings name."""

from collections.abc import Mapping

from flask import Flask, current_app

from wiki.errors import NotFound
from wiki.oidc.client import Client
from wiki.oidc.providers import Provider, read_providers
from wiki.settings.known import SettingError


def init_oidc(app: Flask) -> None:
    """Read the setting OIDC_PROVIDERS, and give templates the list of them."""
    try:
        providers = read_providers(app.config["OIDC_PROVIDERS"])
    except ValueError as error:
        raise SettingError(f"OIDC_PROVIDERS: {error}.") from error
    app.extensions["oidc"] = {key: Client(provider) for key, provider in providers.items()}
    app.context_processor(lambda: {"universities_to_log_in": list_providers})


def list_providers() -> list[Provider]:
    """Return the providers in the order of the setting."""
    return [client.provider for client in _clients().values()]


def find_client(key: str) -> Client:
    """Return the client of a provider; raise NotFound for one that the settings do not name."""
    try:
        return _clients()[key]
    except KeyError as error:
        raise NotFound from error


def _clients() -> Mapping[str, Client]:
    clients: Mapping[str, Client] = current_app.extensions["oidc"]
    return clients
