"""The names of all texts. A field per text, so that a missing one is an error before anything runs.

Placeholders in braces are filled in the browser. Door: `Catalogue`. Refuses to know any language.
"""

from __future__ import annotations

import msgspec


class Catalogue(msgspec.Struct, frozen=True, kw_only=True):
    """All texts of one language."""

    # the page
    title: str
    number_locale: str
    billion: str
    million: str
    minutes_unit: str
    seconds_unit: str
    none: str
    no_script: str
    # states, in words
    state_connecting: str
    state_live: str
    state_quiet_break: str
    state_quiet_pre: str
    state_quiet: str
    state_closed: str
    state_stale: str
    state_stale_unknown: str
    state_down: str
    state_partial: str
    state_no_data: str
    # the strip
    strip_label: str
    index_vnindex: str
    index_vn30: str
    index_hnx: str
    index_upcom: str
    index_future: str
    basis_short: str
    contracts_short: str
    breadth_tip: str
    phase_PRE: str
    phase_ATO: str
    phase_LO: str
    phase_BREAK: str
    phase_ATC: str
    phase_PT: str
    phase_PLO: str
    phase_C: str
    phase_HALT: str
    phase_unknown: str
    phase_left: str
    phase_disagrees: str
    transport_push: str
    transport_polling: str
    transport_none: str
    transport_tip: str
    age: str
    age_label: str
    age_tip: str
    coverage_label: str
    coverage_tip: str
    simulated: str
    simulated_tip: str
    replay_date: str
    calendar_unknown: str
    language_switch: str
    language_other: str
    theme_switch: str
    theme_dark: str
    theme_light: str
    palette_switch: str
    palette_brief: str
    palette_exchange: str
    palette_safe: str
    info: str
    # the board
    board_title: str
    board_info: str
    board_unit: str
    col_symbol: str
    col_reference: str
    col_ceiling: str
    col_floor: str
    col_limits: str
    col_bids: str
    col_matched: str
    col_asks: str
    col_price: str
    col_price1: str
    col_price2: str
    col_price3: str
    col_volume1: str
    col_volume2: str
    col_volume3: str
    col_volume: str
    col_change: str
    col_change_pct: str
    col_total_volume: str
    col_aggressor: str
    col_buyer: str
    col_pressure: str
    col_seller: str
    col_foreign: str
    col_foreign_buy: str
    col_foreign_sell: str
    col_room: str
    col_spark: str
    col_coverage: str
    est_price_tip: str
    legend_up: str
    legend_down: str
    legend_reference: str
    legend_ceiling: str
    legend_floor: str
    legend_buy: str
    legend_sell: str
    legend_palette: str
    # indices
    indices_title: str
    indices_info: str
    indices_axis: str
    breadth_advances: str
    breadth_unchanged: str
    breadth_declines: str
    breadth_counted: str
    # foreign flow
    foreign_title: str
    foreign_info: str
    foreign_buying: str
    foreign_selling: str
    foreign_net: str
    foreign_unit: str
    foreign_top_buyers: str
    foreign_top_sellers: str
    foreign_room: str
    foreign_room_left: str
    foreign_room_used: str
    # derivatives
    derivatives_title: str
    derivatives_info: str
    basis_axis: str
    basis_premium: str
    basis_discount: str
    basis_mean: str
    basis_premium_share: str
    contract_code: str
    contract_last: str
    contract_change: str
    contract_volume: str
    contract_basis: str
    contract_expiry: str
    contract_days: str
    contract_today: str
