"""Tell templates the one address of a page, for search engines and for who shares it."""

from flask import Flask, current_app, request

from wiki.web.numbers import read_page


def init_sharing(app: Flask) -> None:
    """Give templates `canonical_url()`."""
    app.jinja_env.globals["canonical_url"] = canonical_url


def canonical_url() -> str:
    """Return the page's address without what only filters it; a later page of a list is its own."""
    page = read_page(request.args.get("page"))
    is_later = list(request.args) == ["page"] and page > 1
    return f"{current_app.config['BASE_URL']}{request.path}{f'?page={page}' if is_later else ''}"
