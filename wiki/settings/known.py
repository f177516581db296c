"""All settings, with their defaults and meanings, and the values that each may take."""

import os
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from click import ClickException
from flask import Config

from wiki.settings.mailserver import read_sender, read_server
from wiki.urls import is_web_address

# name -> (default, meaning). A text from the environment is converted to the type of the default.
SETTINGS: Mapping[str, tuple[Any, str]] = {
    "SITE_NAME": (
        "Mötesplats Social Innovation",
        "The name of the wiki, until an administrator writes another.",
    ),
    "CONTACT": (
        "",
        "The e-mail address for readers, until an administrator writes another.",
    ),
    "SECURITY_CONTACT": (
        "",
        "Where security faults are reported (an e-mail address, or https://…), for security.txt.",
    ),
    "BASE_URL": (
        "",
        "The public URL of the wiki, for absolute links; empty: http://127.0.0.1:<PORT>.",
    ),
    "TRUSTED_HOSTS": ("", "Host names accepted, comma separated; empty: that of BASE_URL."),
    "DATABASE_URL": ("", "SQLAlchemy URL; empty: SQLite in instance/wiki.db."),
    "SECRET_KEY": (
        "",
        "Signs form tokens, encrypts code apps; empty: made once, in instance/secret_key.",
    ),
    "INDEX_DIR": ("", "Folder of the search index; empty: instance/index."),
    "TIMEZONE": ("Europe/Stockholm", "The time zone in which times are shown."),
    "PROXIES": (0, "The number of reverse proxies in front that set X-Forwarded-* headers."),
    "HSTS_DAYS": (
        365,
        "Days for which browsers insist on https after a visit; 0: not at all. Only with https.",
    ),
    "HSTS_SUBDOMAINS": (False, "Insist on https for every subdomain of the host too."),
    "SESSION_DAYS": (14, "Days after which an unused log-in expires."),
    "SESSION_MAX_DAYS": (90, "Days after which a log-in ends although it is in use."),
    "SECOND_FACTOR_FOR": (
        "",
        "The lowest role that must log in in two steps: editor or admin; empty: nobody must.",
    ),
    "OIDC_PROVIDERS": ("", "Universities that people may log in by, as TOML. See README."),
    "SECURITY_LOG": ("", "File of the security log; empty: standard error, as the other messages."),
    "REQUIRED_FOR_PUBLICATION": (
        "text summary topic university",
        "What an article needs to be published: some of these words, or none.",
    ),
    "REVIEW_BY_ANOTHER": (False, "Whether another editor must review what an editor wrote alone."),
    "REVIEW_BY_ANOTHER_UNIVERSITY": (
        False,
        "Whether somebody of another university than the authors' must review and publish.",
    ),
    "EDITORS_BY_UNIVERSITY": (
        False,
        "Whether editors edit the profile of their own university only.",
    ),
    "CHECK_MONTHS": (
        "concept:24 case:36 method:24 organisation:12",
        "Months after which an article of a kind is to be checked again; no kind: never.",
    ),
    "REMIND_OWNERS": (True, "Whether who looks after an article is told that it is to be checked."),
    "REMIND_RETURNED_DAYS": (14, "Days a returned draft lies before its authors are told; 0: off."),
    "REMIND_TAKEN_DAYS": (7, "Days a taken draft waits before its editor is told; 0: off."),
    "READER_TIPS": (
        False,
        "Whether readers without an account can say what is wrong in an article.",
    ),
    "COUNT_READS": (
        True,
        "Whether it is counted how often articles are read, without cookies or addresses.",
    ),
    "CITATION_STYLE": (
        "apa",
        "How texts cite sources: apa, harvard, ieee or vancouver. Then `flask articles render`.",
    ),
    "LICENCES": ("cc-by", "Licences of texts, the usual one first. See README."),
    "PASSWORD_KIB": (19_456, "Memory for hashing a password, in KiB; tests use less."),
    "RENDER_SECONDS": (1.5, "Processor time that rendering one text may take, in seconds."),
    "RENDER_MEGABYTES": (512, "Memory limit of the rendering process, in MiB."),
    "MAX_BODY_BYTES": (2_097_152, "Largest request accepted, in bytes; a text: 256 kB."),
    "MAX_FILE_MEGABYTES": (20, "Largest picture or file that can be sent, in MB."),
    "MAX_MEGAPIXELS": (60, "Most points that a picture may have, in millions."),
    "KEEP_FREE_MEGABYTES": (200, "Room that pictures and files leave on the disk, in MB."),
    "SOURCE_LOOKUP": (
        "",
        "Servers that may be asked about a DOI, the first one first; empty: none. See README.",
    ),
    "PAGE_CACHE_MEGABYTES": (
        16,
        "Room in each process for pages that are ready for readers without an account; 0: none.",
    ),
    "BACKUP_DAYS": (
        7,
        "Days after which the last backup counts as too old; 0: another program makes backups.",
    ),
    "MAIL_SERVER": (
        "",
        "The server that takes mail: smtp://host:port or smtps://user:password@host; empty: none.",
    ),
    "MAIL_SENDER": ("", "From whom mail comes: Name <wiki@example.org>. Needed with MAIL_SERVER."),
    "INDEX_IN_BACKGROUND": (
        True,
        "Run the threads for the search index, the query log, mail and publishing at set times.",
    ),
}
# What REQUIRED_FOR_PUBLICATION may name.
REQUIREMENTS = ("text", "summary", "topic", "university", "source", "alt", "translation")
# As in wiki/articles/kinds.py, for what only one kind of article needs.
ARTICLE_KINDS = ("concept", "case", "method", "organisation", "event")
_MOST_MONTHS = 600  # that CHECK_MONTHS may name
# What CITATION_STYLE may name: the styles in wiki/references/styles/csl/.
CITATION_STYLES = ("apa", "harvard", "ieee", "vancouver")
# What LICENCES may name, of those in wiki/media/licences.py.
TEXT_LICENCES = ("cc-by", "cc-by-sa", "cc-by-nc", "cc0")
# What SECOND_FACTOR_FOR may name.
ROLES_WITH_FACTOR = ("editor", "admin")
# The smallest useful values; all other numbers must not be negative.
_MINIMUM = {
    "SESSION_DAYS": 1,
    "SESSION_MAX_DAYS": 1,
    "PASSWORD_KIB": 8,  # the minimum of argon2
    "RENDER_SECONDS": 0.1,
    "RENDER_MEGABYTES": 64,
    "MAX_BODY_BYTES": 65_536,
    "MAX_FILE_MEGABYTES": 1,
    "MAX_MEGAPIXELS": 1,
}
# The addresses that security.txt may hold, on one line.
_CONTACT = re.compile(r"https://[^\s/]\S*|(?:mailto:)?[^\s@:/]+@[^\s@:/]+", re.ASCII)
_SHORTEST_OWN_SECRET = 16  # 16 random bytes in base64 are 22

