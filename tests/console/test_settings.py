"""Give wrong settings; the message names the setting and what is wrong."""

from pathlib import Path

import pytest
from flask import Config

from wiki.settings.known import SettingError
from wiki.settings.load import load, make_instance


def loaded(tmp_path: Path) -> Config:
    """Return the settings of an instance in `tmp_path`."""
    config = Config(tmp_path)
    load(config, tmp_path, None)
    return config


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("WIKI_PROXIES", "two", "PROXIES is 'two', but must be a whole number."),
        ("WIKI_PROXIES", "-1", "PROXIES is -1, but must be at least 0."),
        ("WIKI_SESSION_DAYS", "0", "SESSION_DAYS is 0, but must be at least 1."),
        ("WIKI_HSTS_DAYS", "-1", "HSTS_DAYS is -1, but must be at least 0."),
        ("WIKI_HSTS_SUBDOMAINS", "all", "HSTS_SUBDOMAINS is 'all', but must be true or false."),
        ("WIKI_RENDER_SECONDS", "fast", "RENDER_SECONDS is 'fast', but must be a number."),
        ("WIKI_RENDER_SECONDS", "nan", "RENDER_SECONDS is nan, but must be at least 0.1."),
        ("WIKI_RENDER_SECONDS", "inf", "RENDER_SECONDS is inf, but must be at least 0.1."),
        ("WIKI_INDEX_IN_BACKGROUND", "ja", "must be true or false"),
        ("WIKI_SOURCE_LOOKUP", "https://doi.org doi.org", "SOURCE_LOOKUP has 'doi.org'"),
        ("WIKI_SOURCE_LOOKUP", "https://doi.org/api", "but must name servers"),
        ("WIKI_TIMEZONE", "Mars/Olympus", "TIMEZONE is 'Mars/Olympus'"),
        ("WIKI_TIMEZONE", "/etc/passwd", "TIMEZONE is '/etc/passwd'"),
        (
            "WIKI_REQUIRED_FOR_PUBLICATION",
            "text picture",
            "REQUIRED_FOR_PUBLICATION is 'text picture', but must consist of text, summary,",
        ),
        ("WIKI_REMIND_TAKEN_DAYS", "-1", "REMIND_TAKEN_DAYS is -1, but must be at least 0."),
        ("WIKI_REMIND_OWNERS", "7", "REMIND_OWNERS is '7', but must be true or false."),
        ("WIKI_CHECK_MONTHS", "case", "CHECK_MONTHS is 'case', but must name kinds with months"),
        ("WIKI_CHECK_MONTHS", "case:-1", "CHECK_MONTHS is 'case:-1'"),
        ("WIKI_CHECK_MONTHS", "case:601", "up to 600"),
        ("WIKI_CHECK_MONTHS", "page:12", "The kinds are concept, case, method,"),
        ("WIKI_REQUIRED_FOR_PUBLICATION", "poem:source", "after a kind as in case:source"),
        ("WIKI_BASE_URL", "wiki.example.org", "BASE_URL is 'wiki.example.org'"),
        ("WIKI_BASE_URL", "https://", "BASE_URL is 'https://'"),
        ("WIKI_BASE_URL", "https:///kunskap", "name a host"),
        ("WIKI_BASE_URL", "ftp://wiki.example.org", "must begin with https:// or http://"),
        ("WIKI_BASE_URL", "https://wiki.example.org/kunskap", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://wiki.example.org/kunskap/", "a host name of its own"),
        ("WIKI_BASE_URL", "https://wiki.example.org//", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://wiki.example.org?x=1", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://wiki.example.org/?", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://wiki.example.org/#a", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://wiki.example.org#", "scheme and host alone"),
        ("WIKI_BASE_URL", "https://me:secret@wiki.example.org", "a user name or a password"),
        ("WIKI_BASE_URL", "https://secret@wiki.example.org", "a user name or a password"),
        ("WIKI_BASE_URL", "https://wiki.example.org:99999", "must begin with"),
        ("WIKI_BASE_URL", "https://wiki example.org", "must begin with"),
        ("SCRIPT_NAME", "/kunskap", "SCRIPT_NAME is set. The wiki is served at the root"),
        ("WIKI_SECRET_KEY", "secret", "SECRET_KEY is too short: it must have at least 16"),
        ("SECRET_KEY", " " * 40, "SECRET_KEY is too short"),
        ("SECRET_KEY", f" {'x' * 15}\n", "SECRET_KEY is too short"),
        ("WIKI_MAIL_SERVER", "mail.example.org", "MAIL_SERVER must look like smtp://"),
        ("WIKI_MAIL_SERVER", "smtp://wiki@mail.example.org", "MAIL_SERVER must look like"),
        ("WIKI_MAIL_SERVER", "smtp://mail.example.org:99999", "MAIL_SERVER must look like"),
        ("WIKI_MAIL_SERVER", "http://mail.example.org", "MAIL_SERVER must look like"),
        ("WIKI_MAIL_SERVER", "smtp://mail.example.org", "MAIL_SENDER is ''"),
        ("WIKI_MAIL_SENDER", "wiki", "MAIL_SENDER is 'wiki'"),
        ("WIKI_MAIL_SENDER", "a@b.se\nBcc: c@d.se", "must be an e-mail address"),
        ("WIKI_SECOND_FACTOR_FOR", "author", "SECOND_FACTOR_FOR is 'author', but must be one of"),
        ("WIKI_LOG_FORMAT", "xml", "LOG_FORMAT is 'xml', but must be one of readable, json"),
        ("WIKI_LOG_REQUESTS", "some", "LOG_REQUESTS is 'some', but must be true or false."),
        ("WIKI_METRICS_TOKEN", "guess me", "METRICS_TOKEN is too short: it must have at least 16"),
        ("WIKI_LICENCES", "cc-by mine", "LICENCES is 'mine', but must be one of"),
        ("WIKI_SECURITY_CONTACT", "ring oss", "SECURITY_CONTACT is 'ring oss'"),
        ("WIKI_SECURITY_CONTACT", "http://example.org", "SECURITY_CONTACT is 'http"),
        ("WIKI_SECURITY_CONTACT", "a@b.se\nExpires: x", "SECURITY_CONTACT is 'a@b.se"),
        ("DATABASE_URL", "mysql://wiki:secret@localhost/wiki", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "wiki.db", "DATABASE_URL must begin with"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL must name a file"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL must name a file"),
        ("WIKI_SEVERAL_NODES", "yes", "SEVERAL_NODES needs PostgreSQL"),
        ("WIKI_MEDIA_BUCKET", "My_Bucket", "MEDIA_BUCKET is 'My_Bucket', but must be the name"),
        ("WIKI_MEDIA_BUCKET", "s3://wiki-media", "or with a prefix: wiki-media/ours"),
        ("WIKI_MEDIA_BUCKET", "wiki-media/..", "MEDIA_BUCKET is 'wiki-media/..'"),
        ("WIKI_MEDIA_S3_ENDPOINT", "s3.example.org", "but must be the URL of a server"),
        ("WIKI_MEDIA_S3_ENDPOINT", "https://s3.example.org?x=1", "must be the URL of a server"),
        ("WIKI_MEDIA_S3_ENDPOINT", "https://me:secret@s3.example.org", "set AWS_ACCESS_KEY_ID"),
    ],
)
def test_a_wrong_value_is_named(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError) as caught:
        loaded(tmp_path)
    assert message in caught.value.message
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [("WIKI_SEARCH_BY_MEANING", "yes"), ("WIKI_MEDIA_BUCKET", "wiki-media")],
)
def test_without_its_package_the_setting_says_what_to_install(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr("wiki.settings.load.find_spec", lambda name: None)
    with pytest.raises(SettingError, match="pip install"):
        loaded(tmp_path)


@pytest.mark.parametrize(("machine", "is_refused"), [("x86_64", True), ("aarch64", False)])
def test_a_processor_that_cannot_run_the_model_is_told(
    machine: str, is_refused: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    processor = tmp_path / "cpuinfo"
    processor.write_text("flags : fpu sse avx\n")
    monkeypatch.setenv("WIKI_SEARCH_BY_MEANING", "yes")
    monkeypatch.setattr("wiki.settings.load._PROCESSOR", processor)
    monkeypatch.setattr("platform.machine", lambda: machine)
    if is_refused:
        with pytest.raises(SettingError, match="AVX2"):
            loaded(tmp_path)
    else:
        assert loaded(tmp_path)["SEARCH_BY_MEANING"]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("PROXIES", "2", 2),
        ("RENDER_SECONDS", "2", 2.0),
        ("HSTS_DAYS", "0", 0),
        ("HSTS_SUBDOMAINS", "yes", True),
        ("INDEX_IN_BACKGROUND", "No", False),
        ("INDEX_IN_BACKGROUND", "on", True),
        ("SOURCE_LOOKUP", "https://doi.org", "https://doi.org"),
        ("TIMEZONE", "UTC", "UTC"),
        ("REQUIRED_FOR_PUBLICATION", "text, topic", "text, topic"),
        ("REQUIRED_FOR_PUBLICATION", "none", "none"),
        ("MAIL_SENDER", "Wikin <wiki@example.org>", "Wikin <wiki@example.org>"),
        ("CHECK_MONTHS", "case:36, event:0", "case:36, event:0"),
        ("CITATION_STYLE", "ieee", "ieee"),
        ("LICENCES", "cc-by cc0", "cc-by cc0"),
        ("SECURITY_CONTACT", "a@example.org", "a@example.org"),
        ("SECURITY_CONTACT", "https://example.org/report", "https://example.org/report"),
        ("BASE_URL", "https://wiki.example.org/", "https://wiki.example.org"),
        ("BASE_URL", "HTTPS://WIKI.Example.org:8443", "https://wiki.example.org:8443"),
        ("SECRET_KEY", "mNz3uYQ0s8b1TzLw", "mNz3uYQ0s8b1TzLw"),
        ("TRUSTED_HOSTS", "WIKI.Example.org, Localhost", ["wiki.example.org", "localhost"]),
        ("MEDIA_BUCKET", "wiki-media", "wiki-media"),
        ("MEDIA_BUCKET", "wiki-media/ours/2026", "wiki-media/ours/2026"),
        ("MEDIA_S3_ENDPOINT", "http://10.0.0.9:9000", "http://10.0.0.9:9000"),
        ("MEDIA_S3_ENDPOINT", "https://example.org/storage/s3", "https://example.org/storage/s3"),
    ],
)
def test_a_right_value_is_read(
    name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"WIKI_{name}", text)
    assert loaded(tmp_path)[name] == value


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgres://wiki@db/wiki", "postgresql+psycopg://wiki@db/wiki"),
        ("postgresql://wiki@db/wiki", "postgresql+psycopg://wiki@db/wiki"),
        ("sqlite:////srv/wiki.db", "sqlite:////srv/wiki.db"),
    ],
)
def test_a_database_has_the_driver_that_the_wiki_knows(
    given: str, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert loaded(tmp_path)["SQLALCHEMY_DATABASE_URI"] == url


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("PROXIES = (", "SyntaxError"),
        ("PROXIES = one", "NameError"),
        ("PROXIES = '1'", "PROXIES is '1', but must be a whole number."),
        ("SITE_NAME = None", "SITE_NAME is None, but must be a text."),
    ],
)
def test_a_wrong_file_of_settings_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text(text)
    with pytest.raises(SettingError, match=message.replace(".", r"\.")):
        loaded(tmp_path)


def test_a_right_file_of_settings_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.py").write_text("SITE_NAME = 'Our wiki'\nRENDER_SECONDS = 2\n")
    assert loaded(tmp_path)["SITE_NAME"] == "Our wiki"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingError, match="Not a directory"):
        make_instance(tmp_path / "file/wiki")
