"""What a symbol's room shows, from the events that led to it."""

from __future__ import annotations

import msgspec

from core.market.calendar import Board
from core.pipeline import MarketDataProcessor
from core.snapshot.symbol_room import SymbolRoom
from core.snapshot.symbol_views import SHOWN_TRADES, SymbolView, symbol_series
from core.trackers.recent_trades import KEPT
from tests.support.events import at, foreign, index_tick, quote, trade

FUTURE = "41I1G8000"


def shown(core: MarketDataProcessor, symbol: str = "SSI") -> SymbolRoom:
    """A fresh view's room."""
    return SymbolView(core, symbol, lambda: core.newest_event or 0).room()


def future(total: int, volume: int, price: int, **fields: object) -> object:
    limits = {"reference": 18_900, "ceiling": 20_223, "floor": 17_577}
    return trade(total, volume, price, symbol=FUTURE, board=Board.DERIVATIVES, **{**limits, **fields})


def test_a_share_is_shown_with_all_that_is_known_of_it() -> None:
    core = MarketDataProcessor()
    for event in (
        foreign(100, 40, when="09:59:00"),
        quote(24_950, 25_000, when="09:59:59"),
        trade(500, 500, 25_000, side="B"),
        trade(800, 300, 24_950, when="10:00:10"),
        trade(2_000, 200, 25_050, when="10:01:00", side="S"),
    ):
        core.handle(event, None)
    room = shown(core)
    assert (room.kind, room.names, room.contract) == ("share", ["SSI"], None)
    assert room.row is not None
    assert (room.row.last, room.row.total_volume) == (25_050, 2_000)
    assert (room.bids, room.asks) == ([(24_950, 1000)], [(25_000, 1000)])
    assert list(room.trades) == ["1", "2", "3"]
    first, second = room.trades["1"], room.trades["2"]
    assert (first.at, first.price, first.volume) == (at("10:00:00"), 25_000, 500)
    assert (first.side, first.method) == ("buyer", "exchange")
    assert (second.side, second.method) == ("seller", "quote")
    continuous = room.phases["CONTINUOUS"]
    assert (continuous.buyer_volume, continuous.seller_volume, continuous.missed_volume) == (500, 500, 1_000)
    assert (room.decided["exchange"].buyer_value, room.decided["exchange"].seller_volume) == (12_500_000, 200)
    assert room.decided["quote"].seller_volume == 300
    assert room.ledger is not None
    assert (room.ledger.total_volume, room.ledger.counted_volume) == (2_000, 1_000)
    assert (room.ledger.missed_volume, room.ledger.coverage, room.ledger.gaps) == (1_000, 0.5, 1)
    assert room.profile is not None
    assert room.profile.levels == {
        "24950": (0, 300, 0, 0),
        "25000": (500, 0, 0, 0),
        "25050": (0, 200, 0, 0),
    }
    assert room.profile.point_of_control == 25_000
    assert room.foreign is not None
    assert room.foreign.net_volume == 60
    assert list(room.bars) == ["75", "76"]
    assert (room.bars["75"].open, room.bars["75"].close, room.bars["75"].volume) == (25_000, 24_950, 800)


def test_a_future_is_shown_in_points() -> None:
    core = MarketDataProcessor()
    core.handle(index_tick(190_000), None)
    core.handle(future(10, 10, 19_030, side="B"), None)
    core.handle(future(15, 5, 19_041, when="10:00:01", side="S"), None)
    room = shown(core, FUTURE)
    assert (room.kind, room.row, room.foreign) == ("future", None, None)
    assert room.names == [FUTURE, "VN30F2608", "VN30F1M"]
    assert room.contract is not None
    assert (room.contract.last, room.contract.basis) == (1904.1, 4.1)
    assert [one.price for one in room.trades.values()] == [1903.0, 1904.1]
    assert room.profile is not None
    assert list(room.profile.levels) == ["1903.0", "1904.1"]
    assert (room.bars["75"].open, room.bars["75"].high, room.bars["75"].value) == (
        1903.0,
        1904.1,
        10 * 190_300_000 + 5 * 190_410_000,
    )


def test_nothing_is_invented_of_an_unknown_symbol() -> None:
    core = MarketDataProcessor()
    core.handle(trade(100, 100), None)
    room = shown(core, "ZZZ")
    empty = SymbolRoom(room.date, room.minute, "ZZZ")
    assert room == empty


