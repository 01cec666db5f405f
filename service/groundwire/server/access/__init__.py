"""Who may use the service, and how much: API keys, a rate of requests and a daily budget of tokens for each.

with open_keyring(settings.keys_file, settings.keys) as keyring, open_usage(folder / "usage.db") as usage:
    check_binding(listener.getsockname()[0], keyring)
    tokens = TokenBudget(keyring, usage, settings.key_tokens_per_day, observer)
    access = Access(keyring, RequestRates(settings.key_requests_per_minute), tokens, observer)
    app.add_middleware(AccessLayer, access=access)  # inside the layer that gives requests their ids
    ...  # in a route, where the cache had no answer: await access.check_tokens(request.scope)

What is spent is told by `TokenMeter(tokens)`, an observer of the pipeline.
"""

from groundwire.server.access.binding import check_binding
from groundwire.server.access.errors import KeysError
from groundwire.server.access.keyring import Keyring, open_keyring
from groundwire.server.access.layer import Access, AccessLayer
from groundwire.server.access.rates import RequestRates
from groundwire.server.access.tokens import TokenBudget, TokenMeter
from groundwire.server.access.usage import open_usage

__all__ = [
    "Access",
    "AccessLayer",
    "Keyring",
    "KeysError",
    "RequestRates",
    "TokenBudget",
    "TokenMeter",
    "check_binding",
    "open_keyring",
    "open_usage",
]
