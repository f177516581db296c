"""Store reads as the thread of the server does, and show what is stored."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from wiki.db import db
from wiki.figures.actions import store_reads
from wiki.figures.models import ReadCount


def store(app: Flask, times: int, day: date, article_id: int) -> None:
    with app.app_context():
        store_reads({(day, article_id): times})


def stored(app: Flask) -> dict[tuple[date, int], int]:
    """Store what the process has counted, and return all that is stored."""
    app.extensions["reads"].flush()
    with app.app_context():
        rows = db.session.scalars(select(ReadCount)).all()
        return {(row.day, row.article_id): row.times for row in rows}
