"""`create_app()`: reads top to bottom, and only wires."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.catalog.load import Loader
from webapp.cli import init_commands
from webapp.config import ROOT, Settings, read_settings
from webapp.db.engine import engine_options, normalise_url
from webapp.drawing.trial import try_drawing
from webapp.web.blueprints import account, dev, health, home, machines, me, roadmaps, topics
from webapp.web.drafts import Drafts, init_drafts
from webapp.web.errors import init_errors
from webapp.web.extensions import db, htmx, limiter, migrate
from webapp.web.logs import init_logs
from webapp.web.rendering.assets import init_assets
from webapp.web.rendering.cache import PageCache
from webapp.web.rendering.files import MadeFiles
from webapp.web.security.headers import init_headers
from webapp.web.security.origin import init_origin_check
from webapp.web.security.visitor import cookie_name, init_visitors
from webapp.web.store import CatalogStore
from webapp.web.templates import init_templates

LARGEST_BODY = 64 * 1024


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The application for `settings`, read from the environment when left out; `overrides` go into Flask's own config."""
    settings = settings or read_settings()
    app = Flask("webapp", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=normalise_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-milepost-notes" if settings.is_https else "milepost-notes",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_PARTS=100,
        RATELIMIT_ENABLED=True,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
    )
    app.config.update(overrides)
    app.url_map.merge_slashes = False
    init_logs(app)
    init_headers(app, settings.is_https)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    htmx.init_app(app)
    limiter.init_app(app)
    init_visitors(app)
    init_origin_check(app, settings.site_url)
    init_assets(app, ROOT / "static")
    init_templates(app, settings)
    init_errors(app)
    init_commands(app)
    made = settings.instance_dir / "made"
    loader = Loader(
        settings.content_dir,
        keeps_promotion=settings.keeps_promotion,
        keeps_files=app.debug,
        kept_at=None if app.debug else made / "catalog.bin",
        tries=try_drawing,
    )
    store = app.extensions["milepost_catalog"] = CatalogStore(loader, made / "since")
    app.extensions["milepost_files"] = MadeFiles(made, settings.site_url, settings.site_name)
    if app.debug:
        init_drafts(app, Drafts(settings.content_dir), store)
        app.register_blueprint(dev.bp)
    for module in (home, roadmaps, topics, account, me, machines, health):
        app.register_blueprint(module.bp)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]  # Flask's own recipe
    if not app.debug:
        with app.app_context():
            name = cookie_name()
        app.wsgi_app = PageCache(app.wsgi_app, name, lambda: store.catalog.version)  # type: ignore[method-assign]  # Flask's own recipe
    return app
