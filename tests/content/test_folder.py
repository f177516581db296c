"""A folder of content that cannot be loaded is not mistaken for an empty one."""

from pathlib import Path

import pytest

from wiki.content.folder import read_folder

ARTICLE = "---\ntitle: T\nlanguage: sv\nkind: concept\n---\nText.\n"


def faults_of(path: Path) -> list[str]:
    return [str(fault) for fault in read_folder(path)[1]]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    assert faults_of(tmp_path / "nosuch") == [f"{tmp_path}/nosuch, line 1: there is no such folder"]


def test_a_folder_without_content_is_named(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path)
    assert fault.endswith("no tags.yaml and no articles/<language>/*.md")


def test_an_article_lies_in_a_folder_of_its_language(tmp_path: Path) -> None:
    file = tmp_path / "articles/fi/t.md"
    file.parent.mkdir(parents=True)
    file.write_text(ARTICLE)
    assert faults_of(tmp_path) == [
        "articles/fi/t.md, line 1: articles must be in a folder named sv or en"
    ]


@pytest.mark.parametrize("name", ["tags.yaml", "articles/sv/t.md"])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)  # a folder where a file should be
    assert faults_of(tmp_path) == [f"{name}, line 1: Is a directory"]
