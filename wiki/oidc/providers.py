"""Read which universities people may log in by, as the setting OIDC_PROVIDERS says."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wiki.urls import is_web_address

_KEY = re.compile("[a-z][a-z0-9-]{0,38}")
_ROLES = {"author", "editor"}
# Without TLS an answer could be anybody's; a provider on the same machine is for trying things out.
_LOCAL = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True)
class Provider:
    """One provider, and what its word is worth here.

    `domains` are those of the e-mail addresses that it may speak for. `roles` says which
    affiliation or entitlement gets which role; without an entry that fits nobody gets an account.
    """

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid email profile"
    domains: tuple[str, ...] = ()
    creates_accounts: bool = False
    email_is_verified: bool = False
    university: str = ""
    universities: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def owns(self, email: str) -> bool:
        """Return whether the provider may speak for an e-mail address."""
        domain = email.rpartition("@")[2].lower()
        return bool(domain) and domain in self.domains


def read_providers(text: str) -> dict[str, Provider]:
    """Return the providers of a TOML text by key; raise ValueError saying what is wrong."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is not TOML: {error}") from error
    return {key: _read(key, table) for key, table in tables.items()}


def _read(key: str, table: Any) -> Provider:
    if not _KEY.fullmatch(key) or not isinstance(table, dict):
        raise ValueError(f"{key!r} must be a table named by lower-case letters, digits and hyphens")
    unknown = table.keys() - Provider.__dataclass_fields__.keys() - {"key"}
    if unknown:
        raise ValueError(f"{key} has the unknown {', '.join(sorted(unknown))}")
    for name in ("name", "issuer", "client_id"):
        if not table.get(name):
            raise ValueError(f"{key} needs {name}")
    for name, value in table.items():
        _check_type(key, name, value)
    provider = Provider(
        **{
            **table,
            "key": key,
            "domains": tuple(domain.lower() for domain in table.get("domains", ())),
        }
    )
    _check(provider)
    return provider


def _check_type(key: str, name: str, value: Any) -> None:
    wanted = {
        "domains": list,
        "creates_accounts": bool,
        "email_is_verified": bool,
        "universities": dict,
        "roles": dict,
    }.get(name, str)
    members = value.values() if isinstance(value, dict) else value
    texts = members if isinstance(value, dict | list) else ()
    if not isinstance(value, wanted) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{key}.{name} has the wrong type")


def _check(provider: Provider) -> None:
    parts = urlsplit(provider.issuer)
    is_local = parts.scheme == "http" and parts.hostname in _LOCAL
    if not is_web_address(provider.issuer) or not (parts.scheme == "https" or is_local):
        raise ValueError(f"{provider.key}.issuer must begin with https://")
    if "openid" not in provider.scope.split():
        raise ValueError(f"{provider.key}.scope must hold the word openid")
    if not set(provider.roles.values()) <= _ROLES:
        raise ValueError(f"{provider.key}.roles may give the roles author and editor only")
    if provider.creates_accounts and not provider.domains:
        raise ValueError(f"{provider.key}.creates_accounts needs domains")
