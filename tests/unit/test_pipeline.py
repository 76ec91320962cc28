"""The trackers together: the identity, days and dates, snapshots, room views."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from core.market.calendar import DEFAULT_CALENDAR, Board
from core.market.calendar_file import parse_calendar
from core.pipeline import MarketDataProcessor
from core.snapshot import views
from core.snapshot.board_views import BoardRows
from core.snapshot.flow_views import flow_room
from core.snapshot.market_snapshot import market_snapshot
from core.snapshot.room_snapshot import snapshot_of_rooms
from core.snapshot.rooms import StatusRoom
from core.trackers.trade_classifier import Session
from tests.support.events import DAY, at, broadcast, foreign, index_tick, quote, trade, wire_trade


def handle(core: MarketDataProcessor, *events, now: str | None = None) -> None:  # type: ignore[no-untyped-def]
    for event in events:
        core.handle(event, None if now is None else at(now))


def test_the_classes_add_up_to_total_volume() -> None:
    core = MarketDataProcessor()
    handle(
        core,
        trade(500, 500, when="09:15:00", session="ATO", side="B"),
        quote(24_950, 25_000),
        trade(600, 100, 25_000),
        trade(700, 100, 24_950),
        trade(1000, 100, 24_950, side="B"),
        trade(1000, 100, 24_950, side="B"),
    )
    tally = core.sessions.days["SSI"].tally
    assert (tally.auction_volume, tally.buyer_volume, tally.seller_volume, tally.missed_volume) == (
        500,
        200,
        100,
        200,
    )
    assert tally.volume == 1000
    assert core.ledger_violations() == []
    assert views.board_row(core, "SSI").coverage == 0.8


def test_the_snapshot_of_rooms_is_the_pipelines() -> None:
    core = MarketDataProcessor(members=["SSI", "VIC"])
    handle(
        core,
        quote(24_950, 25_000),
        trade(600, 100, 25_000),
        trade(700, 100, 18_000, symbol="PVS", board=Board.HNX),
        trade(900, 100, 91_000, symbol="ACV", board=Board.UPCOM),
        foreign(100, 0, when="10:00:00"),
        foreign(300, 50, when="10:01:00"),
        foreign(10, 5, when="10:01:00", symbol="ABC"),
        index_tick(190_100, when="10:00:00"),
        index_tick(160_000, when="10:00:00", index_id="VNINDEX"),
        trade(20, 20, 19_020, symbol="41I1G9000", board=Board.DERIVATIVES, when="10:01:30"),
    )
    core.counters.messages, core.counters.stale, core.counters.rejected = 9, 2, {"not_json": 3}
    now = at("10:02")
    counters = core.counters
    status = StatusRoom(
        messages=counters.messages, rejected=counters.rejected, duplicates=core.ledger.duplicates,
        stale_messages=counters.stale,
    )  # fmt: skip
    boards = BoardRows(core)
    whole = (boards.hose(), boards.hnx(), boards.upcom(), boards.members())
    found = snapshot_of_rooms(
        {symbol: row for board in whole for symbol, row in board.rows.items()},
        views.indices_room(core), views.foreign_room(core, now),
        views.derivatives_room(core), status,
    )  # fmt: skip
    assert found == market_snapshot(core)
    assert list(found.symbols) == ["ABC", "ACV", "PVS", "SSI"]
    assert found.derivatives.contracts["41I1G9000"].last == 1902.0


def test_a_correction_keeps_the_identity_and_marks_the_symbol() -> None:
    core = MarketDataProcessor()
    handle(core, trade(300, 100, when="10:00:00", side="B"), trade(500, 200, when="10:00:01", side="S"))
    handle(core, trade(150, 0, when="10:00:02"))
    assert core.ledger_violations() == []
    day = core.sessions.days["SSI"]
    assert (day.total_volume, day.tally.volume, day.corrected) == (150, 150, True)
    assert len(core.ledger.audit) == 1


def test_open_is_known_only_when_nothing_was_missed_before() -> None:
    early, late = MarketDataProcessor(), MarketDataProcessor()
    handle(early, trade(100, 100, 24_900, when="09:15:00", session="ATO"))
    handle(late, trade(5000, 100, 24_900))
    assert early.sessions.days["SSI"].open == 24_900
    assert late.sessions.days["SSI"].open is None


def test_the_exchanges_range_widens_ours() -> None:
    core = MarketDataProcessor()
    handle(core, trade(5000, 100, 24_900, high=25_500, low=24_000))
    day = core.sessions.days["SSI"]
    assert (day.high, day.low, day.last) == (25_500, 24_000, 24_900)


def test_an_x_message_is_a_trade_only_if_the_total_grew() -> None:
    core = MarketDataProcessor()
    content = wire_trade(TotalVol=1000.0, BidPrice1=24450.0, BidVol1=10.0, AskPrice1=24500.0, AskVol1=10.0)
    core.receive(broadcast("X", content), at("10:00"), None)
    core.receive(broadcast("X", {**content, "BidVol1": 20.0}), at("10:00"), None)
    day = core.sessions.days["SSI"]
    assert day.tally.volume == 1000
    assert core.ledger.duplicates == 0
    assert core.quotes.get("SSI").bids == ((24_450, 20),)  # type: ignore[union-attr]


def test_a_new_date_begins_a_new_day_and_an_old_one_is_stale() -> None:
    core = MarketDataProcessor()
    handle(core, trade(1000, 100, day=dt.date(2026, 8, 13)))
    handle(core, trade(100, 100, when="09:15:00", session="ATO"))
    handle(core, trade(1100, 100, day=dt.date(2026, 8, 13)))
    assert core.date == DAY
    assert core.sessions.days["SSI"].total_volume == 100
    assert core.counters.stale == 1


def test_yesterdays_last_messages_are_stale_from_the_first() -> None:
    core = MarketDataProcessor()
    handle(core, trade(1000, 100, day=dt.date(2026, 8, 13)), now="08:00")
    assert (core.date, core.counters.stale) == (None, 1)


def test_on_a_weekend_the_last_trading_day_is_shown() -> None:
    core = MarketDataProcessor()
    core.handle(trade(1000, 100), at("10:00", dt.date(2026, 8, 16)))
    assert core.date == DAY


def test_a_message_of_the_future_is_rejected() -> None:
    core = MarketDataProcessor()
    handle(core, trade(1000, 100, day=dt.date(2026, 8, 17)), now="10:00")
    assert core.counters.rejected == {"future_date": 1}


def test_rejects_are_counted_by_reason_and_lose_nothing_else() -> None:
    core = MarketDataProcessor()
    core.receive("nonsense", at("10:00"), None)
    core.receive(broadcast("X-TRADE", wire_trade()), at("10:00"), None)
    assert core.counters.rejected == {"broadcast_json": 1}
    assert core.sessions.days["SSI"].last == 24_500


def test_rooms_that_changed_are_named() -> None:
    core = MarketDataProcessor()
    assert core.handle(trade(100, 100), None) == ("board", "hose", "flow")
    assert core.handle(quote(1, 2), None) == ("board", "hose")
    assert core.handle(foreign(1, 1, when="10:00"), None) == (
        "foreign", "foreign_market", "board", "hose",
    )  # fmt: skip
    assert core.handle(index_tick(190_000), None) == ("indices",)
    future = trade(10, 10, 19_000, symbol="41I1G8000", board=Board.DERIVATIVES, ceiling=None, floor=None)
    assert core.handle(future, None) == ("derivatives",)
    assert core.handle(index_tick(190_100, when="10:00:05"), None) == ("indices", "derivatives")


def test_rooms_of_watched_symbols_are_named_too() -> None:
    core = MarketDataProcessor()
    core.handle(trade(100, 100), None)
    core.watch(["SSI", "41I1G8000", "HPG"])
    assert core.handle(trade(200, 100), None) == ("board", "hose", "symbol:SSI", "flow")
    assert core.handle(quote(1, 2, symbol="HPG"), None) == ("board", "hose", "symbol:HPG")
    assert core.handle(foreign(1, 1, symbol="HPG", when="10:00:02"), None)[-1] == "symbol:HPG"
    future = trade(10, 10, 19_000, symbol="41I1G8000", board=Board.DERIVATIVES, ceiling=None, floor=None)
    assert core.handle(future, None) == ("derivatives", "symbol:41I1G8000")
    assert core.handle(index_tick(190_100), None) == ("indices", "derivatives", "symbol:41I1G8000")
    assert set(core.tick(core.newest_event or 0)) >= {"symbol:SSI", "symbol:41I1G8000", "symbol:HPG"}
    core.watch([])
    assert core.handle(trade(300, 100), None) == ("board", "hose", "flow")


def test_futures_do_not_count_in_the_market_of_shares() -> None:
    core = MarketDataProcessor()
    handle(core, trade(10, 10, 19_000, symbol="41I1G8000", board=Board.DERIVATIVES), trade(100, 100))
    assert flow_room(core).market.total_volume == 100


def test_snapshot_has_the_documented_shape() -> None:
    core = MarketDataProcessor()
    handle(
        core,
        trade(100, 100, side="B", total_value=2_500_000),
        foreign(10, 20, when="10:00:01"),
        index_tick(190_500),
        trade(10, 10, 19_030, symbol="41I1G8000", board=Board.DERIVATIVES),
    )
    snapshot = msgspec.json.decode(msgspec.json.encode(market_snapshot(core)))
    assert list(snapshot) == ["trading_date", "symbols", "indices", "derivatives", "feed"]
    share = snapshot["symbols"]["SSI"]
    assert (share["last"], share["buyer_volume"], share["total_value"]) == (25_000, 100, 2_500_000)
    assert share["foreign"]["sell_volume"] == 20
    assert snapshot["indices"]["VN30"] == {
        "value": 1905.0,
        "change": 5.0,
        "change_pct": 0.26,
        "advances": 0,
        "declines": 0,
        "unchanged": 1,
        "ceilings": 0,
        "floors": 0,
    } | {"advances": snapshot["indices"]["VN30"]["advances"]}
    assert snapshot["derivatives"]["active"] == "41I1G8000"
    contract = snapshot["derivatives"]["contracts"]["41I1G8000"]
    assert (contract["aliases"], contract["basis"]) == (["VN30F2608", "VN30F1M"], -2.0)
    assert snapshot["feed"] == {"messages": 0, "rejected": 0, "duplicates": 0, "stale": 0}


def test_every_member_has_a_row_even_before_its_first_message() -> None:
    core = MarketDataProcessor()
    handle(core, trade(100, 100))
    room = views.board_room(core)
    assert len(room.rows) == 30
    assert room.rows["VCB"].last is None
    assert msgspec.json.encode(room.rows["VCB"]) == b'{"sector":"banks"}'


def test_top_lists_are_by_net_value() -> None:
    core = MarketDataProcessor()
    for symbol, buy, sell in (("SSI", 100, 0), ("VCB", 900, 0), ("HPG", 0, 500)):
        handle(
            core,
            trade(1000, 1000, symbol=symbol),
            foreign(0, 0, when="10:00", symbol=symbol),
            foreign(buy, sell, when="10:01", symbol=symbol),
        )
    room = views.foreign_room(core, at("10:01"))
    assert [mover.symbol for mover in room.top_buyers] == ["VCB", "SSI"]
    assert [mover.symbol for mover in room.top_sellers] == ["HPG"]
    assert room.market.net_value == 500 * 25_000


def test_series_of_the_day() -> None:
    core = MarketDataProcessor()
    handle(
        core, trade(100, 100, when="09:15:00"), trade(200, 100, 25_100, when="09:16:00"), index_tick(190_000)
    )
    board = views.series(core, "board", 7)
    assert board.epoch == 7
    assert board.lines["SSI"].minute == [30, 31]
    assert board.lines["SSI"].columns["price"] == [25_000, 25_100]
    with pytest.raises(KeyError):
        views.series(core, "flow", 7)


def test_a_trade_without_a_session_code_follows_the_hours_of_the_calendar() -> None:
    """The administrator's file moved the end of HOSE's opening auction from 09:15 to 09:30."""
    later = parse_calendar('[hours.HOSE]\n"09:00" = "ATO"\n"09:30" = "LO"\n"15:00" = "C"\n')
    for calendar, auction in ((DEFAULT_CALENDAR, 0), (later, 100)):
        core = MarketDataProcessor(calendar=calendar)
        core.handle(trade(100, 100, 25_000, session=None, side="B", when="09:20:00"), None)
        tally = core.sessions.days["SSI"].tally
        assert (tally.auction_volume, tally.buyer_volume) == (auction, 100 - auction)
        assert (core.analysis.auctions.get("SSI", Session.ATO) is not None) is (auction > 0)