ONLY_ROOT = (
    "The wiki is served at the root of a host only, because addresses are stored in its texts: "
    "give it a host name of its own."
)


class SettingError(ClickException):
    """A wrong setting; `flask` and `run.py` show the message instead of a traceback."""


def wrong_type(name: str, value: Any, default: Any) -> SettingError:
    """Return the error that names the type that the setting must have."""
    kinds = {bool: "True or False", int: "a whole number", float: "a number", str: "a text"}
    return SettingError(f"{name} is {value!r}, but must be {kinds[type(default)]}.")


def check(config: Config) -> None:
    """Raise SettingError at the first value that would cause an error later."""
    for name, (default, _) in SETTINGS.items():
        value = config[name]
        is_whole_for_float = isinstance(default, float) and type(value) is int
        if type(value) is not type(default) and not is_whole_for_float:
            raise wrong_type(name, value, default)
        minimum = _MINIMUM.get(name, 0)
        # Written so that "nan" is refused too.
        if isinstance(default, int | float) and not minimum <= value < float("inf"):
            raise SettingError(f"{name} is {value}, but must be at least {minimum}.")
    try:
        ZoneInfo(config["TIMEZONE"])
    except (OSError, ValueError, KeyError) as error:
        wrong = f"TIMEZONE is {config['TIMEZONE']!r}, but must be a name such as Europe/Stockholm."
        raise SettingError(wrong) from error
    read_requirements(config["REQUIRED_FOR_PUBLICATION"])
    read_months(config["CHECK_MONTHS"])
    _check_contact(config["SECURITY_CONTACT"])
    _check_secret(config["SECRET_KEY"])
    _check_servers(config["SOURCE_LOOKUP"])
    _check_mail(config["MAIL_SERVER"], config["MAIL_SENDER"])
    _check_words("CITATION_STYLE", [config["CITATION_STYLE"]], CITATION_STYLES)
    _check_words("LICENCES", config["LICENCES"].split(), TEXT_LICENCES)
    _check_optional("SECOND_FACTOR_FOR", config["SECOND_FACTOR_FOR"], ROLES_WITH_FACTOR)
    if config["BASE_URL"]:
        _check_base_url(config["BASE_URL"])
    if os.environ.get("SCRIPT_NAME", "").strip("/"):
        raise SettingError(f"SCRIPT_NAME is set. {ONLY_ROOT}")


