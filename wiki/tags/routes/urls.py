"""Return the URL of a tag's page."""

from flask import url_for

from wiki.tags.models import Tag, TagKind


def tag_url(tag: Tag) -> str:
    """Return the URL of a tag's page."""
    endpoint = "home.university" if tag.kind == TagKind.UNIVERSITY else "tags.show"
    return url_for(endpoint, slug=tag.slug)
