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


@pytest.mark.parametrize(
    "name",
    [
        *("articles/sv/stor.MD", "articles/sv/x.markdown", "articles/sv/x.txt", "articles/sv/utan"),
        *("articles/sv/x.md.bak", "articles/utan.md", "utan.md", "tags.yml", "Tags.yaml"),
        *("articles/sv/djup/x.md", "artiklar/sv/x.md", "sv/x.md", "Articles/sv/x.md"),
        *("articles/sv/bild.png", "articles/README.md", "articles/sv/README", "articles/fi/x.txt"),
        *("articles/sv/.x.md", "articles/sv/x.md~", "articles/sv/#x.md#", "articles/sv/._x.md"),
        *("articles/sv/.ok.md", "articles/sv/.md", "articles/sv/.gammalt/x.md", ".tags.yaml"),
        *("articles/sv/gammalt~/x.md", "tags.yaml~", "articles/sv/.x.markdown"),
    ],
)
def test_a_file_that_would_be_passed_over_is_named(tmp_path: Path, name: str) -> None:
    for file in ("articles/sv/ok.md", name):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(ARTICLE)
    (fault,) = faults_of(tmp_path)
    assert fault.startswith(
        f"{name}, line 1: only tags.yaml, sources.json and articles/<sv or en>/<slug>.md"
    )


def test_a_linked_folder_that_would_be_passed_over_is_named(tmp_path: Path) -> None:
    (tmp_path / "in/articles/sv").mkdir(parents=True)
    (tmp_path / "in/articles/sv/ok.md").write_text(ARTICLE)
    (tmp_path / "in/more").symlink_to(tmp_path / "in")
    (fault,) = faults_of(tmp_path / "in")
    assert fault.startswith("more, line 1: ")


@pytest.mark.parametrize(
    "name",
    [
        *(
            ".DS_Store",
            "articles/sv/._ok.md",
            "articles/sv/.ok.md.swp",
            "articles/sv/ok.md~",
            "articles/sv/#ok.md#",
        ),
        *("articles/Thumbs.db", "articles/sv/desktop.ini", ".git/x.md", "__MACOSX/x.md"),
        *("README.md", "LICENSE", "CHANGELOG.txt", "articles/sv/tomt/.keep"),
        *(
            ".github/x.md",
            ".markdownlint.yaml",
            "articles/.obsidian/app.json",
            "articles/sv/.#ok.md",
        ),
    ],
)
def test_what_systems_and_editors_leave_behind_is_left_alone(tmp_path: Path, name: str) -> None:
    for file in ("articles/sv/ok.md", name):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(ARTICLE)
    folder, faults = read_folder(tmp_path)
    assert (len(folder.documents), faults) == (1, [])
