"""Give the tests of health a browser in which the administrator is logged in."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in


@pytest.fixture
def boss(app: Flask, client: FlaskClient, admin: Person) -> FlaskClient:
    """Give a browser in which the administrator is logged in."""
    log_in(client, admin)
    return client


@pytest.fixture
def instance(app: Flask) -> Path:
    """Give the instance folder, in which no backup has left a mark."""
    folder = Path(app.instance_path)
    (folder / "last_backup.json").unlink(missing_ok=True)
    return folder
