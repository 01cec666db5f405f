"""The bookings of calls in a Redis or Valkey, for all workers on all machines, by the server's clock."""

import hashlib
import os
from typing import Final

from groundwire.extraction.redis_link import PREFIX, RedisAway, RedisLink
from groundwire.extraction.timetable import BURST_S, Booking, Cost, TimetableError

_MICRO: Final = 1_000_000
_FOR_EVER_S: Final = 1e9
"""In place of no end to the patience: Lua's numbers are exact up to 2^53."""

# `Bookings` in Lua, in whole microseconds: no worker's clock matters, and nothing comes between reading and writing.
_BOOK: Final = """
local function text(number) return string.format('%.0f', number) end
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local request, tokens, patience, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local kept = redis.call('HMGET', KEYS[1], 'at', 'requests', 'tokens')
local back = math.max(0, (tonumber(kept[1]) or 0) - now)
local until_requests, until_tokens = (tonumber(kept[2]) or 0) - back, (tonumber(kept[3]) or 0) - back
local turn = math.max(now, until_tokens - burst)
if request > 0 then turn = math.max(turn, until_requests - math.max(0, burst - request)) end
if turn - now > patience then return {-1, '', 0} end
until_requests = math.max(until_requests, turn) + request
until_tokens = math.max(until_tokens, turn) + tokens
redis.call('HSET', KEYS[1], 'at', text(now), 'requests', text(until_requests), 'tokens', text(until_tokens))
redis.call('PEXPIRE', KEYS[1], text((math.max(until_requests, until_tokens) - now) / 1000 + 60000))
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now - 60000000))
redis.call('ZADD', KEYS[2], text(now), ARGV[5])
redis.call('PEXPIRE', KEYS[2], 60000)
return {turn - now, text(until_requests), redis.call('ZCARD', KEYS[2])}
"""
_CORRECT: Final = """
if redis.call('EXISTS', KEYS[1]) == 0 then return end
redis.call('HINCRBY', KEYS[1], 'tokens', ARGV[1])
if ARGV[2] ~= '' and redis.call('HGET', KEYS[1], 'requests') == ARGV[2] then
  redis.call('HINCRBY', KEYS[1], 'requests', ARGV[3])
end
"""


class RedisTimetable:
    """The bookings of one name in the server."""

    def __init__(self, link: RedisLink, name: str) -> None:
        """Nothing is sent yet; the link is closed by whoever opened it."""
        self._link = link
        self._worker = os.urandom(8).hex()
        base = f"{PREFIX}limit:{{{hashlib.sha256(name.encode()).hexdigest()}}}"  # the braces keep both on one node
        self._keys = [base, f"{base}:sharers"]

    async def book(self, cost: Cost, patience_s: float) -> Booking | None:
        """See `Timetable.book`."""
        patience = _micros(min(patience_s, _FOR_EVER_S))
        args: list[int | str] = [_micros(cost.request_s), _micros(cost.tokens_s), patience, _micros(BURST_S)]
        args.append(self._worker)
        try:
            told = await self._link.do(lambda client: client.register_script(_BOOK)(self._keys, args))
        except RedisAway as error:
            raise TimetableError(str(error)) from None
        wait, slot, sharers = told
        return None if wait < 0 else Booking(wait / _MICRO, int(slot) / _MICRO, sharers)

    def correct(self, tokens_s: float) -> None:
        """See `Timetable.correct`."""
        self._change([_micros(tokens_s), "", 0])

    def give_back(self, booking: Booking, cost: Cost) -> None:
        """See `Timetable.give_back`."""
        self._change([-_micros(cost.tokens_s), _micros(booking.slot), -_micros(cost.request_s)])

    def _change(self, args: list[int | str]) -> None:
        self._link.post(lambda client: client.register_script(_CORRECT)(self._keys[:1], args))


def _micros(seconds: float) -> int:
    return round(seconds * _MICRO)
