"""`create_app()`: reads top to bottom, and only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.catalog.loading.load import Loader
from webapp.cli import init_commands
from webapp.config import FILES, Settings, read_settings
from webapp.db.engine import engine_options, normalize_url
from webapp.drawing.check_drawable import check_drawable
from webapp.exports.generated_files import GeneratedFiles
from webapp.providers.registry import Providers
from webapp.web.account.confirm_routes import bp as confirm_routes
from webapp.web.account.email_routes import bp as email_routes
from webapp.web.account.guest_routes import bp as guest_routes
from webapp.web.account.identity_routes import bp as identity_routes
from webapp.web.account.name_routes import bp as name_routes
from webapp.web.account.passkey_routes import bp as passkey_routes
from webapp.web.account.provider_routes import bp as provider_routes
from webapp.web.account.recovery_routes import bp as recovery_routes
from webapp.web.account.second_step_routes import bp as second_step_routes
from webapp.web.account.sign_in_routes import bp as sign_in_routes
from webapp.web.account.sign_up_routes import bp as sign_up_routes
from webapp.web.admin.audit_routes import bp as admin_audit_routes
from webapp.web.admin.content_routes import bp as admin_content_routes
from webapp.web.admin.invitations_routes import bp as admin_invitations_routes
from webapp.web.admin.jobs_routes import bp as admin_jobs_routes
from webapp.web.admin.learner_routes import bp as admin_learner_routes
from webapp.web.admin.learners_routes import bp as admin_learners_routes
from webapp.web.admin.routes import bp as admin_routes
from webapp.web.admin.usage_routes import bp as admin_usage_routes
from webapp.web.data.deletion_routes import bp as data_deletion_routes
from webapp.web.data.export_routes import bp as data_export_routes
from webapp.web.data.import_routes import bp as data_import_routes
from webapp.web.data.merge_routes import bp as data_merge_routes
from webapp.web.data.routes import bp as data_routes
from webapp.web.dev.drafts import Drafts, init_drafts
from webapp.web.dev.routes import bp as dev_routes
from webapp.web.feeds.routes import bp as feeds_routes
from webapp.web.habits.digest_mail import digest_jobs
from webapp.web.habits.digest_routes import bp as digest_routes
from webapp.web.habits.plan_routes import bp as plan_routes
from webapp.web.habits.route_plan_routes import bp as route_plan_routes
from webapp.web.habits.streak_routes import bp as streak_routes
from webapp.web.habits.year_routes import bp as year_routes
from webapp.web.health.routes import bp as health_routes
from webapp.web.home.routes import bp as home_routes
from webapp.web.marks.routes import bp as marks_routes
from webapp.web.me.day_routes import bp as day_routes
from webapp.web.me.routes import bp as me_routes
from webapp.web.me.time_zone_routes import bp as time_zone_routes
from webapp.web.metrics.routes import bp as metrics_routes
from webapp.web.notes.routes import bp as notes_routes
from webapp.web.offline.routes import bp as offline_routes
from webapp.web.records.routes import bp as records_routes
from webapp.web.roadmaps.catalog_routes import bp as catalog_routes
from webapp.web.roadmaps.routes import bp as roadmaps_routes
from webapp.web.route.routes import bp as route_routes
from webapp.web.search.routes import bp as search_routes
from webapp.web.settings.routes import bp as settings_routes
from webapp.web.settings.security.app_routes import bp as authenticator_routes
from webapp.web.settings.security.passkey_routes import bp as passkey_settings_routes
from webapp.web.settings.security.password_routes import bp as password_routes
from webapp.web.settings.security.routes import bp as security_routes
from webapp.web.sharing.routes import bp as sharing_routes
from webapp.web.sharing.settings_routes import bp as sharing_settings_routes
from webapp.web.site.assets import Assets
from webapp.web.site.background import init_background, make_worker
from webapp.web.site.browser_session import BrowserSessions
from webapp.web.site.catalog_store import CatalogStore
from webapp.web.site.client_address import ForwardedFor
from webapp.web.site.compression import init_compression
from webapp.web.site.error_reports import init_error_reports
from webapp.web.site.errors import init_errors
from webapp.web.site.extensions import db, htmx, init_database, init_limits, migrate
from webapp.web.site.first_served import FirstServed
from webapp.web.site.former_slugs import init_former_slugs
from webapp.web.site.headers import init_headers
from webapp.web.site.languages import init_languages
from webapp.web.site.logs import init_logs
from webapp.web.site.metrics import Metrics
from webapp.web.site.named_files import NamedFiles
from webapp.web.site.origin_check import init_origin_check
from webapp.web.site.page_cache import init_page_cache
from webapp.web.site.process_metrics import count_database_errors
from webapp.web.site.reserved_slugs import reserved_slugs
from webapp.web.site.roadmap_names import RoadmapNames
from webapp.web.site.seen_requests import SeenRequests
from webapp.web.site.services import Services, init_services
from webapp.web.site.session_cookies import cookie_name
from webapp.web.site.shared_counts import SCHEME
from webapp.web.site.static_files import init_static_files
from webapp.web.site.templates import init_templates
from webapp.web.site.tracing import init_tracing
from webapp.web.site.trailing_slash import init_trailing_slash
from webapp.web.site.translations import init_translations
from webapp.web.site.uploads import init_uploads
from webapp.web.site.visitor import init_visitors
from webapp.web.topics.known_routes import bp as known_routes
from webapp.web.topics.own_routes import bp as own_routes
from webapp.web.topics.routes import bp as topics_routes

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_BODY = 64 * 1024
# A Redis that hangs holds a request no longer.
REDIS_SECONDS = {"socket_connect_timeout": 1, "socket_timeout": 1}
ROUTES = (
    home_routes,
    catalog_routes,
    search_routes,
    roadmaps_routes,
    topics_routes,
    own_routes,
    known_routes,
    marks_routes,
    route_routes,
    sign_in_routes,
    second_step_routes,
    sign_up_routes,
    recovery_routes,
    confirm_routes,
    email_routes,
    security_routes,
    settings_routes,
    password_routes,
    passkey_routes,
    passkey_settings_routes,
    authenticator_routes,
    guest_routes,
    provider_routes,
    identity_routes,
    me_routes,
    notes_routes,
    time_zone_routes,
    day_routes,
    streak_routes,
    year_routes,
    plan_routes,
    route_plan_routes,
    digest_routes,
    records_routes,
    sharing_routes,
    sharing_settings_routes,
    data_routes,
    name_routes,
    data_export_routes,
    data_import_routes,
    data_deletion_routes,
    data_merge_routes,
    admin_routes,
    admin_learners_routes,
    admin_learner_routes,
    admin_content_routes,
    admin_jobs_routes,
    admin_usage_routes,
    admin_invitations_routes,
    admin_audit_routes,
    feeds_routes,
    offline_routes,
    health_routes,
    metrics_routes,
)


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:
    """The application for `settings`, read from the environment when left out; `overrides` go into
    Flask's own config.
    """
    settings = settings or read_settings()
    app = Flask("webapp", root_path=str(FILES), template_folder="templates", static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=normalize_url(settings.database_url),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_NAME="__Host-milepost-notes" if settings.is_https else "milepost-notes",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_PARTS=100,
        RATELIMIT_ENABLED=True,
        RATELIMIT_STORAGE_URI=_counted_in(settings.redis_url),
        RATELIMIT_STORAGE_OPTIONS=dict(REDIS_SECONDS) if settings.redis_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=bool(settings.redis_url),
    )
    app.config.update(overrides)
    app.session_interface = BrowserSessions()
    app.url_map.merge_slashes = False
    init_logs(app, settings.log_format)
    init_headers(app, settings.is_https)
    init_database(app)
    init_tracing(app, settings.otel_endpoint)
    init_error_reports(app, settings.sentry_dsn)
    migrate.init_app(app, db, directory=str(FILES / "migrations"), render_as_batch=True, compare_type=True)
    htmx.init_app(app)
    init_limits(app)
    init_visitors(app)
    init_uploads(app)
    init_origin_check(app, settings.site_url)
    init_former_slugs(app)
    init_trailing_slash(app)
    init_compression(app)
    init_errors(app)
    init_commands(app)
    for routes in ROUTES:
        app.register_blueprint(routes)
    services = _services(app, settings)
    init_services(app, services)
    init_static_files(app)
    init_translations(app, settings.language)
    init_templates(app, settings)
    init_languages(app)
    if app.debug:
        init_background(app, services.worker)
        init_drafts(app, Drafts(settings.content_dir), services.catalog_store)
        app.register_blueprint(dev_routes)
    count_database_errors(app, services.metrics)
    _wrap(app, services)
    return app


def _services(app: Flask, settings: Settings) -> Services:
    cache = settings.instance_dir / "cache"
    reserved = reserved_slugs(app.url_map)
    loader = Loader(
        settings.content_dir,
        reserved,
        keeps_promotion=settings.keeps_promotion,
        keeps_files=app.debug,
        cache_path=None if app.debug else cache / "catalog.bin",
        cache_key=settings.secret_key.encode(),
        check_drawable=check_drawable,
    )
    metrics = Metrics()
    return Services(
        settings=settings,
        catalog_store=CatalogStore(loader, cache / "since", reserved),
        first_served=FirstServed(settings.instance_dir / "first-served.json"),
        generated_files=GeneratedFiles(cache, settings.site_url, settings.site_name),
        assets=Assets(FILES / "static", reread=app.debug),
        roadmap_names=RoadmapNames(),
        worker=make_worker(app, settings, metrics.count_job, digest_jobs),
        metrics=metrics,
        providers=Providers(settings.providers),
    )


def _counted_in(redis_url: str) -> str:
    """Returns where rate limits are counted, as the library names it."""
    return redis_url.replace("unix:", "redis+unix:", 1) if redis_url else f"{SCHEME}://"


def _wrap(app: Flask, services: Services) -> None:
    """Puts the WSGI middleware around the application, the innermost first, as Flask's docs show it."""
    settings, store = services.settings, services.catalog_store
    wsgi: WSGIApplication = NamedFiles(app.wsgi_app, lambda: store.named_files)
    if hops := settings.trusted_proxies:
        wsgi = ProxyFix(wsgi, x_for=hops, x_proto=hops, x_host=0)
    if not app.debug:
        cookies = (cookie_name(settings), app.config["SESSION_COOKIE_NAME"])
        wsgi = init_page_cache(app, wsgi, cookies, lambda: store.catalog.version)
    if hops:
        wsgi = ForwardedFor(wsgi, hops, settings.site_url)
    wsgi = SeenRequests(wsgi, services.metrics, hops, settings.has_access_log)
    app.wsgi_app = wsgi  # type: ignore[method-assign]
