"""Change the library of pictures and files while a backup is made."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from wiki.accounts.viewer import Viewer
from wiki.articles.actions.remove import remove_file
from wiki.db import db


@contextmanager
def deleting_when_read(name: str, viewer: Viewer) -> Iterator[None]:
    """Delete a file as soon as its row has been read, before its content is."""
    seen: list[str] = []

    def delete(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "FROM media_files" in statement and not seen:
            seen.append(statement)
            remove_file(name, viewer)

    event.listen(db.engine, "after_cursor_execute", delete)
    try:
        yield
    finally:
        event.remove(db.engine, "after_cursor_execute", delete)
