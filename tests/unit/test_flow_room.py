"""The flow room and what stands behind it: movers, limits, large trades, rules, bars, auctions."""

from __future__ import annotations

from core.market.calendar import instant_ms
from core.pipeline import MarketDataProcessor
from core.snapshot.flow_views import flow_room
from core.trackers.large_trades import LargeTradeRule, LargeTrades
from core.trackers.pace import POINTS, baseline
from core.trackers.trade_classifier import Session
from tests.support.events import DAY, at, foreign, quote, trade

CEILING, REFERENCE = 26_750, 25_000


def market() -> MarketDataProcessor:
    """SSI traded 40 times by 1,000 shares, then once by 400,000; a quote before each."""
    core = MarketDataProcessor()
    core.handle(trade(0, None, None, session="ATO", when="09:01:00"), None)
    total = 0
    for n in range(40):
        when = f"10:{n:02d}:00"
        core.handle(quote(24_950, 25_000, when=when), None)
        total += 1_000
        core.handle(trade(total, 1_000, 25_000, side="B", when=when), None)
    total += 400_000
    core.handle(trade(total, 400_000, 25_000, side="S", when="10:40:10"), None)
    return core


def test_rules_are_held_against_the_exchanges_side() -> None:
    rules = flow_room(market()).rules
    # The quote rule calls every trade at the ask a buyer: right 40 times, wrong on the last.
    assert (rules["quote"].agreed, rules["quote"].spoken) == (40, 41)
    assert rules["quote"].share == round(40 / 41, 6)
    assert rules["tick"].share is None


def test_every_side_has_its_value() -> None:
    core = market()
    core.handle(trade(940_000, 500_000, 25_100, session="ATC", when="14:45:00"), None)
    view = flow_room(core).market
    assert view.auction_value == 500_000 * 25_100
    assert view.buyer_value == 40_000 * 25_000
    sides = (view.buyer_value, view.seller_value, view.unknown_value, view.auction_value)
    assert sum(sides) == core.sessions.market.value


def test_a_large_trade_is_listed_with_the_threshold_it_passed() -> None:
    core = market()
    large = flow_room(core).large_trades
    assert [(one.symbol, one.volume, one.value, one.side) for one in large] == [
        ("SSI", 400_000, 400_000 * 25_000, "seller")
    ]
    assert 0 < large[0].threshold <= large[0].value
    assert core.analysis.large_trades.sums["SSI"].seller_volume == 400_000


def test_the_large_rule_may_be_replaced() -> None:
    core = market()
    core.analysis.large_trades = LargeTrades(rule=LargeTradeRule(median_multiple=1_000.0))
    core.handle(trade(840_000, 400_000, 25_000, side="S", when="10:41:10"), None)
    assert flow_room(core).large_trades == []


def test_movers_name_who_moved() -> None:
    core = market()
    core.handle(foreign(0, 0, when="10:00:00"), None)
    core.handle(foreign(10_000, 0, when="10:41:00"), None)
    lists = flow_room(core).movers
    assert lists["gainers"] == lists["losers"] == []
    assert [(one.symbol, one.measure) for one in lists["by_volume"]] == [("SSI", 440_000)]
    # 40,000 bought and 400,000 sold at 25,000.
    assert [(one.symbol, one.measure) for one in lists["active_selling"]] == [("SSI", -360_000 * 25_000)]
    assert [(one.symbol, one.measure) for one in lists["foreign_buying"]] == [("SSI", 10_000 * 25_000)]


def test_a_locked_ceiling_comes_and_breaks() -> None:
    core = market()
    core.handle(trade(441_000, 1_000, CEILING, side="B", when="10:42:00"), None)
    core.handle(quote(CEILING, None, when="10:42:00"), None)
    core.tick(at("10:52:00"))
    (limit,) = flow_room(core).limits
    assert (limit.symbol, limit.side, limit.locked, limit.breaks) == ("SSI", "ceiling", True, 0)
    assert (limit.touched_at, limit.locked_since) == (at("10:42:00"), at("10:42:00"))
    assert limit.locked_minutes == 10.0
    core.handle(quote(CEILING - 50, CEILING, when="10:53:00"), None)
    core.tick(at("10:55:00"))
    (limit,) = flow_room(core).limits
    assert (limit.locked, limit.breaks, limit.broken_at) == (False, 1, at("10:53:00"))
    assert limit.locked_minutes == 11.0


def test_bars_and_profile_hold_every_counted_share() -> None:
    core = market()
    core.tick(at("10:45:00"))
    bars = core.analysis.bars.of("SSI")
    assert len(bars) == 41
    assert sum(bar.volume for bar in bars) == core.sessions.days["SSI"].tally.volume == 440_000
    assert core.analysis.bars.take_closed() == bars
    profile = core.analysis.volume_at_price.profile("SSI")
    assert profile is not None
    assert sum(level.volume for level in profile.levels) == 440_000
    # A correction takes 1,000 shares back, from the bars and the profile too.
    core.handle(trade(439_000, None, 25_000, when="10:46:00"), None)
    assert core.ledger_violations() == []
    assert sum(bar.volume for bar in core.analysis.bars.of("SSI")) == 439_000


def test_an_auction_is_followed_from_its_indication_to_its_match() -> None:
    core = MarketDataProcessor()
    core.handle(trade(0, 0, None, session="ATO", when="09:05:00", est_price=25_100), None)
    core.handle(quote(25_100, 25_150, when="09:05:05", session="ATO"), None)
    core.handle(trade(70_000, 70_000, 25_150, session="ATO", when="09:15:00"), None)
    auction = core.analysis.auctions.get("SSI", Session.ATO)
    assert auction is not None
    assert (auction.last_est_price, auction.match_price, auction.match_volume) == (25_100, 25_150, 70_000)
    assert auction.match_difference == 50
    assert auction.matched_at == instant_ms(DAY, (9 * 60 + 15) * 60)


def test_the_pace_is_told_against_the_usual_value() -> None:
    core = market()
    assert flow_room(core).pace is None
    shares = [minute / (POINTS - 1) for minute in range(POINTS)]
    core.inputs.usual_value = baseline(shares, 100_000_000_000)
    pace = flow_room(core).pace
    assert pace is not None
    # 10:40:10 is 115 minutes and 10 seconds after 08:45.
    share = (115 + 10 / 60) / (POINTS - 1)
    so_far = 440_000 * 25_000
    assert (pace.so_far, pace.usual_share) == (so_far, round(share, 6))
    assert pace.usual == round(share * 100_000_000_000)
    assert pace.ratio == round(so_far / (share * 100_000_000_000), 4)
    assert pace.projected == round(so_far / share)
