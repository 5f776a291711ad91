"""The services of the application, which requests use: settings, catalog, generated files and assets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from webapp.catalog.catalog import Catalog
from webapp.catalog.model import Roadmap
from webapp.config import Settings
from webapp.exports.generated_files import GeneratedFiles
from webapp.jobs.worker import Worker
from webapp.providers.registry import Providers
from webapp.web.site.assets import Assets
from webapp.web.site.catalog_store import CatalogStore
from webapp.web.site.first_served import FirstServed
from webapp.web.site.metrics import Metrics
from webapp.web.site.roadmap_names import RoadmapNames

_NAME = "milepost"


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of an application that live as long as its process."""

    settings: Settings
    catalog_store: CatalogStore
    first_served: FirstServed
    generated_files: GeneratedFiles
    assets: Assets
    roadmap_names: RoadmapNames
    worker: Worker
    metrics: Metrics
    providers: Providers


def init_services(app: Flask, services: Services) -> None:
    """Binds the services to the application."""
    app.extensions[_NAME] = services


def services_of(app: Flask) -> Services:
    """Returns the services of an application."""
    return cast("Services", app.extensions[_NAME])


def services() -> Services:
    """Returns the services of the current application."""
    return services_of(current_app)


def settings() -> Settings:
    """Returns the settings of the current application."""
    return services().settings


def catalog() -> Catalog:
    """Returns the catalog that the current application serves."""
    return services().catalog_store.catalog


def find_roadmap(slug: str) -> Roadmap | None:
    """Returns the roadmap of that slug, or None."""
    return catalog().roadmaps.get(slug)
