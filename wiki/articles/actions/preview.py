"""Render a text that is not saved, for a few people at a time."""

from bisect import bisect_left
from contextlib import suppress
from threading import BoundedSemaphore

from flask_babel import gettext as _

from wiki.articles.fields import LEADING, Refused, read_value
from wiki.articles.queries.uses import list_unknown_keys
from wiki.articles.steps.render import render_body
from wiki.articles.steps.sections import OpenedSection
from wiki.articles.text import check_body, check_body_length
from wiki.characters import normalise_text
from wiki.errors import Busy, InvalidInput, WikiError
from wiki.markup.headings import take_blocks
from wiki.markup.parse import find_block_lines
from wiki.media.lead import LEAD
from wiki.media.queries import draw_lead, explain_lead, find_chosen
from wiki.revisions.models import Revision

# Each process renders a single text at a time, for seconds at worst: however many previews are
# requested, those that wait must leave threads for readers.
_previews = BoundedSemaphore(2)
_WAIT_SECONDS = 0.3


def preview_stored(revision: Revision, language: str) -> str:
    """Return the HTML of a stored text, with what its writer is told of unknown sources."""
    # The page is to open whatever happens.
    with suppress(WikiError):
        if list_unknown_keys(revision.body_markdown, language):
            return render_preview(revision.body_markdown, language)
    return revision.body_html


def render_section(part: OpenedSection, words: str, language: str) -> tuple[str, list[int]]:
    """Return the HTML of a section in which words are typed, and the line of each block in it.

    It is rendered as part of the whole text, whose notes, sources and links it has.
    """
    body = part.join(words).body
    html, lines = render_preview(body, language), part.find_lines(body)
    starts = find_block_lines(body)
    first, last = bisect_left(starts, lines.start), bisect_left(starts, lines.stop)
    shown = [max(0, start - lines.start) for start in starts[first:last]]
    return take_blocks(html, first, last), shown


def render_preview(body: str, language: str) -> str:
    """Return the HTML of a text that is not saved.

    Raises InvalidInput, TooComplex, and Busy when many previews are being made.
    """
    check_body_length(body)
    body = normalise_text(body)
    if messages := check_body(body):
        raise InvalidInput(_("Some fields need your attention."), messages)
    if not _previews.acquire(timeout=_WAIT_SECONDS):
        raise Busy(_("Many previews are being made just now. Try again in a moment."))
    try:
        return render_body(body, language, marks_unknown=True).html
    finally:
        _previews.release()


def draw_typed_lead(typed: object, body_html: str, language: str) -> str:
    """Return the HTML of the picture that is chosen to lead a text, as it will stand above it."""
    try:
        facts = {LEAD: read_value(LEADING, str(typed)) or ""}
    except Refused:
        return ""  # a save says why
    if explain_lead(facts):
        return ""
    return draw_lead(find_chosen(facts), facts, body_html, language)
