"""The secret is made once, whole, and made anew where a file cannot be one."""

import multiprocessing
from pathlib import Path

import pytest
from flask import Config

from wiki.settings.known import SettingError
from wiki.settings.load import load


def secret_of(folder: Path) -> str:
    """Return the secret with which an instance starts."""
    config = Config(folder)
    load(config, folder, None)
    return str(config["SECRET_KEY"])


def test_a_secret_is_made_once(tmp_path: Path) -> None:
    secret = secret_of(tmp_path)
    assert len(secret) == 64
    assert secret_of(tmp_path) == secret
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "left", [b"", b"\n", b" " * 64, b"abc", b"a" * 31, b"\0" * 64, b"a" * 40 + b"\0" * 24]
)
def test_a_file_that_can_be_no_secret_is_made_anew(tmp_path: Path, left: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(left)
    secret = secret_of(tmp_path)
    assert len(secret) == 64
    assert (tmp_path / "secret_key").read_text() == secret == secret_of(tmp_path)


def test_a_secret_of_the_operators_own_stays(tmp_path: Path) -> None:
    own = "fyra svenska ord som inte alls hör ihop\n"
    (tmp_path / "secret_key").write_text(own)
    assert secret_of(tmp_path) == own


def test_what_a_process_left_that_was_killed_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "secret_key.new").write_text("abc")
    assert len(secret_of(tmp_path)) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.long
def test_processes_that_start_at_once_have_one_secret(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("")
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(secret_of, [tmp_path] * 12, chunksize=1))) == 1


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret_key").mkdir()
    with pytest.raises(SettingError, match="secret_key: Is a directory"):
        secret_of(tmp_path)
