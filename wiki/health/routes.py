"""Serve the page that says how the installation is."""

from flask import Blueprint, current_app, render_template

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.permissions import Permission
from wiki.health.meter import Meter
from wiki.health.queries import read_health

bp = Blueprint("health", __name__)


@bp.get("/admin/health")
@allow(Permission.SEE_HEALTH)
def index() -> str:
    """Show how the installation and this process of its server are."""
    meter: Meter = current_app.extensions["meter"]
    return render_template(
        "health/index.html",
        report=read_health(current_viewer()),
        hours=meter.list_hours(),
        slowest=meter.list_slowest(),
    )
