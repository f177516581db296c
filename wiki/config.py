"""Say each setting once: its name, its default and its meaning.

Order of strength: the defaults here, then `instance/config.py`, then the environment
(`WIKI_<NAME>`, and `DATABASE_URL` and `SECRET_KEY` by their customary names).
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Config

# name -> (default, meaning). The type of the default is the type a text from the environment
# is read as.
SETTINGS: Mapping[str, tuple[Any, str]] = {
    "SITE_NAME": ("Mötesplats Social Innovation", "The name in the header and in page titles."),
    "CONTACT": ("", "The e-mail address that the page on accessibility tells readers to write to."),
    "BASE_URL": (
        "",
        "The address the public uses, for every absolute link; empty: http://127.0.0.1:<PORT>.",
    ),
    "TRUSTED_HOSTS": ("", "Host names accepted, comma separated; empty: that of BASE_URL."),
    "DATABASE_URL": ("", "SQLAlchemy URL; empty: SQLite in instance/wiki.db."),
    "SECRET_KEY": ("", "Signs form tokens; empty: made once and kept in instance/secret_key."),
    "INDEX_DIR": ("", "Folder of the search index; empty: instance/index."),
    "TIMEZONE": ("Europe/Stockholm", "The time zone in which times are shown."),
    "PROXIES": (0, "How many reverse proxies stand in front and set X-Forwarded-* headers."),
    "SESSION_DAYS": (14, "Days that a log-in lasts without use."),
    "PASSWORD_KIB": (19_456, "Memory that hashing one password takes, in KiB; tests use less."),
    "RENDER_SECONDS": (1.5, "Processor time that rendering one text may take."),
    "RENDER_MEGABYTES": (512, "Memory limit of the rendering process."),
    "MAX_BODY_BYTES": (4_194_304, "Largest request accepted, in bytes; a text: 256 kB."),
    "INDEX_IN_BACKGROUND": (True, "Run the threads that feed the search index and the query log."),
}


def load(config: Config, instance: Path, given: Mapping[str, Any] | None) -> None:
    """Fill `config` from defaults, the instance file, the environment and `given`, in that order.

    Raises ValueError when a value from the environment cannot be read as its type.
    """
    config.from_mapping({name: default for name, (default, _) in SETTINGS.items()})
    config.from_pyfile(str(instance / "config.py"), silent=True)
    for name, (default, _) in SETTINGS.items():
        text = os.environ.get(f"WIKI_{name}", os.environ.get(_CUSTOMARY.get(name, ""), ""))
        if text:
            config[name] = _read(name, text, default)
    config.from_mapping(given or {})
    _derive(config, instance)


_CUSTOMARY = {"DATABASE_URL": "DATABASE_URL", "SECRET_KEY": "SECRET_KEY"}


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        return text.lower() in {"1", "true", "yes", "on"}
    try:
        return type(default)(text)
    except ValueError as error:
        kind = type(default).__name__
        raise ValueError(f"WIKI_{name}={text!r} cannot be read as {kind}") from error


def _derive(config: Config, instance: Path) -> None:
    """Set what Flask and its extensions read, from the settings above."""
    own = f"http://127.0.0.1:{os.environ.get('PORT') or 5000}"
    config["BASE_URL"] = str(config["BASE_URL"] or own).rstrip("/")
    secure = config["BASE_URL"].startswith("https://")
    config["TRUSTED_HOSTS"] = _trusted_hosts(config["TRUSTED_HOSTS"], config["BASE_URL"])
    config["SECRET_KEY"] = config["SECRET_KEY"] or _kept_secret(instance / "secret_key")
    config["INDEX_DIR"] = config["INDEX_DIR"] or str(instance / "index")
    config["SQLALCHEMY_DATABASE_URI"] = _database_url(config["DATABASE_URL"], instance)
    config["MAX_CONTENT_LENGTH"] = config["MAX_BODY_BYTES"]
    # A text of 256 kB grows when it is form-encoded; the parser's own limit is for one field.
    config["MAX_FORM_MEMORY_SIZE"] = config["MAX_BODY_BYTES"]
    config["SESSION_COOKIE_NAME"] = "__Host-form" if secure else "form"
    config["SESSION_COOKIE_SECURE"] = secure
    config["SESSION_COOKIE_HTTPONLY"] = True
    config["SESSION_COOKIE_SAMESITE"] = "Lax"
    config["WTF_CSRF_TIME_LIMIT"] = None  # a text may stand open in the editor for days
    config["WTF_CSRF_SSL_STRICT"] = False  # wiki.web.origin compares Origin itself
    config["BABEL_DEFAULT_TIMEZONE"] = config["TIMEZONE"]


def _trusted_hosts(names: str, base_url: str) -> list[str]:
    """Return the host names that requests may ask for."""
    if names:
        return [name.strip() for name in names.split(",")]
    own = urlsplit(base_url).hostname or ""
    # This machine has two names, and people type either.
    return ["127.0.0.1", "localhost"] if own in {"127.0.0.1", "localhost"} else [own]


def _kept_secret(path: Path) -> str:
    """Read the installation's secret, or make it, readable by its owner alone."""
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def _database_url(url: str, instance: Path) -> str:
    """Name the driver that the wiki is tested with, whatever spelling the host gives."""
    if not url:
        return f"sqlite:///{instance / 'wiki.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
