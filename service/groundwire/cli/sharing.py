"""What the processes of one machine or of many share: the cache, leases on its keys, and the limits a minute."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from pydantic import SecretStr

from groundwire.cli.caching import cache_folder, open_cache, open_link
from groundwire.cli.settings import Settings
from groundwire.extraction.cache_port import KeptCache
from groundwire.extraction.leases import FolderLeases, Leases
from groundwire.extraction.observer import Observer
from groundwire.extraction.sqlite_timetable import FILE, TimetableFile
from groundwire.extraction.throttle import Limits, Throttle
from groundwire.extraction.timetable import Timetable


@dataclass(frozen=True)
class Shared:
    """What is shared.

    Attributes:
        cache: Opened.
        leases: On its keys.
        throttle: For an endpoint (host and port) and the name of a model; None where nothing limits the calls. The
            limits of the settings hold for each model by itself.
    """

    cache: KeptCache
    leases: Leases
    throttle: Callable[[str, str], Throttle | None]


@contextmanager
def open_shared(settings: Settings, observer: Observer) -> Iterator[Shared]:
    """What the settings say that is shared; all in one folder, or all in one Redis.

    Raises:
        CacheFolderError: The cache's folder cannot be used.
        SettingsError: The Redis cannot be meant, or what it needs is not installed.
    """
    with ExitStack() as stack:
        if settings.redis_url is None:
            yield _on_disk(settings, observer, stack)
        else:
            yield _in_redis(settings, settings.redis_url, observer, stack)


def _on_disk(settings: Settings, observer: Observer, stack: ExitStack) -> Shared:
    cache = stack.enter_context(open_cache(settings, observer.cache_failed))  # before anything else is put there
    folder = cache_folder(settings)
    file = TimetableFile(folder / FILE)
    stack.callback(file.close)
    return Shared(cache, FolderLeases(folder), _throttles(settings, observer, file.of))


def _in_redis(settings: Settings, url: SecretStr, observer: Observer, stack: ExitStack) -> Shared:
    link = open_link(url)
    from groundwire.extraction.redis_cache import RedisCache  # noqa: PLC0415 - of an extra, which is there by now
    from groundwire.extraction.redis_leases import RedisLeases  # noqa: PLC0415
    from groundwire.extraction.redis_timetable import RedisTimetable  # noqa: PLC0415

    cache = stack.enter_context(RedisCache(link, observer.cache_failed))
    throttle = _throttles(settings, observer, lambda name: RedisTimetable(link, name))
    return Shared(cache, RedisLeases(link), throttle)


def _throttles(
    settings: Settings, observer: Observer, table: Callable[[str], Timetable]
) -> Callable[[str, str], Throttle | None]:
    limits = Limits(settings.requests_per_minute, settings.tokens_per_minute)

    def throttle(endpoint: str, model: str) -> Throttle | None:
        if limits == Limits():
            return None
        return Throttle(endpoint, limits, table(f"{endpoint} {model}"), lambda: observer.throttle_failed(endpoint))

    return throttle
