"""A backup holds the settings, and none of their secrets."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from flask import Config, Flask

from tests.operations.test_crafted_backups import run
from wiki.oidc.providers import read_providers
from wiki.settings.known import SETTINGS
from wiki.settings.load import load
from wiki.settings.shown import list_settings, write_config

SECRET = "hush-5f0c"
PROVIDERS = f"""
[malmo]  # client_secret = "{SECRET}-old"
name = "Malmö \\"universitet\\""
issuer = "https://login.mau.example"
client_id = "wiki"
client_secret = "{SECRET}"
domains = ["mau.se"]
creates_accounts = true
roles = {{"employee@mau.se" = "author"}}
"""


def test_secrets_are_left_out() -> None:
    config = {
        **{name: default for name, (default, _meaning) in SETTINGS.items()},
        "SECRET_KEY": SECRET,
        "METRICS_TOKEN": SECRET,
        "DATABASE_URL": f"postgresql://wiki:{SECRET}@host/wiki?password={SECRET}",
        "MAIL_SERVER": f"smtps://wiki:{SECRET}@mail.example.org",
        "SOURCE_LOOKUP": f"https://doi.org https://me:{SECRET}@api.example.org",
        "OIDC_PROVIDERS": PROVIDERS,
        "MEDIA_BUCKET": "wiki-media",
        "TRUSTED_HOSTS": ["wiki.example.org", "127.0.0.1"],
        "SITE_NAME": "Vår wiki",
    }
    shown = list_settings(config)
    assert SECRET not in repr(shown)
    assert shown["MAIL_SERVER"] == "smtps://wiki@mail.example.org"
    assert shown["SOURCE_LOOKUP"] == "https://doi.org https://me@api.example.org"
    assert shown["TRUSTED_HOSTS"] == "wiki.example.org,127.0.0.1"
    # Another machine has another database and another bucket.
    assert {"SECRET_KEY", "DATABASE_URL", "MEDIA_BUCKET"}.isdisjoint(shown)
    provider, whole = (
        read_providers(text)["malmo"] for text in (shown["OIDC_PROVIDERS"], PROVIDERS)
    )
    assert (provider.client_secret, provider.name, provider.roles) == ("", whole.name, whole.roles)
    namespace: dict[str, object] = {}
    exec(write_config({**shown, "import os; x": 1}), namespace)
    namespace.pop("__builtins__")
    assert namespace == shown
    assert tomllib.loads(str(namespace["OIDC_PROVIDERS"]))["malmo"]["creates_accounts"] is True


@pytest.mark.parametrize("given", [{}, {"BASE_URL": "https://wiki.example.org"}])
def test_what_nobody_set_is_left_out(tmp_path: Path, given: dict[str, str]) -> None:
    config = Config(tmp_path)
    load(config, tmp_path, given)
    assert config["BASE_URL"]
    assert config["TRUSTED_HOSTS"]
    assert list_settings(config) == given


def test_what_sounds_secret_is_left_out() -> None:
    """Red for a new setting that may be one: leave it out in `shown`, or name it here."""
    sounds = re.compile("secret|password|token|encrypt", re.IGNORECASE)
    found = {name for name, (_, meaning) in SETTINGS.items() if sounds.search(name + meaning)}
    assert found == {"SECRET_KEY", "METRICS_TOKEN", "MAIL_SERVER", "PASSWORD_KIB"}


@pytest.mark.long
def test_a_backup_gives_the_settings_back(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "wiki.zip"
    app.config["SITE_NAME"], app.config["BACKUP_DAYS"] = "Vår wiki", 2
    assert run(app, "backup", str(file))[0] == 0
    code, output = run(app, "backup", "settings", str(file))
    assert code == 0
    assert "SITE_NAME = 'Vår wiki'\nBACKUP_DAYS = 2\n".splitlines() == [
        line for line in output.splitlines() if line.startswith(("SITE_NAME", "BACKUP_DAYS"))
    ]
    whole = b"".join(zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist())
    assert app.config["SECRET_KEY"].encode() not in whole
