"""Remove a picture or file that no article shows from the library, for good."""

from contextlib import suppress

from flask import current_app
from flask_babel import lazy_gettext as _

from wiki.accounts.viewer import Viewer
from wiki.articles.actions.rerender import rerender_versions
from wiki.articles.queries.uses import find_uses
from wiki.audit.steps import record
from wiki.db import write
from wiki.errors import Busy, InvalidInput, StorageError
from wiki.media.actions import require_change
from wiki.media.background import settle_dropped
from wiki.media.queries import find_file, list_article_ids, list_dropped
from wiki.media.steps import note_dropped, remove_row
from wiki.media.store import MediaStore
from wiki.site.queries import is_site_logo
from wiki.universities.queries import list_universities_showing

_IN_USE = _("It is in use, so it cannot be deleted. Take it out of these articles first.")

_IS_SITE_LOGO = _("It is the logo of the wiki, so it cannot be deleted. Take it off there first.")
_IS_LOGO = _("It is the logo of a university, so it cannot be deleted. Take it off there first.")


def remove_file(name: str, viewer: Viewer) -> None:
    """Delete a file that no newest or published text shows; older versions say that it is gone.

    Its row goes first, then those versions are rendered without it, then what it held is deleted:
    wherever this stops, no page refers to what is not there. Raises InvalidInput when it is in use.
    """
    file = find_file(name)
    require_change(file, viewer)
    mark, uses = file.mark, find_uses(file)
    with write():
        file = find_file(name)
        if uses.article_ids or list_article_ids(file.id) or file.mark != mark:
            raise InvalidInput(_IN_USE)
        if list_universities_showing(file.id):
            raise InvalidInput(_IS_LOGO)
        if is_site_logo(file.id):
            raise InvalidInput(_IS_SITE_LOGO)
        record(viewer.user_id, "delete", "media", file.id, title=file.name)
        remove_row(file)
    try:
        rerender_versions(uses.older_ids)
    except Busy:  # those versions go on showing it, so what it held stays
        return
    with write():
        note_dropped(mark)
    store: MediaStore = current_app.extensions["media"]
    with suppress(StorageError, Busy):  # later then
        for dropped in list_dropped():
            settle_dropped(store, dropped)
