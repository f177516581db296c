"""All settings, with their defaults and meanings."""

import re
from collections.abc import Mapping
from typing import Any

from click import ClickException

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
    "SEVERAL_NODES": (
        False,
        "Whether several servers, each with an index of its own, use one PostgreSQL.",
    ),
    "MEDIA_DIR": (
        "",
        "Folder of pictures and files, the same of all nodes; empty: instance/media.",
    ),
    "MEDIA_BUCKET": (
        "",
        "Bucket of S3 for them, as name or name/prefix; empty: none. docs/deploy.md.",
    ),
    "MEDIA_S3_ENDPOINT": ("", "URL of the server that has the bucket; empty: Amazon's."),
    "INDEX_DIR": ("", "Folder of the search index; empty: instance/index."),
    "SEARCH_BY_MEANING": (
        False,
        "Whether texts are also found by what they mean; docs/meaning.md.",
    ),
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
    "LOG_FORMAT": ("readable", "How the log is written: readable or json, an object on each line."),
    "LOG_REQUESTS": (
        True,
        "Whether each request has a line in the log, without address, account and what was typed.",
    ),
    "METRICS_TOKEN": (
        "",
        "The token with which Prometheus asks for /metrics; empty: nothing is counted or told.",
    ),
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
# What LOG_FORMAT may name.
LOG_FORMATS = ("readable", "json")
# What SECOND_FACTOR_FOR may name.
ROLES_WITH_FACTOR = ("editor", "admin")


class SettingError(ClickException):
    """A wrong setting; `flask` and `run.py` show the message instead of a traceback."""


def wrong_type(name: str, value: Any, default: Any) -> SettingError:
    """Return the error that names the type that the setting must have."""
    kinds = {bool: "True or False", int: "a whole number", float: "a number", str: "a text"}
    return SettingError(f"{name} is {value!r}, but must be {kinds[type(default)]}.")


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
