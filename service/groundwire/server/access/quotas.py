"""How much of a quota is left, and the headers that say so (draft-ietf-httpapi-ratelimit-headers-10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quota:
    """One quota of one key, as it stands.

    Attributes:
        name: Of the policy: `requests` or `tokens`.
        size: Units that may be spent in a window.
        window_s: Its length in seconds.
        left: Units that may be spent now.
        reset_s: Seconds until all of them may be.
    """

    name: str
    size: int
    window_s: int
    left: int
    reset_s: int


def quota_headers(quotas: Sequence[Quota]) -> Mapping[str, str]:
    """The policies and where the caller stands; structured fields after RFC 9651."""
    return {
        "RateLimit-Policy": ", ".join(f'"{quota.name}";q={quota.size};w={quota.window_s}' for quota in quotas),
        "RateLimit": ", ".join(f'"{quota.name}";r={quota.left};t={quota.reset_s}' for quota in quotas),
    }
