"""From one bar to a sequence of matches whose open, high, low, close and volume are exactly the bar's.

Door: `auction_volume`, `auction_parts`, `continuous_prints`, `price_path`.
Refuses to know messages and symbols.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from workers.simulator.day_folder import MinuteBar
from workers.simulator.errors import SourceError
from workers.simulator.ladder import Ladder
from workers.simulator.security import BUYER, SELLER

MAX_PRINTS = 36
"""Matches of one bar: a busy real minute has more, but the board cannot show the difference."""

MAX_AUCTION_PRINTS = 24
_PRINTS_PER_ROOT_LOT = 0.55
_SIDE_PERSISTENCE = 0.7
_PATH_JITTER = 0.15
"""Noise between two anchors, as a share of the bar's range."""


class Print(NamedTuple):
    """One match: offset from the start of its span in ms, price in smallest units."""

    offset_ms: int
    price: int
    volume: int
    side: str


def auction_parts(volume: int, ladder: Ladder, rng: random.Random) -> list[int]:
    """The volumes of an auction's prints: they add up to `volume`."""
    lots = volume // ladder.lot
    prints = max(1, min(lots, MAX_AUCTION_PRINTS, int(_PRINTS_PER_ROOT_LOT * lots**0.5)))
    return _split(volume, prints, ladder.lot, rng)


def auction_volume(bar: MinuteBar, ladder: Ladder, share: float) -> int:
    """How much of an opening bar is its auction: `share` of it, or what its path leaves over.

    Args:
        bar: the minute that begins with the match at its open.
        share: wished share of the volume, 0..1.
    Returns: shares or contracts; all of them when the bar never left its open.
    """
    rest = anchor_prices(bar, opens=False)
    if bar.high == bar.low:
        return bar.volume
    lots = bar.volume // ladder.lot
    if lots <= len(rest):
        return max(1, bar.volume - len(rest))
    return max(1, min(int(lots * share), lots - len(rest))) * ladder.lot


def continuous_prints(
    bar: MinuteBar,
    ladder: Ladder,
    rng: random.Random,
    *,
    span_ms: int,
    volume: int,
    opens: bool,
    previous: int,
) -> list[Print]:
    """The matches of one minute, in order of time.

    Args:
        bar: the minute.
        span_ms: the matches lie in 0..span_ms.
        volume: to be matched (the bar's, less what an auction took of it).
        opens: whether the first match is the bar's open (not after an auction that was).
        previous: price before the first match, for its side.
    Raises: SourceError when the volume is too small to touch open, high, low and close.
    """
    if volume == 0:
        return []
    anchors = anchor_prices(bar, opens=opens)
    lots = volume // ladder.lot
    # Lots of 100 where the volume allows, single shares where it does not.
    lot = ladder.lot if lots >= len(anchors) else 1
    if volume // lot < len(anchors):
        raise SourceError(f"{bar}: {volume} cannot be matched at {len(anchors)} prices")
    count = max(len(anchors), min(volume // lot, MAX_PRINTS, int(_PRINTS_PER_ROOT_LOT * lots**0.5)))
    prices = price_path(bar, count, ladder.snap, rng, opens=opens, previous=previous)
    volumes = _split(volume, count, lot, rng)
    offsets = sorted(int(rng.random() * span_ms) for _ in range(count))
    prints: list[Print] = []
    side = BUYER if rng.random() < 0.5 else SELLER
    for offset, price, part in zip(offsets, prices, volumes, strict=True):
        if price != previous:
            side = BUYER if price > previous else SELLER
        elif rng.random() > _SIDE_PERSISTENCE:
            side = SELLER if side == BUYER else BUYER
        previous = price
        prints.append(Print(offset, price, part, side))
    return prints


def anchor_prices(bar: MinuteBar, *, opens: bool) -> list[int]:
    """Prices that must be touched, in order; a rising minute sees its low first."""
    extremes = (bar.low, bar.high) if bar.close >= bar.open else (bar.high, bar.low)
    middle = [price for price in extremes if price not in (bar.open, bar.close)]
    if not middle and opens and bar.open == bar.close:
        return [bar.open]
    return [*([bar.open] if opens else []), *middle, bar.close]


def price_path(
    bar: MinuteBar,
    count: int,
    snap: Callable[[float], int],
    rng: random.Random,
    *,
    opens: bool,
    previous: int,
) -> list[int]:
    """`count` prices that touch the bar's anchors and stay inside it, ending on its close.

    Args:
        count: at least the number of `anchor_prices`.
        snap: the valid price for any price.
        opens, previous: as in `continuous_prints`.
    """
    low, high = bar.low, bar.high
    if low == high:
        return [bar.close] * count
    anchors = anchor_prices(bar, opens=opens)
    first = 1 if opens else 0
    inner = len(anchors) - first - 1
    positions = [*range(first), *sorted(rng.sample(range(first, count - 1), inner)), count - 1]
    jitter = _PATH_JITTER * (high - low)
    prices: list[int] = []
    at, price = -1, previous
    for position, anchor in zip(positions, anchors, strict=True):
        span = position - at
        for step in range(1, span):
            between = price + (anchor - price) * step / span + rng.gauss(0.0, jitter)
            prices.append(min(max(snap(between), low), high))
        prices.append(anchor)
        at, price = position, anchor
    return prices


def _split(volume: int, parts: int, lot: int, rng: random.Random) -> list[int]:
    """`parts` positive volumes in lots that add up to `volume`; the last takes an odd remainder."""
    if parts == 1:
        return [volume]
    lots = volume // lot
    cuts = [0, *sorted(rng.sample(range(1, lots), parts - 1)), lots]
    volumes = [(after - before) * lot for before, after in pairwise(cuts)]
    volumes[-1] += volume - lots * lot
    return volumes
