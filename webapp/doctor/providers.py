"""The sites by which people may sign in."""

from __future__ import annotations

from webapp.config import Settings
from webapp.doctor.result import OK, WRONG, Result, judge
from webapp.provider_settings import Provider
from webapp.providers.model import ProviderAway
from webapp.providers.registry import Providers


def check_providers(settings: Settings) -> Result:
    """Returns whether each provider answers, and publishes what signing in needs."""
    if not settings.providers:
        return Result("providers", OK, "none, so people sign in by password and passkey.")
    providers = Providers(settings.providers)
    away = [(said, WRONG, said) for one in providers if (said := _trouble(providers, one))]
    return judge("providers", away, f"{', '.join(one.label for one in providers)}.")


def _trouble(providers: Providers, provider: Provider) -> str:
    try:
        providers.check(provider)
    except ProviderAway as error:
        return f"{provider.label} at {provider.issuer} cannot be used ({error}): look at its settings."
    return ""
