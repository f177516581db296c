"""The pictures and files of several nodes are in one bucket, over HTTP from end to end."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from tests.builders import log_in, make_user
from tests.fixtures.s3 import S3
from tests.fixtures.sample import own_wiki
from tests.media.pictures import picture
from wiki.accounts.models import Role

pytestmark = pytest.mark.long


def statuses(nodes: tuple[Flask, ...], address: str) -> list[int]:
    """Return what readers are answered by each node."""
    answers = []
    for node in nodes:
        with node.test_client().get(address) as response:
            response.get_data()
            answers.append(response.status_code)
    return answers


def test_what_one_node_takes_in_all_show_and_what_one_deletes_is_gone(
    fresh_database_url: str, s3: S3, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WIKI_MEDIA_BUCKET", s3.bucket)
    monkeypatch.setenv("WIKI_MEDIA_S3_ENDPOINT", s3.url)
    with (
        own_wiki(fresh_database_url, tmp_path / "one") as one,
        own_wiki(fresh_database_url, tmp_path / "other") as other,
        own_wiki(fresh_database_url, tmp_path / "third") as third,
    ):
        with one.app_context():
            upgrade()
        editor = make_user(Role.EDITOR, app=one)
        writing, deleting = one.test_client(), other.test_client()
        for client in (writing, deleting):
            log_in(client, editor)
        sent = writing.post("/sv/media/", data={"file": (BytesIO(picture()), "Bryggan.jpg")})
        assert sent.location == "/sv/media/bryggan"
        page = deleting.get("/sv/media/bryggan").text
        found = re.search(r"/media/[0-9a-f]{32}/480\.webp", page)
        assert found
        assert statuses((one, other), found[0]) == [200, 200]

        assert deleting.post("/sv/media/bryggan/deletion").status_code == 303

        assert statuses((other, third), found[0]) == [404, 404]
