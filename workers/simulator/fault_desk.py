"""Which faults are active now, in what order they came, and what they do to messages and requests.

Door: `FaultDesk`. Seeded: the same messages, faults and seed give the same choices. Every fault is
logged when it starts and when it ends. Refuses to know sockets: what has to happen to open
connections is handed to `strike`.
"""

from __future__ import annotations

import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from workers.simulator.fault_market import MarketFaults
from workers.simulator.fault_script import Step
from workers.simulator.faults import (
    AddSymbol,
    BlackHole,
    CorrectTotal,
    DropMessages,
    Duplicate,
    Fault,
    Halt,
    HttpFault,
    KeepAlivesOnly,
    Rename,
    Reorder,
    Replay,
    describe,
    lasts_s,
)
from workers.simulator.messages import Message

logger = logging.getLogger(__name__)

MAX_ACTIVE = 100
LOG_ENTRIES = 1_000
_STAYING = (BlackHole, KeepAlivesOnly, DropMessages, Duplicate, Reorder, Replay, HttpFault, Halt)
_MARKET = (CorrectTotal, AddSymbol, Halt, Rename)


class _Active:
    """A fault that stays; `until_s` and `left` are None without an end."""

    def __init__(self, fault: Fault, until_s: float | None, left: int | None) -> None:
        self.fault = fault
        self.until_s = until_s
        self.left = left


