"""Checks of the Redis that many machines share."""

from pydantic import SecretStr

from groundwire.cli.caching import open_link
from groundwire.cli.checkup.verdict import Verdict, fail, ok, warn
from groundwire.cli.settings import SettingsError


def redis(url: SecretStr) -> Verdict:
    """Whether the server answers, lets us in, and makes room when it is full."""
    try:
        link = open_link(url)
    except SettingsError as error:
        return fail(str(error), "Correct it, or unset it: then the cache's folder is used.")
    from groundwire.extraction.redis_link import RedisAway  # noqa: PLC0415 - of an extra, which is there by now

    try:
        told = link.here(lambda client: client.info())
    except RedisAway as error:
        remedy = "Start it, or correct GROUNDWIRE_REDIS_URL. Until then nothing is kept, and limits are kept alone."
        return fail(str(error), remedy)
    finally:
        link.close()
    found = f"{link.address}, version {told['redis_version']}, {told['used_memory'] / 1e6:,.0f} MB used"
    if not told["maxmemory"]:
        return warn(
            f"{found}, no bound", "Set maxmemory, and maxmemory-policy allkeys-lru: the cache has no other bound."
        )
    if told["maxmemory_policy"] == "noeviction":
        return warn(f"{found}, it refuses when it is full", "Set maxmemory-policy allkeys-lru.")
    return ok(f"{found} of {told['maxmemory'] / 1e6:,.0f} MB")
