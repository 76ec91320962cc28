"""The English texts. Door: `ENGLISH`. Refuses to know where they are shown."""

from __future__ import annotations

from typing import Final

from dashboard.text.catalogue import Catalogue

ENGLISH: Final = Catalogue(
    # the page
    title="VN Market – live board",
    number_locale="en-US",
    billion="bn",
    million="m",
    minutes_unit="min",
    seconds_unit="s",
    none="–",
    no_script="This page needs JavaScript to receive live data.",
    # states, in words
    state_connecting="connecting",
    state_live="live",
    state_quiet_break="quiet (lunch break)",
    state_quiet_pre="quiet (before the open)",
    state_quiet="quiet",
    state_closed="closed",
    state_stale="stale since {time}",
    state_stale_unknown="stale",
    state_down="feed lost since {time}",
    state_partial="partial, coverage {coverage}",
    state_no_data="no data yet",
    # the strip
    strip_label="Indices and state",
    index_vnindex="VNINDEX",
    index_vn30="VN30",
    index_hnx="HNX",
    index_upcom="UPCOM",
    index_future="VN30F1M",
    basis_short="basis",
    contracts_short="lots",
    breadth_tip="Advances / unchanged / declines",
    phase_PRE="before the open",
    phase_ATO="opening auction (ATO)",
    phase_LO="continuous trading",
    phase_BREAK="lunch break",
    phase_ATC="closing auction (ATC)",
    phase_PT="put-through",
    phase_PLO="post-close (PLO)",
    phase_C="closed",
    phase_HALT="halted",
    phase_unknown="phase unknown",
    phase_left="{time} left",
    phase_disagrees="The feed and the clock disagree about the phase",
    transport_push="push",
    transport_polling="polling",
    transport_none="not connected",
    transport_tip="push: the server sends every change at once; polling: the page asks every 2 seconds",
    age="{age} old",
    age_label="Age of the data",
    age_tip="Time since the newest message of the exchange",
    coverage_label="coverage {coverage}",
    coverage_tip="Share of the matched volume seen trade by trade; the rest was lost in gaps of the feed",
    simulated="SIMULATED",
    simulated_tip="The data come from a simulator, not from the market",
    replay_date="data of {date}",
    calendar_unknown="holidays of this year unknown",
    language_switch="Language",
    language_other="VI",
    theme_switch="Light or dark",
    theme_dark="Dark",
    theme_light="Light",
    palette_switch="Palette",
    palette_brief="Red up · green down",
    palette_exchange="As the exchange",
    palette_safe="Colour-blind safe",
    info="Explanation",
    # the board
    board_title="VN30 price board",
    board_info=(
        "Prices and volumes of the 30 VN30 members from the exchange through SSI FastConnect; "
        "prices in thousand VND. Active buying and selling: the aggressor of each matched trade, "
        "from the exchange where given, else by the quotes; what is unknown counts for neither "
        "side."
    ),
    board_unit="prices: thousand VND · volumes: shares",
    col_symbol="Symbol",
    col_reference="Ref",
    col_ceiling="Ceil",
    col_floor="Floor",
    col_limits="Day limits",
    col_bids="Bids",
    col_matched="Matched",
    col_asks="Asks",
    col_price="Price",
    col_price1="P1",
    col_price2="P2",
    col_price3="P3",
    col_volume1="V1",
    col_volume2="V2",
    col_volume3="V3",
    col_volume="Vol",
    col_change="+/−",
    col_change_pct="%",
    col_total_volume="Total vol",
    col_aggressor="Aggressor",
    col_buyer="Buy",
    col_pressure="Buy | Sell",
    col_seller="Sell",
    col_foreign="Foreign",
    col_foreign_buy="Buy",
    col_foreign_sell="Sell",
    col_room="Room",
    col_spark="Day",
    col_coverage="Cover",
    est_price_tip="Indicative price of the auction",
    legend_up="up",
    legend_down="down",
    legend_reference="reference",
    legend_ceiling="ceiling",
    legend_floor="floor",
    legend_buy="active buying",
    legend_sell="active selling",
    legend_palette="Change the palette",
    # indices
    indices_title="VN30 and VNINDEX",
    indices_info=(
        "Per cent change against the reference (yesterday's close) by trading minute, lunch cut "
        "out. Breadth: advancing, unchanged and declining shares, from the exchange where it "
        "sends them, else counted from the board."
    ),
    indices_axis="% against reference",
    breadth_advances="up",
    breadth_unchanged="flat",
    breadth_declines="down",
    breadth_counted="counted from the board",
    # foreign flow
    foreign_title="Foreign flow",
    foreign_info=(
        "Speed of foreign buying and selling, billion VND a minute over the last 5 minutes of "
        "exchange time; below, the cumulative net value. Value = added volume x the price at "
        "that moment, so it may differ slightly from the exchange's own figure."
    ),
    foreign_buying="buying",
    foreign_selling="selling",
    foreign_net="net",
    foreign_unit="bn/min",
    foreign_top_buyers="Net bought",
    foreign_top_sellers="Net sold",
    foreign_room="Tightest room",
    foreign_room_left="{shares} left",
    foreign_room_used="used",
    # derivatives
    derivatives_title="Futures basis",
    derivatives_info=(
        "Basis = futures price − VN30 at the same moment, in index points, of the contract most "
        "traded today. Above 0: premium, below 0: discount; the faint band is the day's mean ± "
        "one standard deviation."
    ),
    basis_axis="points",
    basis_premium="premium",
    basis_discount="discount",
    basis_mean="mean",
    basis_premium_share="time at a premium",
    contract_code="Contract",
    contract_last="Last",
    contract_change="+/−",
    contract_volume="Volume",
    contract_basis="Basis",
    contract_expiry="Expiry",
    contract_days="{days} d",
    contract_today="today",
)
