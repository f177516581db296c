"""A wiki of the matrix's own, filled once in each process and put back after each change."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Config
from flask_migrate import upgrade

from tests.fixtures.application import TESTING, keep_compiled_templates
from tests.permissions.asking import Keeper, kept
from tests.permissions.world import World, build
from wiki.app import create_app
from wiki.db import db


class AskedConfig(Config):
    """The settings of an application; it notes which of them somebody asked for."""

    def __init__(self, config: Config):
        super().__init__(config.root_path, config)
        self.asked = set[str]()

    def __getitem__(self, name: str) -> Any:
        """Return a setting."""
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return a setting, or the default."""
        self.asked.add(name)
        return super().get(name, default)


PROVIDERS = """
[malmo]
name = "Malmö universitet"
issuer = "http://127.0.0.1:9"
client_id = "wiki"
"""
SETTINGS = {
    **TESTING,
    "READER_TIPS": True,
    "MAIL_SERVER": "smtp://127.0.0.1:9",
    "MAIL_SENDER": "Wikin <wiki@example.org>",
    "OIDC_PROVIDERS": PROVIDERS,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Keeper]]:
    """The wiki, and what puts it back. It is on SQLite: who may do what is decided in Python."""
    folder = tmp_path_factory.mktemp("matrix")
    app = create_app({**SETTINGS, "DATABASE_URL": f"sqlite:///{folder}/wiki.db"}, instance=folder)
    keep_compiled_templates(app)
    with app.app_context():
        upgrade()
    found = build(app)
    app.config = AskedConfig(app.config)
    # Who is let in is asked here, not what is drawn, and drawing takes most of the time.
    blank = app.jinja_env.from_string("")
    env: Any = app.jinja_env
    env.get_or_select_template = lambda *_names, **_more: blank
    app.template_context_processors.clear()
    logging.disable(logging.INFO)  # each refusal is a line of the security log
    with kept(folder) as keeper:
        yield found, keeper
    logging.disable(logging.NOTSET)
    app.extensions["sandbox"].close()
    with app.app_context():
        db.engine.dispose()
