"""Minute bars: closing by trade and by time, lateness, corrections, the writer's marks."""

from __future__ import annotations

import pytest

from core.trackers import bars as module
from core.trackers.bars import MINUTE_MS, Bars, MinuteBar
from core.trackers.trade_classifier import Side
from tests.support.events import at

T = at("10:00")


def put(
    bars: Bars, price: int, volume: int, side: Side = Side.UNKNOWN, *, ts: int = T, symbol: str = "SSI"
) -> None:
    bars.on_trade(symbol, price, volume, price * volume, side, ts)


def test_a_minute_sums_its_trades_by_side() -> None:
    bars = Bars()
    put(bars, 25_000, 100, Side.BUYER)
    put(bars, 25_100, 200, Side.SELLER, ts=T + 10_000)
    put(bars, 24_900, 300, Side.AUCTION, ts=T + 20_000)
    put(bars, 25_050, 400, ts=T + 59_999)
    (bar,) = bars.of("SSI")
    assert bar == MinuteBar(
        "SSI", T, 25_000, 25_100, 24_900, 25_050, 1000, 25_010_000, 100, 2_500_000, 200, 5_020_000
    )
    assert bar.vwap_vnd == 25_010
    assert bars.of("HPG") == []


def test_a_later_trade_closes_the_minute_and_a_quiet_one_closes_on_time() -> None:
    bars = Bars()
    put(bars, 25_000, 100)
    bars.tick(T + 59_999)
    assert bars.take_closed() == []
    put(bars, 25_050, 100, ts=T + MINUTE_MS)
    assert [bar.start for bar in bars.take_closed()] == [T]
    bars.tick(T + 2 * MINUTE_MS)
    assert [(bar.start, bar.close) for bar in bars.take_closed()] == [(T + MINUTE_MS, 25_050)]
    bars.tick(T + 9 * MINUTE_MS)
    assert bars.take_closed() == []


def test_a_clock_behind_the_exchange_closes_nothing_too_early() -> None:
    bars = Bars()
    put(bars, 25_000, 100, ts=T + MINUTE_MS)
    bars.tick(T + 59_000)
    assert bars.take_closed() == []
    bars.tick(T + 2 * MINUTE_MS)
    assert len(bars.take_closed()) == 1


def test_a_trade_after_its_minute_was_closed_by_the_clock_is_handed_out_again() -> None:
    bars = Bars()
    put(bars, 25_000, 100)
    bars.tick(T + MINUTE_MS)
    assert [bar.volume for bar in bars.take_closed()] == [100]
    put(bars, 25_100, 100, ts=T + 59_000)
    assert [(bar.volume, bar.close) for bar in bars.take_closed()] == [(200, 25_100)]
    put(bars, 25_200, 100, ts=T - MINUTE_MS, symbol="HPG")
    assert [(bar.symbol, bar.start) for bar in bars.take_closed()] == [("HPG", T - MINUTE_MS)]


def test_a_late_trade_goes_into_the_bar_it_belongs_to() -> None:
    bars = Bars()
    put(bars, 25_000, 100, ts=T + 30_000)
    put(bars, 25_000, 100, ts=T + 2 * MINUTE_MS)
    bars.take_closed()
    put(bars, 25_200, 100, Side.BUYER, ts=T + 10_000)
    put(bars, 24_800, 300, ts=T + MINUTE_MS)
    first, middle, _ = bars.of("SSI")
    assert (first.open, first.high, first.close, first.buyer_volume) == (25_200, 25_200, 25_000, 100)
    assert (middle.start, middle.volume) == (T + MINUTE_MS, 300)
    assert bars.late_trades == 2
    assert [bar.start for bar in bars.take_closed()] == [T, T + MINUTE_MS]


def test_a_correction_takes_the_newest_shares_with_their_value() -> None:
    bars = Bars()
    put(bars, 25_000, 100, Side.BUYER)
    put(bars, 25_000, 100, Side.SELLER, ts=T + MINUTE_MS)
    put(bars, 26_000, 100, ts=T + MINUTE_MS)
    bars.take_closed()
    assert bars.take_back("SSI", 150) == 0
    first, second = bars.of("SSI")
    assert (first.volume, second.volume, second.seller_volume) == (100, 50, 50)
    assert (second.value_vnd, second.seller_value_vnd, second.high) == (1_250_000, 1_250_000, 26_000)
    assert bars.take_closed() == []
    assert bars.take_back("SSI", 500, Side.BUYER) == 400
    assert [(bar.volume, bar.vwap_vnd) for bar in bars.take_closed()] == [(0, None)]
    assert bars.take_back("HPG", 5) == 5


def test_an_absent_writer_loses_nothing_and_takes_by_portions() -> None:
    bars = Bars()
    for minute in range(5):
        for symbol in ("SSI", "HPG"):
            put(bars, 25_000, 100, ts=T + minute * MINUTE_MS, symbol=symbol)
    portions = [[(bar.symbol, bar.start) for bar in bars.take_closed(3)] for _ in range(4)]
    assert [len(portion) for portion in portions] == [3, 3, 2, 0]
    assert len({key for portion in portions for key in portion}) == 8


def test_what_has_no_place_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BARS_PER_SYMBOL", 2)
    bars = Bars()
    for minute in range(3):
        put(bars, 25_000, 100, ts=T + minute * MINUTE_MS)
    put(bars, 10**12, 7)
    put(bars, 10**12, 7, symbol="HPG")
    put(bars, 25_000, 10**18)
    assert bars.unplaced_volume == 100 + 7 + 7 + 10**18
    assert [bar.volume for bar in bars.of("SSI")] == [100, 100]
    assert bars.of("HPG") == []
