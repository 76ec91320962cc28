"""Auctions: which messages are theirs, the path, the imbalance, the final match."""

from __future__ import annotations

import pytest

from core.market.calendar import Board
from core.trackers.auction_tracker import MAX_SAMPLES, SAMPLE_MS, AuctionSample, AuctionTracker, auction_of
from core.trackers.trade_classifier import Session
from tests.support.events import at

T = at("14:30")
ATC = Session.ATC


@pytest.mark.parametrize(
    ("code", "board", "time", "auction"),
    [
        ("ATO", Board.HOSE, "09:15:01", Session.ATO),
        ("ATC", Board.HNX, "14:30:00", Session.ATC),
        (None, Board.HOSE, "09:00:00", Session.ATO),
        (None, Board.HNX, "09:00:00", None),
        (None, Board.UPCOM, "14:35:00", None),
        ("nonsense", Board.DERIVATIVES, "08:50:00", Session.ATO),
        ("LO", Board.HOSE, "14:30:01", None),
        ("C", Board.HOSE, "14:45:00", None),
    ],
)
def test_the_feeds_code_decides_what_belongs_to_an_auction(
    code: str | None, board: Board, time: str, auction: Session | None
) -> None:
    assert auction_of(code, board, (at(time) - at("00:00")) // 1000) is auction


def test_the_path_keeps_the_last_values_of_each_five_seconds() -> None:
    tracker = AuctionTracker()
    tracker.on_estimate("SSI", ATC, 25_000, 25_100, T)
    tracker.on_quote("SSI", ATC, ((25_050, 300), (25_000, 100)), ((24_950, 100),), T + 4_999)
    tracker.on_estimate("SSI", ATC, None, 25_100, T + 2 * SAMPLE_MS)
    auction = tracker.get("SSI", ATC)
    assert auction is not None
    assert auction.path == [
        AuctionSample(T, 25_000, 400, 100),
        AuctionSample(T + 2 * SAMPLE_MS, None, 400, 100),
    ]
    assert auction.imbalance == pytest.approx(0.6)
    assert (auction.est_price, auction.last_est_price, auction.last_est_at) == (None, 25_000, T)
    assert (auction.change_from_last, auction.change_from(24_000), auction.change_from(None)) == (
        -100,
        1000,
        None,
    )
    assert tracker.get("SSI", Session.ATO) is None


def test_the_final_match_stands_against_the_last_indication_and_ends_the_auction() -> None:
    tracker = AuctionTracker()
    tracker.on_estimate("SSI", ATC, 25_000, 24_900, T)
    tracker.on_match("SSI", ATC, 25_050, 700, T + 900_000)
    tracker.on_match("SSI", ATC, 25_050, 300, T + 900_500)
    assert not tracker.on_estimate("SSI", ATC, 26_000, 25_050, T + 901_000)
    assert not tracker.on_quote("SSI", ATC, (), (), T + 901_000)
    auction = tracker.get("SSI", ATC)
    assert auction is not None
    assert (auction.match_price, auction.match_volume, auction.matched_at) == (25_050, 1000, T + 900_000)
    assert (auction.match_difference, auction.change_from_last) == (50, 100)


def test_what_is_not_known_is_none() -> None:
    tracker = AuctionTracker()
    tracker.on_match("SSI", ATC, 25_000, 100, T)
    auction = tracker.get("SSI", ATC)
    assert auction is not None
    assert (auction.imbalance, auction.match_difference, auction.change_from_last) == (None, None, None)
    assert auction.path == []
    tracker.on_quote("HPG", ATC, (), (), T)
    empty = tracker.get("HPG", ATC)
    assert empty is not None
    assert (empty.bid_volume, empty.ask_volume, empty.imbalance) == (0, 0, None)


def test_older_news_is_left_alone() -> None:
    tracker = AuctionTracker()
    tracker.on_estimate("SSI", ATC, 25_000, None, T + 1000)
    assert not tracker.on_estimate("SSI", ATC, 24_000, None, T)


def test_samples_are_bounded_and_the_newest_stays_true() -> None:
    tracker = AuctionTracker()
    for n in range(MAX_SAMPLES + 50):
        tracker.on_estimate("SSI", ATC, 25_000 + n, None, T + n * SAMPLE_MS)
    auction = tracker.get("SSI", ATC)
    assert auction is not None
    path = auction.path
    assert (len(path), path[-1].est_price) == (MAX_SAMPLES, 25_000 + MAX_SAMPLES + 49)
    assert path[-1].start == T + (MAX_SAMPLES + 49) * SAMPLE_MS
