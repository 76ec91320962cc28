"""Who may write, decided by the store itself: an older epoch or seq never replaces a newer one.

Door: `Fence`, `Batch`. A writer takes an epoch newer than all before; a batch is written whole, in one
atomic step, and only while that epoch is the newest. Refuses to know what is written and when.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from redis.asyncio import Redis

from core.snapshot import keys

_CLAIM: Final = """
local newest = tonumber(redis.call('GET', KEYS[1]) or '0') or 0
for i = 2, #KEYS do
  local last = redis.call('XREVRANGE', KEYS[i], '+', '-', 'COUNT', 1)[1]
  if last then newest = math.max(newest, tonumber(string.match(last[1], '^%d+'))) end
end
local epoch = string.format('%.0f', math.max(newest + 1, tonumber(ARGV[1])))
redis.call('SET', KEYS[1], epoch)
return epoch
"""

# KEYS: writer, (snapshot, stream) of each room, (series, its key for the day before) of each series to
# keep, each value's, each key to delete.
# ARGV: epoch, rooms, series to keep, values, field, (id, snapshot, delta, ttl, stream length) each,
# date each, (value, ttl) each.
_COMMIT: Final = """
local held = redis.call('GET', KEYS[1])
if not held then return {'lost', '0'} end
if held ~= ARGV[1] then
  return {(tonumber(held) or 0) > tonumber(ARGV[1]) and 'newer' or 'lost', held}
end
local k, a = 2, 6
local function set(key, value, ttl)
  if ttl == '0' then redis.call('SET', key, value) else redis.call('SET', key, value, 'PX', ttl) end
end
for _ = 1, tonumber(ARGV[2]) do
  local ttl = ARGV[a + 3]
  local added = redis.pcall('XADD', KEYS[k + 1], 'MAXLEN', '~', ARGV[a + 4], ARGV[a], ARGV[5], ARGV[a + 2])
  if type(added) == 'table' and added.err then
    if string.find(added.err, 'equal or smaller', 1, true) then return {'stale', KEYS[k]} end
    return redis.error_reply(added.err)
  end
  if ttl ~= '0' then redis.call('PEXPIRE', KEYS[k + 1], ttl) end
  set(KEYS[k], ARGV[a + 1], ttl)
  k, a = k + 2, a + 5
end
for _ = 1, tonumber(ARGV[3]) do
  local stored = redis.call('GET', KEYS[k])
  local date = stored and string.match(stored, '^{"date":"(%d+%-%d+%-%d+)"')
  if date and date < ARGV[a] then redis.call('SET', KEYS[k + 1], stored) end
  k, a = k + 2, a + 1
end
for _ = 1, tonumber(ARGV[4]) do
  set(KEYS[k], ARGV[a], ARGV[a + 1])
  k, a = k + 1, a + 2
end
for i = k, #KEYS do redis.call('DEL', KEYS[i]) end
return {'ok', '0'}
"""


class NewerWriterError(Exception):
    """Another writer has a newer epoch: this one is to stand by."""

    def __init__(self, epoch: int) -> None:
        """epoch: the other's."""
        super().__init__(f"a writer with the newer epoch {epoch} is at work")
        self.epoch = epoch


class StoreChangedError(Exception):
    """The store is not as this writer left it (emptied, rolled back): take a new epoch, write all."""


class _Room(NamedTuple):
    name: str
    entry_id: str
    snapshot: bytes
    delta: bytes
    ttl_ms: int


class Batch:
    """What is to be written in one step."""

    def __init__(self) -> None:
        self._rooms: list[_Room] = []
        self._kept: list[tuple[str, str, str]] = []
        self._values: list[tuple[str, bytes, int]] = []
        self._deletions: list[str] = []

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self._rooms or self._values or self._deletions)

    def room(self, name: str, stamp: str, snapshot: bytes, delta: bytes, ttl_ms: int = 0) -> None:
        """A room's snapshot and delta; stamp: `<epoch>-<seq>`; ttl_ms: kept for ever when 0."""
        self._rooms.append(_Room(name, stamp, snapshot, delta, ttl_ms))

    def value(self, key: str, value: bytes, ttl_ms: int = 0) -> None:
        """A plain value."""
        self._values.append((key, value, ttl_ms))

    def keep_older(self, key: str, date: str, kept_key: str) -> None:
        """What a series holds of a date before `date` (ISO 8601) is kept elsewhere before it is replaced."""
        self._kept.append((key, kept_key, date))

    def delete(self, *names: str) -> None:
        """Keys to delete."""
        self._deletions.extend(names)

    def arguments(self, epoch: int) -> tuple[list[str], list[str | bytes | int]]:
        """(keys, arguments) of the script."""
        names = [keys.WRITER]
        counts = (len(self._rooms), len(self._kept), len(self._values))
        values: list[str | bytes | int] = [str(epoch), *counts, keys.DELTA_FIELD]
        for one in self._rooms:
            names += [keys.room(one.name), keys.room_delta(one.name)]
            length = keys.delta_stream_length(one.name)
            values += [one.entry_id, one.snapshot, one.delta, one.ttl_ms, length]
        for key, kept_key, date in self._kept:
            names += [key, kept_key]
            values.append(date)
        for key, value, ttl_ms in self._values:
            names.append(key)
            values += [value, ttl_ms]
        return names + self._deletions, values


class Fence:
    """The store's door for one writer."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._claim = redis.register_script(_CLAIM)
        self._commit = redis.register_script(_COMMIT)

    async def claim(self, wall_ms: int) -> int:
        """Takes an epoch newer than every writer's before, even if the clock was set back.

        Args:
            wall_ms: our clock, epoch ms: the epoch unless a newer one is known.
        Raises: RedisError.
        """
        streams = [keys.room_delta(room) for room in keys.ROOMS]
        return int(await self._claim(keys=[keys.WRITER, *streams], args=[wall_ms]))

    async def commit(self, batch: Batch, epoch: int) -> None:
        """Writes a batch whole, or nothing of it that is not newer than what is there.

        Raises: NewerWriterError, StoreChangedError, RedisError.
        """
        names, values = batch.arguments(epoch)
        answer: Any = await self._commit(keys=names, args=values)
        word, detail = (bytes(part).decode() for part in answer)
        if word == "newer":
            raise NewerWriterError(int(detail))
        if word != "ok":
            raise StoreChangedError(f"{word} {detail}")

    async def heartbeat(self) -> bytes | None:
        """What changes while anybody writes: the newest entry of the status room; None without a writer.

        Raises: RedisError.
        """
        if not await self._redis.exists(keys.WRITER):
            return None
        entries: Any = await self._redis.xrevrange(keys.room_delta(keys.STATUS), count=1)
        return bytes(entries[0][0]) if entries else b""
