"""Symbols' rooms hold whatever happens: kept views are fresh views, kept trades the newest ones."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from core.pipeline import MarketDataProcessor
from core.snapshot.codec import RoomWriter, decode_frame
from core.snapshot.delta import Document, merge
from core.snapshot.symbol_views import SymbolView
from core.trackers.recent_trades import KEPT, RecentTrades
from core.trackers.trade_classifier import Method, Session, Side
from tests.support.events import foreign, quote, trade

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["trade", "gap", "correct", "quote", "foreign", "day", "look"]),
        st.integers(1, 30),
        st.integers(0, 59),
        st.sampled_from(["B", "S", None]),
    ),
    max_size=40,
)


@given(STEPS)
def test_what_a_kept_view_shows_is_what_a_fresh_one_shows(
    steps: list[tuple[str, int, int, str | None]],
) -> None:
    core = MarketDataProcessor()
    kept = SymbolView(core, "SSI", lambda: core.newest_event or 0)
    writer = RoomWriter("symbol:SSI", 1, shared_rows=True, seq=9)
    document: Document = {}
    day, total = dt.date(2026, 8, 14), 0
    for what, amount, second, side in steps:
        when = f"10:{amount:02d}:{second:02d}"
        price = 25_000 + 10 * (amount % 7)
        if what in ("trade", "gap"):
            total += 100 * amount * (1 if what == "trade" else 2)
            core.handle(trade(total, 100 * amount, price, when=when, day=day, side=side), None)
        elif what == "correct":
            total = max(0, total - 50 * amount)
            core.handle(trade(total, None, price, when="14:00:00", day=day), None)
        elif what == "quote":
            core.handle(quote(price - 50, price, when=when, day=day), None)
        elif what == "foreign":
            core.handle(foreign(amount, second, when=when, day=day), None)
        elif what == "day":
            day, total = day + dt.timedelta(days=1), 0
        room = kept.room()
        assert room == SymbolView(core, "SSI", lambda: core.newest_event or 0).room()
        frames = writer.write(room, second, "live")
        if frames is not None:
            merge(document, msgspec.json.decode(decode_frame(frames[1]).data))
            assert document == _without_unknown(msgspec.json.decode(decode_frame(frames[0]).data))
        if room.ledger is not None and room.ledger.total_volume:
            counted = sum(
                tally.buyer_volume + tally.seller_volume + tally.unknown_volume + tally.auction_volume
                for tally in room.phases.values()
            )
            decided = sum(
                tally.buyer_volume + tally.seller_volume + tally.unknown_volume + tally.auction_volume
                for tally in room.decided.values()
            )
            assert counted == decided == room.ledger.counted_volume


def _without_unknown(document: Document) -> Document:
    return {
        key: _without_unknown(value) if isinstance(value, dict) else value
        for key, value in document.items()
        if value is not None
    }


TRADES = st.lists(
    st.one_of(
        st.just("pop"),
        st.just("large"),
        st.tuples(
            st.integers(0, 2**42),
            st.one_of(st.none(), st.integers(0, 2**40)),
            st.integers(1, 2**50),
            st.sampled_from(list(Side)),
            st.sampled_from(list(Session)),
            st.sampled_from(list(Method)),
        ),
    ),
    max_size=3 * KEPT,
)


@given(TRADES)
def test_the_ring_is_a_list_of_the_newest(steps: list[object]) -> None:
    ring, model, held, large = RecentTrades(), [], 0, set()
    for step in steps:
        if step == "pop":
            popped = ring.pop()
            if not held:
                assert popped is None
                continue
            assert popped is not None
            assert (popped.ts_event, popped.price, popped.volume, popped.side) == model[-1][:4]
            large.discard(len(model))
            model.pop()
            held -= 1
        elif step == "large":
            ring.mark_large()
            if held:
                large.add(len(model))
        else:
            assert isinstance(step, tuple)
            ring.add(*step)
            model.append(step)
            large.discard(len(model))
            held = min(held + 1, KEPT)
    newest = ring.newest()
    assert ring.count == len(model)
    assert [one.number for one in newest] == list(range(len(model), len(model) - held, -1))
    for one in newest:
        told = (one.ts_event, one.price, one.volume, one.side, one.session, one.method)
        assert told == model[one.number - 1]
        assert one.large is (one.number in large)
