"""Take the pictures of an opened document into the library, and name them in its text."""

import re
import time
from collections.abc import Sequence
from io import BytesIO

from flask_babel import lazy_gettext as _

from wiki.accounts.viewer import Viewer
from wiki.characters import FORBIDDEN
from wiki.documents.opening import DocumentPicture
from wiki.errors import Busy, InvalidInput
from wiki.media.actions import add_file
from wiki.media.description import TEXT_LENGTH, Description

# What a document says of a picture comes without brackets.
_PLACE = re.compile(r"!\[([^\[\]]*)\]\(media:#([0-9]{1,3})\)")
# A proxy gives up an answer after a minute; the last picture that is begun may take half of it.
_MOST_SECONDS = 20
_NO_TIME = _("Making the pictures ready took too long. Add this one by itself.")
_GAP = re.compile(r"\n{3,}")


def take_pictures(
    body: str, pictures: Sequence[DocumentPicture], document: str, language: str, viewer: Viewer
) -> tuple[str, list[str]]:
    """Return the text with the names of its pictures, and why others could not be taken.

    They belong to the viewer, are named after the document, and wait to be described: the words
    that the document has for one are only its alternative text.
    """
    names: dict[int, str] = {}
    failed = []
    end = time.monotonic() + _MOST_SECONDS
    stem = document.rpartition(".")[0] or document
    for number, picture in enumerate(pictures):
        ending = picture.name.rpartition(".")[2]
        alt = FORBIDDEN.sub("", picture.alt)[:TEXT_LENGTH]
        said = Description(alt_sv=alt) if language == "sv" else Description(alt_en=alt)
        if time.monotonic() > end:
            failed.append(f"{picture.name}: {_NO_TIME}")
            continue
        try:
            file = BytesIO(picture.content)
            added = add_file(file, f"{stem} {number + 1}.{ending}", viewer, said)
            names[number] = added.file.name
        except (InvalidInput, Busy) as error:
            failed.append(f"{picture.name}: {error.message}")

    def put_name(place: re.Match[str]) -> str:
        name = names.get(int(place[2]))
        return f"![{place[1]}](media:{name})" if name else ""

    named = _PLACE.sub(put_name, body)
    return (_GAP.sub("\n\n", named) if failed else named), failed
