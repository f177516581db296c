"""Hold the blueprint of the vocabulary, and say where a term's page is."""

from flask import Blueprint, url_for

from wiki.tags.models import Tag, TagKind

bp = Blueprint("tags", __name__)


def tag_url(tag: Tag) -> str:
    """Return the address of a term's page."""
    endpoint = "home.university" if tag.kind == TagKind.UNIVERSITY else "tags.show"
    return url_for(endpoint, slug=tag.slug)
