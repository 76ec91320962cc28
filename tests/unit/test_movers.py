"""Top lists: who may be in them, their order, ties, length."""

from __future__ import annotations

from typing import Any

from core.trackers.movers import Movers, Ranked, SymbolStanding, movers


def standing(symbol: str, last: int | None = 110, **fields: Any) -> SymbolStanding:
    values: dict[str, Any] = {"reference": 100, "volume": 1000, "value_vnd": 5, **fields}
    return SymbolStanding(symbol, last, **values)


def names(ranked: tuple[Ranked, ...]) -> list[str]:
    return [line.symbol for line in ranked]


def test_gainers_are_above_and_losers_below_the_reference() -> None:
    lists = movers([standing("A", 105), standing("B", 107), standing("C", 95), standing("D", 100)])
    assert lists.gainers == (Ranked("B", 7.0), Ranked("A", 5.0))
    assert lists.losers == (Ranked("C", -5.0),)


def test_ties_go_by_symbol_and_the_lists_have_their_length() -> None:
    standings = [standing(f"S{n:02d}") for n in range(30, 0, -1)]
    lists = movers(standings)
    expected = [f"S{n:02d}" for n in range(1, 11)]
    assert names(lists.gainers) == names(lists.by_volume) == names(lists.by_value) == expected
    assert len(movers(standings, top=3).by_value) == 3


def test_only_a_symbol_that_traded_today_takes_part() -> None:
    nothing = [
        standing("A", volume=None),
        standing("B", volume=0, foreign_net_value_vnd=9),
        standing("C", last=None),
    ]
    assert movers(nothing) == movers([]) == Movers((), (), (), (), (), (), (), ())


def test_net_values_are_listed_on_their_side_of_zero() -> None:
    lists = movers(
        [
            standing("A", buyer_value_vnd=9, seller_value_vnd=4, foreign_net_value_vnd=-3),
            standing("B", buyer_value_vnd=1, seller_value_vnd=4, foreign_net_value_vnd=8),
            standing("C", buyer_value_vnd=4, seller_value_vnd=4, foreign_net_value_vnd=None),
        ]
    )
    assert (lists.active_buying, lists.active_selling) == ((Ranked("A", 5),), (Ranked("B", -3),))
    assert (lists.foreign_buying, lists.foreign_selling) == ((Ranked("B", 8),), (Ranked("A", -3),))


def test_what_a_symbol_does_not_know_keeps_it_off_that_list_only() -> None:
    lists = movers([standing("A", reference=None, value_vnd=None)])
    assert lists.gainers == lists.losers == lists.by_value == ()
    assert lists.by_volume == (Ranked("A", 1000),)
