"""The application factory."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, has_app_context
from flask_wtf import CSRFProtect

from wiki.accounts import gate
from wiki.amendments.steps import init_amendments
from wiki.appointments.background import init_appointments
from wiki.articles.background.texts import init_following
from wiki.articles.steps.citations import init_citations
from wiki.counters.counters import Counters
from wiki.counters.known import RENDERS
from wiki.db import init_db
from wiki.entrance.steps import init_entrance
from wiki.events.steps import init_events
from wiki.features import exempt_forms, register_features
from wiki.figures.background import init_figures
from wiki.health.counting import init_health
from wiki.limits.shared import SharedLimit
from wiki.mail.background import init_sender
from wiki.markup.sandbox import Sandbox
from wiki.media.setup import init_media
from wiki.memory.steps import init_memory
from wiki.metrics.messages import init_messages
from wiki.nodes.lock import init_nodes
from wiki.oidc.setup import init_oidc
from wiki.operations.migrating import init_migrations
from wiki.operations.private_files import close_to_others
from wiki.pagecache.setup import init_pagecache
from wiki.pairs.steps import init_pairs
from wiki.remarks.steps import init_remarks
from wiki.reviews.steps import init_reviews
from wiki.runtime import garbage
from wiki.search.engine import init_search
from wiki.search_log.background import init_search_log
from wiki.second_factor.steps import init_passkeys
from wiki.settings.load import load, make_instance
from wiki.site.actions import guard_logo
from wiki.site.reader import init_site
from wiki.tags.reader import init_universities
from wiki.universities.actions import guard_logos
from wiki.watching.background.notifier import init_notifier
from wiki.watching.setup import init_watching
from wiki.web import assets, i18n, jinja, languages, numbers, securitylog, sharing
from wiki.web.i18n import LanguageEnvironment
from wiki.web.middleware import (
    detours,
    errorpages,
    headers,
    hosts,
    logformat,
    mounts,
    origin,
    proxies,
    requestlog,
    uploads,
    wellformed,
)

_PACKAGE = Path(__file__).parent
# Templates and static files are inside the package in a wheel, next to it in a checkout.
_ROOT = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent


def create_app(settings: Mapping[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """Create the application; `settings` override the instance's file and the environment."""
    garbage.init_garbage()
    os.umask(0o077)  # other users of the machine may not read what the wiki writes
    instance = instance or Path(os.environ.get("WIKI_INSTANCE") or _default_instance())
    make_instance(instance)
    app = Flask(
        "wiki",
        instance_path=str(instance.resolve()),
        template_folder=str(_ROOT / "templates"),
        static_folder=str(_ROOT / "static"),
    )
    app.jinja_environment = LanguageEnvironment
    load(app.config, instance.resolve(), settings)
    close_to_others(app)
    _init_services(app)
    _init_web(app)
    register_features(app)
    return app


def _default_instance() -> Path:
    """Return `instance/` next to the package in a checkout, else in the working directory."""
    return (Path.cwd() if _ROOT is _PACKAGE else _ROOT) / "instance"


def _init_services(app: Flask) -> None:
    init_db(app)
    init_nodes(app)
    init_memory(app)
    init_migrations(app, _PACKAGE / "migrations")
    counters = Counters(Path(app.instance_path), app.config)
    app.extensions["counters"] = counters
    init_citations()
    init_events()
    init_pairs()
    init_search(app)
    init_search_log(app)
    init_figures(app)
    init_appointments(app)
    init_sender(app)
    init_notifier(app)
    init_following(app)
    init_media(app)
    guard_logos()
    guard_logo()
    init_entrance()
    init_passkeys(app)
    init_oidc(app)
    app.extensions.update(make_limits())
    app.extensions["sandbox"] = Sandbox(
        timeout_seconds=app.config["RENDER_SECONDS"],
        memory_bytes=app.config["RENDER_MEGABYTES"] * 1_048_576,
        owner=lambda: gate.current_viewer().user_id if has_app_context() else None,
        note=lambda event: counters.add(RENDERS, event),
    )


def make_limits() -> dict[str, SharedLimit]:
    """Begin to count what clients may do how often."""
    # A whole university may be behind one address, and a flooder in it: what is refused to one of
    # them is refused to all, so for a minute rather than for a day.
    limits = {
        "oidc_limit": (120, 20_000),
        "entrance": (20, 20_000),
        # These mail strangers, or are read by people, so that a day has its limit too.
        "subscriptions": (10, 300),
        "talk": (20, 500),
        "tips": (10, 100),
        # Many times what the editor's script sends from the windows of one person.
        "copies": (60, 20_000),
    }
    return {name: SharedLimit(name, *most) for name, most in limits.items()}


def _init_web(app: Flask) -> None:
    """Set up what surrounds each request; the order here is the order of the checks."""
    init_pagecache(app)
    hosts.init_hosts(app)
    proxies.init_proxies(app)
    mounts.init_mounts(app)
    logformat.init_logs(app)
    securitylog.init_securitylog(app)
    languages.init_languages(app)
    numbers.init_numbers(app)
    wellformed.init_wellformed(app)  # before anything reads the body
    detours.init_detours(app)
    origin.init_origin(app)  # before the gate, whose answer may carry on what was sent
    gate.init_gate(app)
    uploads.init_uploads(app)  # before the token is looked for in the form
    csrf = CSRFProtect(app)
    exempt_forms(csrf)
    i18n.init_i18n(app)
    jinja.init_jinja(app)
    assets.init_assets(app)
    sharing.init_sharing(app)
    init_universities(app)
    init_site(app)
    init_reviews(app)
    init_remarks(app)
    init_amendments(app)
    init_watching(app)
    init_health(app)
    init_messages(app)
    headers.init_headers(app)
    errorpages.init_errorpages(app)
    requestlog.init_requestlog(app)  # around all that stands in front of Flask
