"""The id of a request, and what of its address may stand in the log."""

from flask import has_request_context, request

# Where the server, the layers in front of Flask and the application tell each other of a request.
REQUEST_ID = "wiki.request_id"
ENDPOINT = "wiki.endpoint"
LOGGABLE_PATH = "wiki.loggable_path"
# Under which key the page cache holds the page that answered.
PAGE_KEY = "wiki.page_key"
# True where a server asks for what is ready alone, before it lets a thread make the rest.
ONLY_READY = "wiki.only_ready"


def request_id() -> str:
    """Return the id of the current request, or "-" if there is none."""
    return str(request.environ.get(REQUEST_ID, "-")) if has_request_context() else "-"


def describe_request() -> str:
    """Return method and path for the log, without the query (it may contain typed text)."""
    return f"{request.method} {loggable_path()}"


def loggable_path() -> str:
    """Return the path for the log, without the token of a link that opens something."""
    token = str((request.view_args or {}).get("token", ""))
    return request.path.replace(token, "...") if token else request.path
