"""Check the values of the settings: what each may be."""

import os
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import Config

from wiki.settings.known import (
    CITATION_STYLES,
    LOG_FORMATS,
    ROLES_WITH_FACTOR,
    SETTINGS,
    TEXT_LICENCES,
    SettingError,
    read_months,
    read_requirements,
    wrong_type,
)
from wiki.settings.mailserver import read_sender, read_server
from wiki.urls import is_web_address

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
# What Amazon takes as the name of a bucket, and perhaps folders in it.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](?:/\w[\w.-]{0,99}){0,5}", re.ASCII)
_SHORTEST_OWN_SECRET = 16  # 16 random bytes in base64 are 22

ONLY_ROOT = (
    "The wiki is served at the root of a host only, because addresses are stored in its texts: "
    "give it a host name of its own."
)


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
    _check_secret("SECRET_KEY", config["SECRET_KEY"], "Without it, the wiki makes one itself.")
    _check_secret("METRICS_TOKEN", config["METRICS_TOKEN"], "Without it, nothing is counted.")
    _check_servers(config["SOURCE_LOOKUP"])
    _check_bucket(config["MEDIA_BUCKET"], config["MEDIA_S3_ENDPOINT"])
    _check_mail(config["MAIL_SERVER"], config["MAIL_SENDER"])
    _check_words("CITATION_STYLE", [config["CITATION_STYLE"]], CITATION_STYLES)
    _check_words("LOG_FORMAT", [config["LOG_FORMAT"]], LOG_FORMATS)
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


def _check_contact(contact: str) -> None:
    if contact and not _CONTACT.fullmatch(contact):
        raise SettingError(
            f"SECURITY_CONTACT is {contact!r}, but must be an e-mail address or begin with https://"
        )


def _check_secret(name: str, secret: str, otherwise: str) -> None:
    """Refuse what can be guessed; the value is not shown."""
    if secret and len(secret.strip()) < _SHORTEST_OWN_SECRET:
        raise SettingError(
            f"{name} is too short: it must have at least {_SHORTEST_OWN_SECRET} characters. "
            f"{otherwise}"
        )


def _check_servers(servers: str) -> None:
    for url in servers.replace(",", " ").split():
        if not is_web_address(url) or re.search(r"[?#]|/.", url.partition("://")[2]):
            raise SettingError(
                f"SOURCE_LOOKUP has {url!r}, but must name servers, as in https://doi.org"
            )


def _check_bucket(bucket: str, endpoint: str) -> None:
    """Refuse what boto3 would stumble over; an endpoint is not shown if it may hold a password."""
    if bucket and not _BUCKET.fullmatch(bucket):
        raise SettingError(
            f"MEDIA_BUCKET is {bucket!r}, but must be the name of a bucket, as in wiki-media, or "
            "with a prefix: wiki-media/ours"
        )
    if "@" in endpoint:
        raise SettingError(
            "MEDIA_S3_ENDPOINT must not hold a user name or a password: set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY in the environment."
        )
    if endpoint and (not is_web_address(endpoint) or re.search(r"[?#]", endpoint)):
        raise SettingError(
            f"MEDIA_S3_ENDPOINT is {endpoint!r}, but must be the URL of a server, as in "
            "https://s3.example.org"
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
