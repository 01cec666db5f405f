"""Settings, read once from the environment and a `.env` file; docs/configuration.md and .env.example list them all."""

import difflib
import os
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from groundwire.extraction.model import Mode
from groundwire.extraction.profiles import Profile, profile_of

PREFIX = "GROUNDWIRE_"
OPENAI_URL = "https://api.openai.com/v1"
_ENV_FILE = ".env"
_DAY_S = 86_400
_SCHEMES = {"redis_url": ("redis", "rediss", "unix"), "database_url": ("postgresql", "postgres")}


class SettingsError(Exception):
    """A setting is unknown or cannot be; the message names the variable."""


class Settings(BaseSettings):
    """All settings; each field is the variable `GROUNDWIRE_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=_ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True,
        use_attribute_docstrings=True, allow_inf_nan=False,
    )  # fmt: skip

    base_url: str | None = None
    """OpenAI-compatible endpoint, ending in /v1. Unset without a key: the embedded model; with a key: OpenAI."""
    api_key: SecretStr | None = None
    """Key for that endpoint."""
    model: str | None = None
    """Name of the model at that endpoint."""
    mode: Mode | None = None
    """How schemas are put: json_schema, tools, json, md_json or llguidance. Unset: found out at the start."""
    profile: Profile | None = None
    """How an article is put: small (many small questions, words to choose from) or large (few, whole drafts). Unset: by
    the model's name; small where it gives a size of up to 20 billion parameters, and for the embedded model."""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    """Sampling temperature, 0 to 2; left out for endpoints that refuse it."""
    max_output_tokens: Annotated[int, Field(ge=64)] | None = None
    """Limit for one answer, in tokens. Unset: 1,200 for small questions, 8,000 for large ones."""
    call_timeout_s: Annotated[float, Field(gt=0, le=_DAY_S)] = 300.0
    """Deadline of one call to the model, in seconds."""
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    """Further tries when the endpoint cannot be reached or is overloaded."""
    corrections: Annotated[int, Field(ge=0, le=5)] = 1
    """Further tries when an answer is unusable."""
    concurrency: Annotated[int, Field(ge=1, le=256)] | None = None
    """Calls to the model at once. Unset: 8, and 1 for the embedded model."""
    price_prompt_usd: Annotated[float, Field(ge=0)] | None = None
    """Price of a million prompt tokens in US dollars, for meta.cost_usd."""
    price_completion_usd: Annotated[float, Field(ge=0)] | None = None
    """Price of a million output tokens in US dollars, for meta.cost_usd."""

    fallback_model: str | None = None
    """Name of a second model, asked where the first one fails altogether."""
    fallback_base_url: str | None = None
    """Endpoint of the second model, ending in /v1. Unset: that of the first."""
    fallback_api_key: SecretStr | None = None
    """Key for that endpoint. Unset: that of the first, if the endpoint is the same."""
    fallback_price_prompt_usd: Annotated[float, Field(ge=0)] | None = None
    """Price of a million prompt tokens of the second model in US dollars."""
    fallback_price_completion_usd: Annotated[float, Field(ge=0)] | None = None
    """Price of a million output tokens of the second model in US dollars."""

    gguf: str | None = None
    """Weights for the embedded model: a path, or hf:OWNER/REPO/FILE.gguf. Unset: the default weights."""
    context_tokens: Annotated[int, Field(ge=2048)] = 8192
    """Context of the embedded model, in tokens."""
    threads: Annotated[int, Field(ge=1)] | None = None
    """Threads of the embedded model. Unset: one a core."""
    ready_timeout_s: Annotated[float, Field(gt=0, le=_DAY_S)] = 120.0
    """Seconds that the embedded model may take to load."""

    cache_dir: Path = Field(default_factory=lambda: platformdirs.user_cache_path("groundwire"))
    """Folder for cached extractions and joined weights; of this user alone."""
    cache_size_mb: Annotated[int, Field(ge=2)] = 1024
    """Bound of cached extractions on disk, in megabytes; the oldest go first."""

    host: str = "127.0.0.1"
    """Address that `groundwire serve` listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port that `groundwire serve` listens on; 0 for a free one."""
    max_chars: Annotated[int, Field(ge=1, le=5_000_000)] = 200_000
    """Longest article, in Unicode code points."""
    log_level: str | None = None
    """Least severity that is logged to standard error: debug, info, warning or error. Unset: info for `groundwire
    serve`, warning for other commands."""

    request_timeout_s: Annotated[float, Field(gt=0, le=_DAY_S)] = 600.0
    """Deadline of a request that names none, in seconds."""
    max_request_timeout_s: Annotated[float, Field(gt=0, le=_DAY_S)] = 900.0
    """Longest deadline of a request, in seconds; one that names a longer one has this one."""
    max_extractions: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """Extractions under way at once. Unset: four times the concurrency."""
    max_waiting: Annotated[int, Field(ge=0, le=100_000)] = 64
    """Extractions that may wait for a place; further ones are refused with 503."""
    shutdown_delay_s: Annotated[float, Field(ge=0, le=300)] = 1.0
    """Seconds between /readyz turning 503 and the end of listening, for load balancers to notice."""
    drain_s: Annotated[float, Field(gt=0, le=2 * _DAY_S)] | None = None
    """Seconds that requests under way have to finish after that; more than the longest deadline. Unset: 10 more."""

    keys_file: Path = Field(default_factory=lambda: platformdirs.user_config_path("groundwire") / "keys.json")
    """File of the API keys of this service, as salted hashes; made by `groundwire keys create`."""
    keys: SecretStr | None = None
    """API keys as salted hashes, in place of the file: what `groundwire keys list --hashes` prints."""
    key_requests_per_minute: Annotated[int, Field(ge=1)] = 600
    """Requests a minute that a key may send, unless it was made with a limit of its own."""
    key_tokens_per_day: Annotated[int, Field(ge=1)] | None = None
    """Model tokens that a key may use in a day (UTC), unless it was made with a limit of its own."""

    requests_per_minute: Annotated[float, Field(gt=0, le=1e7)] | None = None
    """Requests a minute that are sent to the model, by all processes that share the limit. Unset: no such limit."""
    tokens_per_minute: Annotated[int, Field(ge=1000)] | None = None
    """Tokens a minute, read and written, that the model is asked for, by all processes that share the limit. Unset: no
    such limit."""
    redis_url: SecretStr | None = None
    """Redis or Valkey that keeps the cache and the limits for many machines: redis://HOST:PORT/DB, rediss:// or
    unix://PATH. Unset: the cache's folder keeps them for this machine."""
    database_url: SecretStr | None = None
    """PostgreSQL that keeps the jobs for many machines: postgresql://USER:PASSWORD@HOST/NAME. Unset: a file in the
    cache's folder keeps them for this machine."""
    job_concurrency: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Articles of jobs that this process reads at once; 0 to leave them to `groundwire worker`. Unset: as many as calls
    to the model."""
    max_job_articles: Annotated[int, Field(ge=1, le=10_000)] = 10_000
    """Most articles of one job."""
    max_job_mb: Annotated[int, Field(ge=1, le=1024)] = 64
    """Longest body of one job, in megabytes."""
    keep_jobs_days: Annotated[float, Field(gt=0, le=3650)] = 7.0
    """Days that a job is kept after its end, with its results."""

    runs_dir: Path = Path("evals/runs")
    """Folder of the runs that `/evals` shows, as `groundwire eval` leaves them; it need not exist."""

    tracing: bool = False
    """Send OpenTelemetry spans, as the variables OTEL_* say; needs groundwire[otel]."""

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, level: str | None) -> str | None:
        if level is None:
            return None
        if level.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("must be debug, info, warning or error")
        return level.lower()

    @field_validator("base_url", "fallback_base_url")
    @classmethod
    def _is_http(cls, url: str | None) -> str | None:
        if url is None:
            return None
        url = url.strip()
        if not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            parts = urlsplit(url)
            whole = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable() and " " not in url
        except ValueError:
            whole = False
        if not whole:
            raise ValueError("is no whole address, such as http://127.0.0.1:8080/v1")
        return url

    @field_validator("api_key", "fallback_api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        if key is None:
            return None
        bare = key.get_secret_value().strip()  # a key read from a file ends with a line break
        if not bare or not bare.isascii() or not bare.isprintable():
            raise ValueError("must be printable ASCII, as it is sent in a header")
        return SecretStr(bare)

    @field_validator("cache_dir", "keys_file", "runs_dir")
    @classmethod
    def _at_home(cls, folder: Path) -> Path:
        return folder.expanduser()  # in .env no shell does it

    @field_validator("redis_url", "database_url")
    @classmethod
    def _names_a_server(cls, url: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if url is None:
            return None
        schemes = _SCHEMES[info.field_name or ""]
        bare = url.get_secret_value().strip()
        if not bare.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}")
        return SecretStr(bare)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.embedded and self.model is None:
            raise ValueError("GROUNDWIRE_MODEL is needed when GROUNDWIRE_BASE_URL or GROUNDWIRE_API_KEY is set")
        if (self.price_prompt_usd is None) != (self.price_completion_usd is None):
            raise ValueError("GROUNDWIRE_PRICE_PROMPT_USD and GROUNDWIRE_PRICE_COMPLETION_USD go together")
        return self

    @model_validator(mode="after")
    def _fallback_is_whole(self) -> Self:
        given = (self.fallback_base_url, self.fallback_api_key, self.fallback_price_prompt_usd)
        if self.fallback_model is None and given != (None, None, None):
            raise ValueError("GROUNDWIRE_FALLBACK_MODEL is needed with other settings of the second model")
        if self.fallback_model is not None and self.embedded and self.fallback_base_url is None:
            raise ValueError("GROUNDWIRE_FALLBACK_BASE_URL is needed beside the embedded model")
        if (self.fallback_price_prompt_usd is None) != (self.fallback_price_completion_usd is None):
            raise ValueError("GROUNDWIRE_FALLBACK_PRICE_PROMPT_USD and …_COMPLETION_USD go together")
        return self

    @model_validator(mode="after")
    def _times_fit(self) -> Self:
        if self.request_timeout_s > self.max_request_timeout_s:
            raise ValueError("GROUNDWIRE_REQUEST_TIMEOUT_S must not exceed GROUNDWIRE_MAX_REQUEST_TIMEOUT_S")
        if self.drain_s is not None and self.drain_s <= self.max_request_timeout_s:
            raise ValueError("GROUNDWIRE_DRAIN_S must exceed GROUNDWIRE_MAX_REQUEST_TIMEOUT_S")
        return self

    @property
    def embedded(self) -> bool:
        """Whether the embedded model is used: neither an endpoint nor a key is set."""
        return self.base_url is None and self.api_key is None

    @property
    def profile_in_use(self) -> Profile:
        """How an article is put to the model."""
        if self.profile is not None:
            return self.profile
        if self.embedded:
            return profile_of(Path(self.gguf).name, unknown=Profile.SMALL) if self.gguf else Profile.SMALL
        return profile_of(self.model or "")

    @property
    def answer_limit(self) -> int:
        """Limit for one answer, in tokens."""
        return self.answer_limit_of(self.profile_in_use)

    def answer_limit_of(self, profile: Profile) -> int:
        """The same for a model that is asked by another profile."""
        return self.max_output_tokens or (8_000 if profile is Profile.LARGE else 1_200)

    @property
    def endpoint_url(self) -> str:
        """Where the model is asked, if it is not the embedded one."""
        return self.base_url or OPENAI_URL


def load_settings(**chosen: object) -> Settings:
    """The settings of this process.

    Args:
        **chosen: Settings that a command was given; they go before those of the environment. None leaves one alone.

    Raises:
        SettingsError: A variable is unknown or its value cannot be; the message says which, never the value.
    """
    try:
        in_file = dotenv_values(_ENV_FILE)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the file {_ENV_FILE} of this folder cannot be read: {_why(error)}") from None
    names = {name for name in {*os.environ, *in_file} if name.upper().startswith(PREFIX)}
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(names):
        bare = name.upper().removeprefix(PREFIX)  # the prefix alone makes any two names alike
        if bare not in known:
            near = difflib.get_close_matches(bare, known, n=1)
            hint = f"; did you mean {PREFIX}{near[0]}?" if near else "; docs/configuration.md lists them all"
            raise SettingsError(f"unknown setting {name}{hint}")
    try:
        return Settings.model_validate({name: value for name, value in chosen.items() if value is not None})
    except ValidationError as error:
        flaws = error.errors(include_input=False, include_url=False)
        raise SettingsError("; ".join(_flaw(flaw["loc"], flaw["msg"]) for flaw in flaws)) from None


def _why(error: OSError | UnicodeDecodeError) -> str:
    return f"{error.strerror}" if isinstance(error, OSError) else f"it is not UTF-8 (byte {error.start})"


def _flaw(where: tuple[int | str, ...], message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{PREFIX}{str(where[0]).upper()}: {message}" if where else message
