"""Foreign value, indices and basis beside the truth of a generated part-day."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from core.snapshot.views import contract_view, derivatives_room, foreign_room, indices_room
from core.trackers.inputs import AnalysisInputs
from core.trackers.listed_weights import capped
from workers.simulator.exchange import _MOST_WEIGHT, Exchange

DATE = dt.date(2026, 8, 14)
UNTIL_MS = instant_ms(DATE, 9 * 3600 + 28 * 60)
FOREIGN_TOLERANCE = 0.005


def _vn30_weights(source: Exchange) -> dict[str, float]:
    """The simulator's own weights of VN30: free float, capped."""
    listed = next(index.members for index in source.reference.indices if index.code == "VN30")
    caps = {
        listing.security.symbol: listing.float_cap_vnd
        for listing in source._listings
        if listing.security.symbol in listed
    }
    return dict(zip(caps, capped(list(caps.values()), _MOST_WEIGHT["VN30"]), strict=True))


def test_values_and_basis_equal_the_truth_at_every_row(tmp_path: Path) -> None:
    """Indices and basis exactly, at each row's instant; foreign value within 0.5 %."""
    path = tmp_path / "truth.jsonl"
    source = Exchange(DATE, seed=5, symbols=30, truth=path)
    inputs = AnalysisInputs()
    inputs.set_weights("VN30", _vn30_weights(source))
    core = MarketDataProcessor(inputs=inputs)
    indices: list[dict[str, Any]] = []
    bases: list[dict[str, Any]] = []
    unexplained: list[float] = []
    messages = source.messages()
    for message in messages:
        if message.ts_ms >= UNTIL_MS:
            break
        core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)
        if message.data_type != "MI":
            continue
        index_id = message.symbol
        value = core.indices.value(index_id)
        assert value is not None
        indices.append({"ts_ms": message.ts_ms, "index_id": index_id, "value": value / 100})
        if index_id != "VN30":
            continue
        view = indices_room(core).indices["VN30"]
        if view.unexplained is not None:
            unexplained.append(view.unexplained)
        for symbol, day in core.derivatives.contracts.items():
            shown = contract_view(core, symbol, day)
            if shown.basis is not None:
                bases.append(
                    {"ts_ms": message.ts_ms, "symbol": symbol, "price": shown.last, "basis": shown.basis}
                )
    messages.close()  # type: ignore[attr-defined]
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    rows = [row for row in rows if row["ts_ms"] < UNTIL_MS]

    def of(kind: str, *fields: str) -> list[dict[str, Any]]:
        return [{name: row[name] for name in fields} for row in rows if row["kind"] == kind]

    assert indices == of("index", "ts_ms", "index_id", "value")
    assert sorted(bases, key=str) == sorted(of("basis", "ts_ms", "symbol", "price", "basis"), key=str)
    assert len(bases) > 300
    # The contributions explain VN30 but for the rounding of its published value to 0.01 point.
    assert max(map(abs, unexplained)) <= 0.005 + 1e-3
    gap = core.inputs.compositions["VN30"].published_gap
    assert gap is not None
    assert gap.largest <= 100, "hundredths of a point: nothing between two values but prices moved"

    told = {row["symbol"]: row for row in rows if row["kind"] == "foreign"}
    true_buy = sum(row["bought_value_vnd"] for row in told.values())
    true_sell = sum(row["sold_value_vnd"] for row in told.values())
    market = foreign_room(core, UNTIL_MS).market
    assert market.buy_value == pytest.approx(true_buy, rel=FOREIGN_TOLERANCE)
    assert market.sell_value == pytest.approx(true_sell, rel=FOREIGN_TOLERANCE)
    assert market.buy_value is not None
    assert market.sell_value is not None
    assert market.reported_buy_value is not None
    assert market.reported_sell_value is not None
    ours = abs(market.buy_value - true_buy) + abs(market.sell_value - true_sell)
    ssi = abs(market.reported_buy_value - true_buy) + abs(market.reported_sell_value - true_sell)
    whole = true_buy + true_sell
    print(f"foreign value of {len(told)} symbols: ours {ours / whole:.5%} off, SSI's {ssi / whole:.5%}")
    assert ours < ssi
    assert market.buy_value_difference == market.buy_value - market.reported_buy_value


@pytest.mark.slow
def test_settlement_of_a_generated_expiry_day_is_the_mean_by_the_rule(tmp_path: Path) -> None:
    date, path = dt.date(2026, 8, 20), tmp_path / "truth.jsonl"
    midnight = instant_ms(date, 0)
    begin, auction, end = (midnight + (14 * 60 + minute) * 60_000 for minute in (15, 30, 45))
    core = MarketDataProcessor()
    for message in Exchange(date, seed=3, symbols=12, truth=path).messages(quiet_until_ms=begin):
        core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)
    core.tick(midnight + 15 * 3_600_000)
    rows = [json.loads(line) for line in path.read_bytes().splitlines()]
    values = [
        (row["ts_ms"], row["value"]) for row in rows if row["kind"] == "index" and row["index_id"] == "VN30"
    ]
    kept = sorted(value for ts_ms, value in values if begin <= ts_ms < auction)[3:-3]
    kept += [value for ts_ms, value in values if auction <= ts_ms <= end]
    room = derivatives_room(core)
    (view,) = room.expiry
    assert view.settlement == pytest.approx(sum(kept) / len(kept), abs=1e-3)
    assert (view.samples, view.to_come, view.final) == (len(kept) + 6, 0, True)
    assert (view.contract, room.active) == ("41I1G8000", "41I1G9000")
