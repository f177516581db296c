"""Answer Prometheus."""

import hmac
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, current_app, request

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.counters.counters import Counters
from wiki.errors import NotFound
from wiki.metrics.families import Gauge, write_metrics
from wiki.metrics.processes import read_uses
from wiki.metrics.queries import read_state

root = Blueprint("metrics", __name__)


@root.get("/metrics")
@allow(Permission.READ)
def index() -> Response:
    """Tell what was counted and how things are to who has the token; to others, nothing is here."""
    if not _has_token():
        raise NotFound()
    counters: Counters = current_app.extensions["counters"]
    totals, pids = counters.read_all()
    gauges = [*read_state(), *_describe_processes(pids)]
    body, media_type = write_metrics(totals, gauges, request.headers.get("Accept", ""))
    response = Response(body, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _has_token() -> bool:
    token = str(current_app.config["METRICS_TOKEN"]).strip()
    scheme, _blank, given = request.headers.get("Authorization", "").partition(" ")
    # Compared in the same time, however much of it is right.
    is_right = hmac.compare_digest(given.strip().encode(), token.encode())
    return bool(token) and scheme.lower() == "bearer" and is_right


def _describe_processes(pids: Sequence[int]) -> Iterator[Gauge]:
    uses = [*read_uses(pids)]
    yield Gauge("wiki_processes", "Processes of the server that have answered.", len(pids))
    for name, meaning, values in (
        ("wiki_process_memory_bytes", "Memory of a process.", [use.memory for use in uses]),
        ("wiki_process_cpu_seconds", "Processor time of a process.", [use.cpu for use in uses]),
        ("wiki_process_open_files", "Open files of a process.", [use.files for use in uses]),
    ):
        for use, value in zip(uses, values, strict=True):
            yield Gauge(name, meaning, value, {"pid": str(use.pid)})
