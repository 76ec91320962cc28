"""Every recorded variant becomes an event; everything else a counted value with a reason."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.feed.normalise import Normaliser
from core.feed.reasons import REASONS
from core.feed.signalr import FrameError, HubFrame, connect_url, decode_frame, invocation, negotiate_url
from core.market.calendar import Board
from core.market.events import Bar, ForeignRoom, IndexTick, OddLot, Quote, Rejected, SecurityStatus, Trade
from tests.support.events import at, broadcast, wire_trade

NOW = at("10:00")


def events(data_type: str, content: Any) -> list[Any]:
    """The events of a message that must be accepted."""
    outcome = Normaliser().broadcast(broadcast(data_type, content), NOW)
    assert not isinstance(outcome, Rejected), outcome
    return list(outcome)


def reason(argument: str | bytes) -> str:
    """Why a message was rejected."""
    outcome = Normaliser().broadcast(argument, NOW)
    assert isinstance(outcome, Rejected), outcome
    assert outcome.reason in REASONS
    return outcome.reason


def test_a_recorded_trade() -> None:
    (event,) = events("X-TRADE", wire_trade())
    assert isinstance(event, Trade)
    assert (event.symbol, event.board, event.price, event.volume) == ("SSI", Board.HOSE, 24_500, 1800)
    assert (event.total_volume, event.side, event.ts_event) == (34_016_200, "S", at("10:00"))
    assert (event.reference, event.ceiling, event.floor, event.high, event.low) == (
        25_000,
        26_750,
        23_250,
        24_950,
        24_300,
    )


@pytest.mark.parametrize(
    ("side", "expected"), [("BU", "B"), ("SD", "S"), (None, None), ("Unknow", None), ("", None)]
)
def test_sides_of_the_wire(side: str | None, expected: str | None) -> None:
    assert events("X-TRADE", wire_trade(Side=side))[0].side == expected


@pytest.mark.parametrize("text", ["NaN", "nan", "", None])
def test_a_text_nan_before_the_open_is_unknown(text: str | None) -> None:
    (event,) = events("X-TRADE", wire_trade(AvgPrice=text, RefPrice=text))
    assert (event.reference, event.price) == (None, 24_500)


def test_pre_open_zeros_are_no_trade_yet() -> None:
    (event,) = events(
        "X-TRADE", wire_trade(LastPrice=0.0, LastVol=0.0, TotalVol=0.0, Highest=0, Lowest=0, Change=-25000.0)
    )
    assert (event.price, event.high, event.low, event.total_volume) == (None, None, None, 0)


def test_futures_are_in_tenths_of_a_point() -> None:
    content = wire_trade(
        Symbol="41I1G8000",
        MarketId="DERIVATIVES",
        LastPrice=1283.9,
        Ceiling=1380.3,
        Floor=1199.7,
        RefPrice=1290.0,
        AvgPrice=128454615.60380691,
        Highest=1287.0,
        Lowest=1282.0,
    )
    (event,) = events("X-TRADE", content)
    assert (event.board, event.price, event.ceiling) == (Board.DERIVATIVES, 12_839, 13_803)


def test_an_x_message_is_trade_then_quote_and_its_quantity_is_the_growth() -> None:
    content = wire_trade(
        Open=24600.0,
        High=24950.0,
        Low=24300.0,
        BidPrice1=24450.0,
        BidVol1=100.0,
        AskPrice1=24500.0,
        AskVol1=5.0,
    )
    del content["Highest"], content["Lowest"]
    trade, quote = events("X", content)
    assert isinstance(trade, Trade)
    assert isinstance(quote, Quote)
    assert (trade.volume, trade.open, trade.high, trade.low) == (None, 24_600, 24_950, 24_300)
    assert (quote.bids, quote.asks) == (((24_450, 100),), ((24_500, 5),))


def test_empty_levels_are_left_out() -> None:
    levels = {
        f"{side}{kind}{i}": 0.0 for side in ("Bid", "Ask") for kind in ("Price", "Vol") for i in range(1, 11)
    }
    levels |= {"BidPrice1": 32350.0, "BidVol1": 62600.0, "AskPrice1": 32400.0, "AskVol1": 60500.0}
    (event,) = events("X-QUOTE", {"Symbol": "SSI", "TradingDate": "03/12/2025", "Time": "09:15:01", **levels})
    assert (event.bids, event.asks) == (((32_350, 62_600),), ((32_400, 60_500),))


@pytest.mark.parametrize("prefix", ["", "F"])
def test_foreign_room_recorded_and_documented(prefix: str) -> None:
    content = {
        "Symbol": "SSI",
        "TradingDate": "14/08/2026",
        "Time": "15:32:00",
        "TotalRoom": 2503089220.0,
        "CurrentRoom": 1741403260.0,
        f"{prefix}BuyVol": 1933300.0,
        f"{prefix}SellVol": 1587415.0,
        f"{prefix}BuyVal": 47557197950.0,
        f"{prefix}SellVal": 39195574350.0,
    }
    (event,) = events("R", content)
    assert isinstance(event, ForeignRoom)
    assert (event.buy_volume, event.sell_volume) == (1_933_300, 1_587_415)
    assert (event.reported_buy_value, event.current_room) == (47_557_197_950, 1_741_403_260)


@pytest.mark.parametrize(
    "names",
    [
        {"IndexId": "VN30", "NoChanges": 2, "Ceilings": 1, "Floors": 3},
        {"IndexID": "VN30", "Nochanges": 2, "Ceiling": 1, "Floor": 3},
    ],
)
def test_index_recorded_and_documented(names: dict[str, Any]) -> None:
    content = {
        "IndexValue": 1746.36,
        "PriorIndexValue": 1787.45,
        "TradingDate": "20/07/2026",
        "Time": "13:35:25",
        "TotalQtty": 465528407.0,
        "TotalValue": 10430967264120.0,
        "Advances": 37,
        "Declines": 275,
        "TradingSession": None,
        **names,
    }
    (event,) = events("MI", content)
    assert isinstance(event, IndexTick)
    assert (event.index_id, event.value, event.prior) == ("VN30", 174_636, 178_745)
    assert (event.advances, event.unchanged, event.ceilings, event.floors) == (37, 2, 1, 3)


def test_bars_with_and_without_a_date() -> None:
    (recorded,) = events(
        "B",
        {"Symbol": "HPG", "TradingDate": "14/08/2026", "Time": "10:51:24", "Close": 31150.0, "Volume": 9.0},
    )
    (documented,) = events("B", {"Symbol": "X26", "TradingTime": "14:28:33", "Close": 16000, "Volume": 5000})
    (index,) = events(
        "B",
        {
            "Symbol": "VNINDEX",
            "TradingDate": "14/08/2026",
            "Time": "10:51:24",
            "Close": 1746.36,
            "Volume": 0.0,
        },
    )
    assert isinstance(recorded, Bar)
    assert recorded.date is not None
    assert (recorded.price, recorded.volume) == (31_150, 9)
    assert (documented.date, documented.ts_event) == (None, at("14:28:33"))
    assert index.price == 174_636


def test_status_and_odd_lots() -> None:
    (status,) = events(
        "F",
        {
            "Symbol": "SSI",
            "TradingDate": "14/08/2026",
            "Time": "14:45:03",
            "TradingSession": "C",
            "TradingStatus": "N",
        },
    )
    (odd,) = events(
        "OL",
        {
            "Symbol": "MBB",
            "TradingDate": "14/08/2026",
            "Time": "13:55:03",
            "LastPrice": 22750,
            "LastVol": 9193,
            "TotalVol": 8135000,
        },
    )
    assert isinstance(status, SecurityStatus)
    assert status.session == "C"
    assert isinstance(odd, OddLot)
    assert odd.volume == 9193


@pytest.mark.parametrize(
    "argument",
    [
        json.dumps({"Datatype": "X-TRADE", "Content": json.dumps(wire_trade())}),
        json.dumps({"datatype": "x-trade", "content": json.dumps(wire_trade())}),
        json.dumps({"DataType": "X-TRADE", "Content": wire_trade()}),
        json.dumps({"DataType": "Trade", "Content": json.dumps(wire_trade())}),
        json.dumps({"Content": json.dumps(wire_trade())}),
        json.dumps({"Content": json.dumps({**wire_trade(), "RType": None, "Rtype": "X-TRADE"})}),
        json.dumps(
            {"DataType": "X-TRADE", "Content": json.dumps({**wire_trade(), "CloseQtty": 1, "StockNo": 2})}
        ),
        json.dumps(
            {
                "DataType": "X-TRADE",
                "Content": json.dumps({**wire_trade(), "Isin": None, "TradingStatus": None}),
            }
        ),
    ],
)
def test_spellings_of_the_envelope(argument: str) -> None:
    outcome = Normaliser().broadcast(argument, NOW)
    assert not isinstance(outcome, Rejected), outcome
    assert isinstance(outcome[0], Trade)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"Symbol": None}, "symbol"),
        ({"Symbol": ""}, "symbol"),
        ({"Symbol": "A" * 30}, "symbol"),
        ({"Symbol": "S\u0000I"}, "symbol"),
        ({"Symbol": 7}, "content_shape"),
        ({"TradingDate": None}, "date"),
        ({"TradingDate": "2026-08-14"}, "date"),
        ({"TradingDate": "31/02/2026"}, "date"),
        ({"Time": None}, "time"),
        ({"Time": "25:00:00"}, "time"),
        ({"Time": "10:00"}, "time"),
        ({"LastVol": -100.0}, "number"),
        ({"LastPrice": -1.0}, "number"),
        ({"TotalVol": 1e300}, "number"),
        ({"LastPrice": "abc"}, "number"),
        ({"LastPrice": "Infinity"}, "number"),
        ({"LastPrice": True}, "content_shape"),
        ({"LastPrice": [1]}, "content_shape"),
        ({"LastPrice": 26_800.0}, "limits"),
        ({"LastPrice": 23_200.0}, "limits"),
    ],
)
def test_bad_fields_are_rejected_with_a_reason(fields: dict[str, Any], expected: str) -> None:
    assert reason(broadcast("X-TRADE", wire_trade(**fields))) == expected


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("", "broadcast_json"),
        ("nonsense", "broadcast_json"),
        (b"\xff\xfe", "broadcast_json"),
        ("[]", "broadcast_shape"),
        ("{}", "broadcast_shape"),
        ('{"DataType":"X-TRADE"}', "broadcast_shape"),
        ('{"DataType":"ZZ","Content":"{}"}', "unknown_type"),
        ('{"DataType":"X-TRADE","Content":"{"}', "content_json"),
        ('{"DataType":"X-TRADE","Content":"{\\"LastPrice\\":NaN}"}', "content_json"),
        ('{"DataType":"X-TRADE","Content":"{\\"LastPrice\\":1e400}"}', "content_shape"),
        ('{"DataType":"X-TRADE","Content":"[1]"}', "content_shape"),
        ('{"DataType":"X-TRADE","Content":7}', "content_shape"),
        ('{"DataType":"X-TRADE","Content":"{\\u201cSymbol\\u201d:1}"}', "content_json"),
        ('{"DataType":"X-TRADE","Content":"' + "[" * 50_000 + '"}', "content_shape"),
        ('{"DataType":"X-TRADE","Content":"' + " " * 70_000 + '"}', "oversize"),
    ],
)
def test_broken_envelopes_are_rejected_with_a_reason(argument: str | bytes, expected: str) -> None:
    assert reason(argument) == expected


def test_addresses_and_invocations_as_recorded() -> None:
    base = "https://fc-datahub.ssi.com.vn/"
    assert negotiate_url(base) == (
        "https://fc-datahub.ssi.com.vn/v2.0/signalr/negotiate"
        "?connectionData=%5B%7B%22name%22%3A%22FcMarketDataV2Hub%22%7D%5D&clientProtocol=1.5"
    )
    assert connect_url(base, "a+b/c=").startswith(
        "wss://fc-datahub.ssi.com.vn/v2.0/signalr/connect?transport=webSockets&connectionToken=a%2Bb%2Fc%3D&"
    )
    assert connect_url("http://127.0.0.1:9/", "t").startswith("ws://127.0.0.1:9/v2.0/signalr/connect")
    assert json.loads(invocation("X-TRADE:ALL", 3)) == {
        "H": "FcMarketDataV2Hub",
        "M": "SwitchChannels",
        "A": ["X-TRADE:ALL"],
        "I": 3,
    }


def test_frames() -> None:
    several = decode_frame(
        '{"C":"d-1","M":[{"H":"FcMarketDataV2Hub","M":"Broadcast","A":["one"]},'
        '{"H":"fcmarketdatav2hub","M":"broadcast","A":["two"]},{"H":"h","M":"Error","A":["quota"]}]}'
    )
    assert isinstance(several, HubFrame)
    assert (several.broadcasts, several.signals) == (["one", "two"], [("error", "quota")])
    initial = decode_frame(b'{"C":"d-0","S":1,"M":[]}')
    assert isinstance(initial, HubFrame)
    assert initial.initial
    acknowledged = decode_frame('{"I":"0"}')
    assert isinstance(acknowledged, HubFrame)
    assert acknowledged.acknowledged == "0"
    keep_alive = decode_frame("{}")
    assert isinstance(keep_alive, HubFrame)
    assert (keep_alive.broadcasts, keep_alive.acknowledged) == ([], None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", "frame_json"),
        ("<html>", "frame_json"),
        (b"\x00\xff", "frame_json"),
        ("[]", "frame_shape"),
        ('{"M":7}', "frame_shape"),
        ("[" * 100_000, "frame_json"),
    ],
)
def test_broken_frames(raw: str | bytes, expected: str) -> None:
    outcome = decode_frame(raw)
    assert isinstance(outcome, FrameError)
    assert outcome.reason in (expected, "frame_shape")
