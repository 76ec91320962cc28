"""What the rooms show of contributions, divergence, the basis over time and the expiry day.

Door: one function per group of fields; each fills a view that `core/snapshot/views.py` began.
Refuses to know frames, stores and clocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import fsum

from core.market.prices import HUNDREDTHS, TENTHS
from core.pipeline import MarketDataProcessor
from core.snapshot.expiry_room import ExpiryView
from core.snapshot.rooms import ContractView, IndexView
from core.trackers.basis_band import BasisBand, CarryTerms, fair_band
from core.trackers.derivatives_tracker import ContractDay
from core.trackers.index_contributions import IndexComposition, PriceMove
from core.trackers.index_tracker import IndexDay

MAX_CONTRIBUTIONS = 30
_DIGITS = 3
_WEIGHT_DIGITS = 6


def add_divergence(view: IndexView, day: IndexDay) -> None:
    """The advance-decline line, and index against breadth."""
    if day.est_value is not None and day.prior:
        view.est_change = (day.est_value - day.prior) / HUNDREDTHS
    view.ad_line = day.breadth_line.line
    found = day.breadth_line.divergence()
    if found is None:
        return
    view.divergence, view.span_net = found.sign, found.net_change
    view.span_change = found.value_change / HUNDREDTHS
    view.divergence_z = None if found.z is None else round(found.z, 2)


def add_composition(
    view: IndexView,
    composition: IndexComposition,
    day: IndexDay,
    prior: int,
    move: PriceMove,
    group: Collection[str],
) -> None:
    """Contributions, the rebuilt value and the index without the chosen group.

    Args:
        view: what to fill.
        composition: its constituents' weights.
        day: the index's day.
        prior: its previous close, hundredths of a point.
        move: price moves of the constituents now.
        group: symbols to leave out.
    """
    points, weights = composition.contributions(prior, move), composition.weights
    shown = sorted({*_largest(points), *_largest(weights)})
    view.weights_source = composition.source.value
    view.weights = {symbol: round(weights[symbol], _WEIGHT_DIGITS) for symbol in shown}
    view.contributions = {symbol: _points(points[symbol]) for symbol in shown}
    view.contributions_rest = _points(fsum(points.values()) - fsum(points[symbol] for symbol in shown))
    if day.value is not None:
        view.unexplained = _points(day.value - prior - fsum(points.values()))
    rebuilt = composition.rebuilt(prior, move)
    view.rebuilt = None if rebuilt is None else _points(rebuilt)
    gap = composition.published_gap
    if gap is not None:
        view.rebuilt_gap, view.rebuilt_gap_mean = _points(gap.gap), _points(gap.mean_size)
    if group:
        view.group = sorted(group)
        without = composition.without(prior, move, group)
        if without is not None:
            view.value_without_group = _points(without)
            view.change_pct_without_group = round(100.0 * (without - prior) / prior, 2)


def _largest(measure: Mapping[str, float]) -> list[str]:
    ranked = sorted(measure, key=lambda symbol: (-abs(measure[symbol]), symbol))
    return ranked[:MAX_CONTRIBUTIONS]


def add_basis(view: ContractView, day: ContractDay, carry: CarryTerms | None, days: int | None) -> None:
    """The basis over time, and the fair price.

    Args:
        view: what to fill.
        day: the contract's day.
        carry: cost-of-carry terms, or None.
        days: calendar days to the last trading day.
    """
    band = day.band
    deviation = band.deviation
    if band.mean is not None:
        view.basis_mean, view.basis_samples = _points(band.mean), band.count
        view.basis_deviation = None if deviation is None else _points(deviation)
    _add_slope(view, band, day.basis)
    shares = day.clock.shares()
    if shares is not None:
        view.premium_time_share, view.discount_time_share = round(shares[0], 4), round(shares[1], 4)
    if carry is None or days is None or day.index_value is None:
        return
    fair = fair_band(day.index_value, days, carry, deviation)
    view.fair_value, view.fair_basis = _points(fair.value), _points(fair.value - day.index_value)
    view.band_low = None if fair.low is None else _points(fair.low)
    view.band_high = None if fair.high is None else _points(fair.high)


def _add_slope(view: ContractView, band: BasisBand, basis: int | None) -> None:
    slope = band.slope_an_hour()
    if slope is None:
        return
    view.basis_slope, view.basis_slope_error = _points(slope[0]), _points(slope[1])
    if basis and abs(slope[0]) > slope[1]:
        view.converging = slope[0] * basis < 0


def expiry_views(core: MarketDataProcessor, contracts: Iterable[tuple[str, ContractDay]]) -> list[ExpiryView]:
    """The settlement price as it forms, for every contract that expires on the trading date."""
    found: list[ExpiryView] = []
    now = core.now
    for symbol, day in contracts:
        listed = day.contract
        window = core.derivatives.settlements.get(listed.underlying)
        if window is None or now is None or listed.last_trading_date != core.date:
            continue
        settlement = window.settlement(now)
        view = ExpiryView(
            symbol,
            listed.underlying,
            settlement=None if settlement.value is None else _points(settlement.value),
            samples=settlement.samples,
            continuous_samples=settlement.continuous_samples,
            to_come=settlement.to_come,
            final=settlement.final,
        )
        if day.price is not None:
            view.last = day.price / TENTHS
            needed = window.needed_mean(now, day.price * HUNDREDTHS / TENTHS)
            view.needed_mean = None if needed is None else _points(needed)
        found.append(view)
    return found


def _points(hundredths: float) -> float:
    return round(hundredths / HUNDREDTHS, _DIGITS)
