"""The fast ways give what the plain ones give: rows made again, rows converted once, whole numbers."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.feed.normalise import Normaliser
from core.market.events import Rejected
from core.pipeline import MarketDataProcessor
from core.snapshot import views
from core.snapshot.board_views import BoardRows
from core.snapshot.codec import RoomWriter
from core.trackers.completeness import Account, Ledger, Verdict
from tests.support.events import broadcast, foreign, quote, told, trade, wire_trade

SYMBOLS = ("SSI", "VCB", "HPG")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["trade", "quote", "foreign", "frame", "members", "day"]),
        st.sampled_from(SYMBOLS),
        st.integers(0, 30),
        st.integers(0, 59),
    ),
    max_size=60,
)


@given(STEPS)
def test_the_board_made_from_changes_is_the_board(steps: list[tuple[str, str, int, int]]) -> None:
    core = MarketDataProcessor(members=SYMBOLS)
    board = BoardRows(core)
    shared, plain = RoomWriter("board", 1, shared_rows=True), RoomWriter("board", 1)
    day = dt.date(2026, 8, 14)
    for what, symbol, amount, second in steps:
        when = f"10:00:{second:02d}"
        if what == "trade":
            core.handle(trade(amount * 100, 100, symbol=symbol, when=when, day=day), None)
        elif what == "quote":
            core.handle(quote(25_000 - amount, 25_050, symbol=symbol, when=when, day=day), None)
        elif what == "foreign":
            core.handle(foreign(amount, amount, symbol=symbol, when=when, day=day), None)
        elif what == "members":
            core.set_members(SYMBOLS[: 1 + amount % 3])
        elif what == "day":
            day += dt.timedelta(days=1)
        else:
            expected = views.board_room(core)
            assert board.members() == expected
            assert shared.write(board.members(), second, "live") == plain.write(expected, second, "live")
    assert board.members() == views.board_room(core)


@given(st.lists(st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(0, 20)), st.integers(0, 60))))
def test_accepting_is_what_judging_does(steps: list[tuple[int, int | None, int]]) -> None:
    quick, plain = Ledger(), Ledger()
    for ts_event, volume, total in steps:
        judged = plain.judge("A", ts_event, volume, total)
        if quick.accept(quick.account("A"), ts_event, volume, total):
            assert (judged.verdict, judged.volume, judged.missed) == (Verdict.ACCEPT, volume, 0)
            assert judged.first == (volume == total)
        else:
            assert quick.judge("A", ts_event, volume, total) == judged
        assert quick.accounts == plain.accounts
        assert (quick.total, quick.missed) == (plain.total, plain.missed)
    assert quick.accept(Account(), 0, 0, 0) is False


PRICES = st.sampled_from([0, 24_000, 24_050, 25_000, None, "", "NaN"])
BOOKS = st.lists(st.tuples(PRICES, st.sampled_from([0, 100, 2500, None])), max_size=20)


def _spelled(value: Any, how: int) -> Any:
    """A number as the wire may write it: float, int or text."""
    if not isinstance(value, int):
        return value
    return (float(value), value, f"{value}.0")[how]


@given(PRICES, PRICES, BOOKS, st.lists(st.integers(0, 2), min_size=64, max_size=64))
def test_every_spelling_of_a_number_gives_the_same_event(
    high: Any, est_price: Any, book: list[tuple[Any, Any]], spelling: list[int]
) -> None:
    content: dict[str, Any] = {"Highest": high, "EstMatchedPrice": est_price, "AvgPrice": "NaN"}
    for n, (price, volume) in enumerate(book):
        side = "Bid" if n % 2 else "Ask"
        content |= {f"{side}Price{n // 2 + 1}": price, f"{side}Vol{n // 2 + 1}": volume}
    plain = wire_trade(**content)
    numbers = {name for name, value in plain.items() if isinstance(value, int | float)}
    other = dict(plain)
    for name, how in zip(sorted(numbers), spelling, strict=False):
        other[name] = _spelled(int(plain[name]) if plain[name] == int(plain[name]) else plain[name], how)
    # A text that is no number, in a field that an X message does not use: the slow way reads it all.
    slow = {**other, "LastVol": "NaN"}
    outcomes = [Normaliser().broadcast(broadcast("X", each), 0) for each in (plain, other, slow)]
    assert not any(isinstance(outcome, Rejected) for outcome in outcomes), outcomes
    assert told(outcomes[0]) == told(outcomes[1])
    assert told(outcomes[0]) == told(outcomes[2])


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["LastPrice", "TotalVol", "BidPrice1"])
)
def test_no_number_gets_through_that_is_not_usable(value: float, field: str) -> None:
    content = wire_trade(**{field: value}, BidVol1=100)
    outcome = Normaliser().broadcast(json.dumps({"DataType": "X", "Content": json.dumps(content)}), 0)
    if value < 0 or value >= 1e16:
        assert isinstance(outcome, Rejected)
