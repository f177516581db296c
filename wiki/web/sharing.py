"""The canonical URL of a page, for search engines and for sharing."""

from flask import Flask, current_app, request

from wiki.web.numbers import read_page


def init_sharing(app: Flask) -> None:
    """Register `canonical_url()` for templates."""
    app.jinja_env.globals["canonical_url"] = canonical_url


def canonical_url() -> str:
    """Return the page's URL without its filters; later pages of a list have URLs of their own."""
    page = read_page(request.args.get("page"))
    is_later = list(request.args) == ["page"] and page > 1
    return f"{current_app.config['BASE_URL']}{request.path}{f'?page={page}' if is_later else ''}"
