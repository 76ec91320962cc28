"""Volume by price: columns, point of control, the value area's expansion, corrections, bounds."""

from __future__ import annotations

import pytest

from core.trackers import volume_at_price as module
from core.trackers.trade_classifier import Side
from core.trackers.volume_at_price import PriceLevel, VolumeAtPrice, value_area


def test_volume_stands_at_its_price_by_side() -> None:
    tracker = VolumeAtPrice()
    for volume, side in ((1, Side.BUYER), (2, Side.SELLER), (4, Side.UNKNOWN), (8, Side.AUCTION)):
        tracker.on_trade("SSI", 25_000, volume, side)
    tracker.on_trade("SSI", 24_950, 3, Side.BUYER)
    profile = tracker.profile("SSI")
    assert profile is not None
    assert profile.levels == (PriceLevel(24_950, 3, 0, 0, 0), PriceLevel(25_000, 1, 2, 4, 8))
    assert (profile.volume, profile.point_of_control) == (18, 25_000)
    assert (profile.value_area_low, profile.value_area_high, profile.value_area_volume) == (
        25_000,
        25_000,
        15,
    )
    assert tracker.profile("HPG") is None


@pytest.mark.parametrize(
    ("volumes", "control", "area"),
    [
        ([5], 0, (0, 0)),
        ([70, 30], 0, (0, 0)),
        # 40 of 100: above 10 + 5 against below 20 + 15, which makes 75.
        ([10, 15, 20, 40, 10, 5], 3, (1, 3)),
        # Equal pairs: the upper one.
        ([10, 10, 40, 10, 10], 2, (2, 4)),
        # The lower end is reached, so the rest comes from above, one of a pair.
        ([30, 20, 25, 25], 0, (0, 2)),
        ([10, 10, 10, 10, 10, 50], 5, (3, 5)),
    ],
)
def test_the_value_area_grows_by_the_heavier_pair(
    volumes: list[int], control: int, area: tuple[int, int]
) -> None:
    assert value_area(volumes, control) == area


@pytest.mark.parametrize(
    ("prices", "control"), [([10, 20, 30], 20), ([10, 20], 10), ([10, 11, 30], 11), ([5, 40, 41], 40)]
)
def test_of_equal_prices_the_most_central_is_the_point_of_control(prices: list[int], control: int) -> None:
    tracker = VolumeAtPrice()
    for price in prices:
        tracker.on_trade("SSI", price, 100, Side.BUYER)
    profile = tracker.profile("SSI")
    assert profile is not None
    assert profile.point_of_control == control


def test_a_correction_is_taken_from_the_last_price_then_from_its_neighbours() -> None:
    tracker = VolumeAtPrice()
    for price, volume in ((100, 10), (120, 10), (110, 10)):
        tracker.on_trade("SSI", price, volume, Side.BUYER)
    assert tracker.take_back("SSI", 15) == 0
    profile = tracker.profile("SSI")
    assert profile is not None
    assert [(level.price, level.volume) for level in profile.levels] == [(100, 5), (120, 10)]
    assert tracker.take_back("SSI", 20) == 5
    assert tracker.profile("SSI") is None
    assert tracker.take_back("HPG", 5) == 5


def test_what_has_no_place_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PRICES_PER_SYMBOL", 2)
    tracker = VolumeAtPrice()
    for price in (1, 2, 3):
        tracker.on_trade("SSI", price, 10, Side.BUYER)
    tracker.on_trade("SSI", 1, 2**63, Side.BUYER)
    assert tracker.unplaced_volume == 10
    profile = tracker.profile("SSI")
    assert profile is not None
    assert profile.volume == 10 + 10 + 2**63
