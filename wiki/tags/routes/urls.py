"""The blueprint of the vocabulary, and the URL of a tag's page."""

from flask import Blueprint, url_for

from wiki.tags.models import Tag, TagKind

bp = Blueprint("tags", __name__)


def tag_url(tag: Tag) -> str:
    """Return the URL of a tag's page."""
    endpoint = "home.university" if tag.kind == TagKind.UNIVERSITY else "tags.show"
    return url_for(endpoint, slug=tag.slug)
