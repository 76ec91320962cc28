"""Weights from listed shares, beside those the generated exchange works with."""

from __future__ import annotations

import datetime as dt

import pytest

from core.market.calendar import Board, instant_ms
from core.pipeline import MarketDataProcessor
from core.snapshot.views import indices_room
from core.trackers.index_contributions import WeightsSource
from core.trackers.inputs import AnalysisInputs
from core.trackers.listed_weights import ListedWeights, capped
from workers.simulator.exchange import Exchange

DATE = dt.date(2026, 8, 14)
UNTIL_MS = instant_ms(DATE, 9 * 3600 + 17 * 60)


def _listed(source: Exchange) -> dict[str, dict[str, int]]:
    """What the master list says: listed shares of each index's members."""
    rows = {row.symbol: row for row in source.reference.securities if row.listed_shares}
    vn30 = next(index.members for index in source.reference.indices if index.code == "VN30")
    return {
        "VNINDEX": {s: row.listed_shares or 0 for s, row in rows.items() if row.board is Board.HOSE},
        "VN30": {s: rows[s].listed_shares or 0 for s in vn30 if s in rows},
    }


@pytest.fixture(scope="module")
def morning() -> MarketDataProcessor:
    """The first minutes of a day, the listed shares known before it."""
    source = Exchange(DATE, seed=5, symbols=60)
    core = MarketDataProcessor()
    for index_id, listed in _listed(source).items():
        core.inputs.set_listed_shares(index_id, listed)
    messages = source.messages()
    ticked = 0
    for message in messages:
        core.receive({"DataType": message.data_type, "Content": message.content}, message.ts_ms, None)
        if message.ts_ms >= UNTIL_MS and (message.data_type, message.symbol) == ("MI", "VNINDEX"):
            break  # prices and index are of one instant
        if message.ts_ms - ticked >= 1000:
            ticked = message.ts_ms
            core.tick(ticked)
    messages.close()  # type: ignore[attr-defined]
    return core


def test_a_whole_board_is_explained_to_the_rounding(morning: MarketDataProcessor) -> None:
    """VNINDEX weighs by market value, which is what listed shares give."""
    view = indices_room(morning).indices["VNINDEX"]
    assert view.weights_source == "listed"
    assert view.unexplained == pytest.approx(0.0, abs=0.011)
    assert view.change
    points = sum(view.contributions.values()) + (view.contributions_rest or 0.0)
    assert points == pytest.approx(view.change, abs=0.05)


def test_without_free_float_the_rest_is_shown(morning: MarketDataProcessor) -> None:
    """VN30's free float is not in the feed: the weights are near, and what they miss is said."""
    view = indices_room(morning).indices["VN30"]
    assert view.weights_source == "listed"
    assert view.change is not None
    assert view.unexplained is not None
    assert view.unexplained == pytest.approx(view.change - sum(view.contributions.values()), abs=0.02)
    assert max(view.weights.values()) <= 0.100001
    assert sum(view.weights.values()) == pytest.approx(1.0, abs=1e-4)


def test_given_weights_are_kept() -> None:
    """An administrator's word counts more than the master list."""
    inputs = AnalysisInputs()
    inputs.set_weights("VN30", {"AAA": 0.6, "BBB": 0.4})
    inputs.set_listed_shares("VN30", {"AAA": 1, "BBB": 1})
    inputs.derive_weights(lambda symbol: 10_000)
    assert inputs.compositions["VN30"].source is WeightsSource.GIVEN
    assert inputs.compositions["VN30"].weights["AAA"] == pytest.approx(0.6)


def test_half_of_the_members_must_be_known() -> None:
    """Two of five would weigh far too much; later ones are added, and nothing is done twice."""
    listed = ListedWeights("VNINDEX", {"A": 1, "B": 1, "C": 2, "D": 4, "E": 8, "GONE": 0})
    prices: dict[str, int] = {"A": 10, "B": 30}
    assert listed.refresh(prices.get) is None
    prices["C"] = 20
    assert listed.refresh(prices.get) == pytest.approx({"A": 0.125, "B": 0.375, "C": 0.5})
    assert listed.refresh(prices.get) is None
    prices["D"] = 10
    assert set(listed.refresh(prices.get) or {}) == {"A", "B", "C", "D"}
    listed.begin_day()
    assert listed.refresh(prices.get) is not None


def test_nobody_weighs_more_than_the_cap() -> None:
    """What is cut off goes to the others in proportion."""
    weights = capped([80, 10, 5, 5], 0.4)
    assert weights == pytest.approx([0.4, 0.3, 0.15, 0.15])
    assert capped([], 0.1) == []
