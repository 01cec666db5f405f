"""The endpoints that the settings name: where they are, what they cost, how they are asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import SecretStr

from groundwire.cli.settings import Settings
from groundwire.extraction.model import Mode
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import profile_of

if TYPE_CHECKING:
    from groundwire.extraction.llm import Endpoint

CONCURRENCY = 8
"""Calls at once to an endpoint, unless set otherwise; the embedded model takes one."""

NOWHERE = "http://127.0.0.1/v1"
"""The address of an endpoint that is only named, never asked."""


def remote_endpoint(settings: Settings) -> "Endpoint":
    """The model behind an address."""
    from groundwire.extraction.llm import Endpoint  # noqa: PLC0415 - openai takes a second to import

    name = settings.model or ""
    return Endpoint(
        base_url=settings.endpoint_url,
        api_key=settings.api_key or SecretStr("none"),
        model=name,
        identity=f"{settings.endpoint_url} {name}",
        mode=settings.mode,
        temperature=settings.temperature,
        max_output_tokens=settings.answer_limit,
        call_timeout_s=settings.call_timeout_s,
        concurrency=concurrency(settings),
    )


def embedded_endpoint(settings: Settings, name: str, fingerprint: str, base_url: str) -> "Endpoint":
    """The embedded model with these weights, served at an address."""
    from groundwire.extraction.llm import Endpoint  # noqa: PLC0415 - openai takes a second to import

    return Endpoint(
        base_url=base_url,
        api_key=SecretStr("none"),
        model=name,
        identity=f"embedded {fingerprint}",
        # llama.cpp's own way: enforced like its JSON Schema, and without white space that costs tokens.
        mode=settings.mode or Mode.LLGUIDANCE,
        temperature=settings.temperature,
        max_output_tokens=settings.answer_limit,
        call_timeout_s=settings.call_timeout_s,
        concurrency=concurrency(settings),
    )


def fallback_endpoint(settings: Settings) -> "Endpoint | None":
    """The second model, if there is one. How it wants to be asked is found out."""
    from groundwire.extraction.llm import Endpoint  # noqa: PLC0415 - openai takes a second to import

    name = settings.fallback_model
    if name is None:
        return None
    url = settings.fallback_base_url or settings.endpoint_url
    key = settings.fallback_api_key or (settings.api_key if url == settings.endpoint_url else None)
    return Endpoint(
        base_url=url,
        api_key=key or SecretStr("none"),
        model=name,
        identity=f"{url} {name}",
        temperature=settings.temperature,
        max_output_tokens=settings.answer_limit_of(profile_of(name)),
        call_timeout_s=settings.call_timeout_s,
        concurrency=settings.concurrency or CONCURRENCY,
    )


def concurrency(settings: Settings) -> int:
    """Calls to the first model at once."""
    return settings.concurrency or (1 if settings.embedded else CONCURRENCY)


def prices(settings: Settings) -> Prices | None:
    """What the first model charges; None if that is not known."""
    if settings.embedded:
        return Prices(0.0, 0.0)
    return _prices(settings.price_prompt_usd, settings.price_completion_usd)


def fallback_prices(settings: Settings) -> Prices | None:
    """What the second model charges; None if that is not known."""
    return _prices(settings.fallback_price_prompt_usd, settings.fallback_price_completion_usd)


def price_list(settings: Settings) -> Mapping[tuple[str, str], Prices]:
    """What is charged, by host and port and by name of the model; what costs nothing is not in it."""
    from groundwire.extraction.llm_client import address_of  # noqa: PLC0415 - openai takes a second to import

    first = None if settings.embedded else remote_endpoint(settings)
    charged = [(first, prices(settings)), (fallback_endpoint(settings), fallback_prices(settings))]
    return {
        (address_of(endpoint.base_url), endpoint.model): price
        for endpoint, price in charged
        if endpoint is not None and price is not None
    }


def _prices(prompt_usd: float | None, completion_usd: float | None) -> Prices | None:
    return None if prompt_usd is None or completion_usd is None else Prices(prompt_usd, completion_usd)
