"""Names of OpenTelemetry's semantic conventions that spans and metrics bear, all in one place.

The names of generative AI are the released ones; its main branch has renamed several of them since
(github.com/open-telemetry/semantic-conventions-genai, pull request 521), and all are still marked as in development.
"""

from typing import Final

GEN_AI_OPERATION_NAME: Final = "gen_ai.operation.name"
GEN_AI_PROVIDER_NAME: Final = "gen_ai.provider.name"
GEN_AI_REQUEST_MODEL: Final = "gen_ai.request.model"
GEN_AI_REQUEST_TEMPERATURE: Final = "gen_ai.request.temperature"
GEN_AI_REQUEST_MAX_TOKENS: Final = "gen_ai.request.max_tokens"
GEN_AI_OUTPUT_TYPE: Final = "gen_ai.output.type"
GEN_AI_USAGE_INPUT_TOKENS: Final = "gen_ai.usage.input_tokens"
GEN_AI_USAGE_OUTPUT_TOKENS: Final = "gen_ai.usage.output_tokens"
GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS: Final = "gen_ai.usage.cache_read.input_tokens"
GEN_AI_TOKEN_TYPE: Final = "gen_ai.token.type"  # noqa: S105 - tokens of a model
GEN_AI_CLIENT_OPERATION_DURATION: Final = "gen_ai.client.operation.duration"
GEN_AI_CLIENT_TOKEN_USAGE: Final = "gen_ai.client.token.usage"  # noqa: S105 - likewise

HTTP_REQUEST_METHOD: Final = "http.request.method"
HTTP_REQUEST_RESEND_COUNT: Final = "http.request.resend_count"
HTTP_RESPONSE_STATUS_CODE: Final = "http.response.status_code"
HTTP_ROUTE: Final = "http.route"
HTTP_SERVER_REQUEST_DURATION: Final = "http.server.request.duration"
HTTP_SERVER_ACTIVE_REQUESTS: Final = "http.server.active_requests"

ERROR_TYPE: Final = "error.type"
SERVER_ADDRESS: Final = "server.address"
SERVER_PORT: Final = "server.port"

CHAT: Final = "chat"
"""The operation: a question put to a model."""
OPENAI: Final = "openai"
"""The provider as far as can be told: whoever it is, it speaks OpenAI's protocol."""
INPUT: Final = "input"
"""Type of the tokens that a model reads."""
OUTPUT: Final = "output"
"""Type of the tokens that a model writes."""
OTHER_METHOD: Final = "_OTHER"
"""Stands for methods that HTTP does not know, of which a caller can make up as many as it likes."""

_METHODS: Final = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})


def known_method(method: str) -> str:
    """A method of HTTP as it is, any other as `_OTHER`."""
    return method if method in _METHODS else OTHER_METHOD


def in_prometheus(name: str) -> str:
    """A name as Prometheus spells it, which knows no dots."""
    return name.replace(".", "_")