def _check_optional(name: str, word: str, known: Sequence[str]) -> None:
    if word:
        _check_words(name, [word], known)


def _check_words(name: str, words: Sequence[str], known: Sequence[str]) -> None:
    for word in words or [""]:
        if word not in known:
            raise SettingError(f"{name} is {word!r}, but must be one of {', '.join(known)}.")


def _check_base_url(url: str) -> None:
    """Refuse what is more or less than scheme and host: it would work for some links only."""
    host = url.partition("://")[2]
    if "@" in host:  # the value is not shown: it may contain a password
        raise SettingError("BASE_URL must not hold a user name or a password.")
    if not is_web_address(url.lower()):
        wrong = f"BASE_URL is {url!r}, but must begin with https:// or http://"
        raise SettingError(f"{wrong} and name a host.")
    if re.search(r"[?#]|/.", host):
        raise SettingError(
            f"BASE_URL is {url!r}, but must be scheme and host alone, as in "
            f"https://wiki.example.org. {ONLY_ROOT}"
        )


def read_requirements(words: str, kind: str = "") -> list[str]:
    """Return the parts that the setting names, in their own order; raise SettingError if unknown.

    `case:source` asks for a source of cases alone. "none" stands for no part, because an
    environment variable that is empty counts as not set.
    """
    named = set(words.replace(",", " ").split()) - {"none"}
    for word in named:
        of_kind, _colon, part = word.rpartition(":")
        if part not in REQUIREMENTS or (of_kind or ARTICLE_KINDS[0]) not in ARTICLE_KINDS:
            known = ", ".join(REQUIREMENTS)
            raise SettingError(
                f"REQUIRED_FOR_PUBLICATION is {words!r}, but must consist of {known}, "
                "alone or after a kind as in case:source, or be none."
            )
    return [part for part in REQUIREMENTS if named & {part, f"{kind}:{part}"}]


def read_months(words: str) -> dict[str, int]:
    """Return the months by kind, of a text such as "case:36 event:0"; raise SettingError if wrong.

    A kind that is not named has 0, which means never; so does every kind with the word "none".
    """
    months = dict.fromkeys(ARTICLE_KINDS, 0)
    for word in set(words.replace(",", " ").split()) - {"none"}:
        kind, _colon, number = word.partition(":")
        if kind not in months or not re.fullmatch("[0-9]{1,3}", number):
            raise _wrong_months(words)
        months[kind] = int(number)
    if max(months.values()) > _MOST_MONTHS:
        raise _wrong_months(words)
    return months


def _wrong_months(words: str) -> SettingError:
    return SettingError(
        f"CHECK_MONTHS is {words!r}, but must name kinds with months up to {_MOST_MONTHS}, as in "
        f"case:36 event:0. The kinds are {', '.join(ARTICLE_KINDS)}."
    )


def _check_contact(contact: str) -> None:
    if contact and not _CONTACT.fullmatch(contact):
        raise SettingError(
            f"SECURITY_CONTACT is {contact!r}, but must be an e-mail address or begin with https://"
        )


def _check_secret(secret: str) -> None:
    """Refuse what can be guessed; the value is not shown."""
    if secret and len(secret.strip()) < _SHORTEST_OWN_SECRET:
        raise SettingError(
            f"SECRET_KEY is too short: it must have at least {_SHORTEST_OWN_SECRET} characters. "
            "Without the setting, the wiki makes one itself."
        )


def _check_servers(servers: str) -> None:
    for url in servers.replace(",", " ").split():
        if not is_web_address(url) or re.search(r"[?#]|/.", url.partition("://")[2]):
            raise SettingError(
                f"SOURCE_LOOKUP has {url!r}, but must name servers, as in https://doi.org"
            )


def _check_mail(server: str, sender: str) -> None:
    """Refuse what no mail could be sent with; the server is not shown, it may hold a password."""
    try:
        if server:
            read_server(server)
    except ValueError as error:
        raise SettingError(
            "MAIL_SERVER must look like smtp://mail.example.org:25 or "
            "smtps://user:password@mail.example.org, with %40 for an @ in user or password."
        ) from error
    try:
        if server or sender:
            read_sender(sender)
    except ValueError as error:
        raise SettingError(
            f"MAIL_SENDER is {sender!r}, but with MAIL_SERVER it must be an e-mail address, "
            "or a name and an address: Name <wiki@example.org>."
        ) from error