def test_the_newest_trades_are_shown_and_older_ones_forgotten() -> None:
    core = MarketDataProcessor()
    count = KEPT + 37
    for n in range(1, count + 1):
        core.handle(trade(100 * n, 100, 25_000 + 10 * (n % 3), when=f"10:{n // 60:02d}:{n % 60:02d}"), None)
    room = shown(core)
    assert list(room.trades) == [str(n) for n in range(count - SHOWN_TRADES + 1, count + 1)]
    assert room.trades[str(count)].price == 25_000 + 10 * (count % 3)


def test_a_correction_takes_trades_back_and_says_so() -> None:
    core = MarketDataProcessor()
    for n in range(1, 5):
        core.handle(trade(100 * n, 100, 25_000, when=f"10:00:0{n}", side="B"), None)
    core.handle(trade(250, None, 25_000, when="10:00:09"), None)
    room = shown(core)
    assert [one.volume for one in room.trades.values()] == [100, 100, 50]
    assert (room.phases["CONTINUOUS"].buyer_volume, room.decided["exchange"].buyer_volume) == (250, 250)
    assert room.phases["CONTINUOUS"].buyer_value == 250 * 25_000
    assert room.ledger is not None
    assert (room.ledger.total_volume, room.ledger.corrections) == (250, 1)


def test_a_large_trade_is_marked_and_summed_up() -> None:
    core = MarketDataProcessor()
    for n in range(1, 41):
        core.handle(trade(100 * n, 100, when=f"10:00:{n:02d}", side="B"), None)
    core.handle(trade(104_000, 100_000, when="10:01:00", side="S"), None)
    room = shown(core)
    assert [number for number, one in room.trades.items() if one.large] == ["41"]
    assert room.large is not None
    assert (room.large.trades, room.large.seller_volume) == (1, 100_000)
    assert room.large.threshold is not None


def test_noon_is_one_minute_of_the_axis_and_late_trades_revise_bars() -> None:
    core = MarketDataProcessor()
    for total, volume, price, when in (
        (100, 100, 25_000, "11:29:00"),
        (200, 100, 25_100, "11:30:00"),
        (300, 100, 24_900, "13:00:30"),
        (500, 100, 25_050, "13:01:00"),
    ):
        core.handle(trade(total, volume, price, when=when), None)
    line = symbol_series(core, "SSI", 7).lines["SSI"]
    assert line.minute == [164, 165, 166]
    assert line.columns["open"] == [25_000, 25_100, 25_050]
    assert line.columns["close"] == [25_000, 24_900, 25_050]
    assert line.columns["volume"] == [100, 200, 100]
    room = shown(core)
    assert list(room.bars) == ["165", "166"]
    assert (room.bars["165"].high, room.bars["165"].low) == (25_100, 24_900)
    before = room.bars_revision
    core.handle(trade(400, 100, 25_200, when="13:00:40"), None)
    room = shown(core)
    assert room.bars_revision == before + 1
    assert room.bars["165"].high == 25_200


def test_only_the_newer_auction_has_its_path() -> None:
    core = MarketDataProcessor()
    for when, session, price in (("09:01:00", "ATO", 25_100), ("14:31:00", "ATC", 24_900)):
        core.handle(quote(25_000, 25_200, when=when, session=session), None)
        core.handle(
            trade(None, None, None, when=when.replace("00", "05"), session=session, est_price=price), None
        )
    auctions = shown(core).auctions
    assert auctions["ATC"].est_price == 24_900
    assert auctions["ATC"].change_from_reference == -100
    assert auctions["ATC"].imbalance == 0
    assert list(auctions["ATC"].path.values())[-1] == (24_900, 1000, 1000)
    assert (auctions["ATO"].last_est_price, auctions["ATO"].path) == (25_100, {})


def test_limits_touched_today_are_named() -> None:
    core = MarketDataProcessor()
    core.handle(trade(100, 100, 26_750), None)
    core.handle(quote(26_750, None, when="10:00:01"), None)
    limits = shown(core).limits
    assert list(limits) == ["ceiling"]
    assert (limits["ceiling"].locked, limits["ceiling"].queue_volume) == (True, 1000)


def test_the_room_survives_its_encoding() -> None:
    core = MarketDataProcessor()
    core.handle(trade(100, 100, side="B"), None)
    core.handle(future(10, 10, 19_030), None)
    for symbol in ("SSI", FUTURE):
        room = shown(core, symbol)
        assert msgspec.json.decode(msgspec.json.encode(room), type=SymbolRoom) == room