class FaultDesk:
    """The faults of one server.

    Bounds: 100 active faults, beyond which the oldest ends; the newest 1,000 in the log.
    """

    def __init__(
        self,
        market: MarketFaults,
        *,
        seed: int,
        mono_s: Callable[[], float],
        now_ms: Callable[[], int],
        strike: Callable[[Fault], None],
        publish: Callable[[list[Message]], None],
        release: Callable[[list[Message]], None],
        last_trade: Callable[[str], dict[str, Any] | None],
    ) -> None:
        """
        Args:
            seed: of every choice.
            mono_s: a monotonic clock, seconds; now_ms: the simulated time.
            strike: does to connections and tokens what a fault asks, once, at its start.
            publish: sends messages a fault causes; release: those held back.
            last_trade: fields of a symbol's last X-TRADE.
        """
        self.market = market
        self.seed = seed
        self.rng = random.Random(seed)
        self._mono_s = mono_s
        self._now_ms = now_ms
        self._strike = strike
        self._publish = publish
        self._release = release
        self._last_trade = last_trade
        self._active: list[_Active] = []
        self._log: deque[dict[str, Any]] = deque(maxlen=LOG_ENTRIES)
        self._held: list[Message] = []
        self._started_s = mono_s()

    # -- starting and ending -------------------------------------------------------------

    def start(self, fault: Fault) -> None:
        """Makes a fault happen, or begin."""
        self._note("start", fault)
        if isinstance(fault, _STAYING):
            if len(self._active) >= MAX_ACTIVE:
                self._end(self._active[0])
            seconds = lasts_s(fault)
            until_s = None if seconds is None else self._mono_s() + seconds
            self._active.append(_Active(fault, until_s, getattr(fault, "count", None)))
        if isinstance(fault, _MARKET):
            self._publish(self._market_messages(fault))
        self._strike(fault)

    def clear(self) -> int:
        """Ends everything that is active; returns how many faults that were. What a black hole has
        swallowed, a correction, a new and a renamed symbol stay."""
        ended = len(self._active)
        for active in list(self._active):
            self._end(active)
        return ended

    def expire(self) -> None:
        """Ends what has lasted long enough; to be called now and then."""
        now_s = self._mono_s()
        for active in list(self._active):
            if active.until_s is not None and now_s >= active.until_s:
                self._end(active)

    def flush(self) -> None:
        """Sends what was held back to be reordered: late, but not lost."""
        held, self._held = self._held, []
        if held:
            self._release(held)

    def report(self) -> dict[str, Any]:
        """Seed, active faults and the log, for the control door."""
        self.expire()
        return {
            "seed": self.seed,
            "active": [msgspec.to_builtins(active.fault) for active in self._active],
            "log": list(self._log),
        }

    def _end(self, active: _Active) -> None:
        self._active.remove(active)
        self._note("end", active.fault)
        if isinstance(active.fault, Halt):
            self._publish(self.market.resume(active.fault.symbol, self._now_ms()))
        if isinstance(active.fault, Reorder):
            self.flush()

    def _note(self, event: str, fault: Fault) -> None:
        elapsed_s = round(self._mono_s() - self._started_s, 3)
        logger.info("fault %s after %.3f s, seed %d: %s", event, elapsed_s, self.seed, describe(fault))
        self._log.append(
            {
                "event": event,
                "after_s": elapsed_s,
                "exchange_ms": self._now_ms(),
                "fault": msgspec.to_builtins(fault),
            }
        )

    def _market_messages(self, fault: Fault) -> list[Message]:
        now_ms = self._now_ms()
        if isinstance(fault, CorrectTotal):
            return self.market.correct(fault.symbol, fault.by_shares, self._last_trade(fault.symbol))
        if isinstance(fault, AddSymbol):
            return self.market.add(fault.symbol, fault.like, self._last_trade(fault.like), now_ms)
        if isinstance(fault, Rename):
            return self.market.rename(fault.symbol, fault.to, now_ms)
        return self.market.halt(fault.symbol, now_ms) if isinstance(fault, Halt) else []

    # -- what is asked on the way ------------------------------------------------------------

    def _find(self, kind: type) -> list[_Active]:
        return [active for active in self._active if isinstance(active.fault, kind)]

    @property
    def swallowing(self) -> bool:
        """Whether new requests and streams get no answer."""
        return bool(self._active) and bool(self._find(BlackHole))

    @property
    def replay(self) -> Replay | None:
        """What new channels get again, or None."""
        found = self._find(Replay) if self._active else []
        fault = found[-1].fault if found else None
        return fault if isinstance(fault, Replay) else None

    @property
    def holds_data(self) -> bool:
        """Whether no message goes out: keep-alives only."""
        return bool(self._active) and bool(self._find(KeepAlivesOnly))

    def http_fault(self, target: str) -> HttpFault | None:
        """What a request gets instead of its answer (or before it: `Slow`); counts it.

        Args:
            target: what is asked for, an `HttpTarget` other than `any`.
        """
        if not self._active:
            return None
        self.expire()
        for active in self._active:
            fault = active.fault
            if isinstance(fault, HttpFault) and fault.on in ("any", target):
                if active.left is not None:
                    active.left -= 1
                    if active.left == 0:
                        self._end(active)
                return fault
        return None

    def delivered(self, messages: Sequence[Message]) -> list[Message]:
        """What of these reaches the clients, and in which order."""
        if not self._active:
            return list(messages)
        if self.holds_data:
            return []
        out = [message for message in messages if not self._drops(message)]
        for active in self._find(Duplicate):
            if isinstance(active.fault, Duplicate):
                share = active.fault.share
                out = [m for one in out for m in ((one, one) if self.rng.random() < share else (one,))]
        for active in self._find(Reorder)[:1]:
            if isinstance(active.fault, Reorder):
                out = self._shuffled(out, active.fault.window)
        return out

    def _drops(self, message: Message) -> bool:
        for active in self._find(DropMessages):
            fault = active.fault
            if (
                isinstance(fault, DropMessages)
                and fault.data_type in (None, message.data_type)
                and fault.symbol in (None, message.symbol)
                and self.rng.random() < fault.share
            ):
                return True
        return False

    def _shuffled(self, messages: list[Message], window: int) -> list[Message]:
        self._held += messages
        whole = len(self._held) - len(self._held) % window
        ready, self._held = self._held[:whole], self._held[whole:]
        out: list[Message] = []
        for first in range(0, whole, window):
            part = ready[first : first + window]
            self.rng.shuffle(part)
            out += part
        return out


class ScriptPlayer:
    """Starts the steps of a script when their time has come."""

    def __init__(self, steps: Sequence[Step], desk: FaultDesk, midnight_ms: int) -> None:
        """
        Args:
            midnight_ms: of the trading date, epoch ms.
        """
        self._desk = desk
        at = [(midnight_ms + step.at_seconds * 1000, step) for step in steps if step.at_seconds is not None]
        after = [(step.after_s, step) for step in steps if step.after_s is not None]
        # Both sorts are stable: steps of one time keep their order.
        self._at = deque(sorted(at, key=lambda pair: pair[0]))
        self._after = deque(sorted(after, key=lambda pair: pair[0]))

    @property
    def next_ms(self) -> float:
        """Exchange time of the next step, epoch ms; infinity without one."""
        return self._at[0][0] if self._at else float("inf")

    def exchange_time(self, now_ms: int) -> None:
        """Starts what is due at this exchange time."""
        while self._at and self._at[0][0] <= now_ms:
            self._desk.start(self._at.popleft()[1].fault)

    def elapsed(self, seconds: float) -> None:
        """Starts what is due so many seconds after the start."""
        while self._after and self._after[0][0] <= seconds:
            self._desk.start(self._after.popleft()[1].fault)

    def pending(self) -> int:
        """Steps still to come."""
        return len(self._at) + len(self._after)
