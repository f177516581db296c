"""List the settings of an installation without its secrets, as backups hold them."""

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from wiki.settings.known import SETTINGS

# The addresses of a database hold passwords in several places, and another machine has another; so
# it has folders and
# buckets, and may be one alone.
_LEFT_OUT = {
    "SECRET_KEY",
    "METRICS_TOKEN",
    "DATABASE_URL",
    "INDEX_DIR",
    "MEDIA_DIR",
    "MEDIA_BUCKET",
    "MEDIA_S3_ENDPOINT",
    "SEVERAL_NODES",
}
# The password in an address, as in smtps://wiki:password@mail.example.org.
_PASSWORD = re.compile(r"(?<=://)([^/@\s:]*):[^/\s]*@")


def list_settings(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that are not the default, without what is secret in them.

    BASE_URL and TRUSTED_HOSTS are left out if nobody set them: they follow from the machine.
    """
    left_out = _LEFT_OUT | config.get("UNSET_SETTINGS", set())
    return {
        name: _without_secrets(name, config[name])
        for name, (default, _meaning) in SETTINGS.items()
        if name not in left_out and config[name] != default
    }


def _without_secrets(name: str, value: Any) -> Any:
    if name == "OIDC_PROVIDERS":
        return _without_client_secrets(value)
    if isinstance(value, list):  # TRUSTED_HOSTS, as the wiki reads it
        return ",".join(value)
    return _PASSWORD.sub(r"\1@", value) if isinstance(value, str) else value


def _without_client_secrets(text: str) -> str:
    """Write the providers again, from what they say: a comment may hold an earlier secret."""
    lines = []
    for key, table in tomllib.loads(text).items():
        lines.append(f"[{key}]")
        shown = {name: value for name, value in table.items() if name != "client_secret"}
        lines += [f"{name} = {_toml(value)}" for name, value in shown.items()]
    return "\n".join([*lines, ""])


def _toml(value: Any) -> str:
    """Return a text, a truth, a list or a table of texts as TOML writes it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(key)} = {_toml(each)}' for key, each in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)


def write_config(settings: Mapping[str, Any]) -> str:
    """Return settings as the lines of a `config.py`."""
    known = {name: value for name, value in settings.items() if name in SETTINGS}
    return "".join(f"{name} = {value!r}\n" for name, value in known.items())
