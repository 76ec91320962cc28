"""The words around every page: states, strip, switches.

Door: `FrameText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class FrameText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    # the page
    title: str
    thousands_mark: str
    decimal_mark: str
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
    aggressor_tip: str
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
    palette_switch: str
    palette_brief: str
    palette_exchange: str
    palette_safe: str
    info: str
    # the way around
    product: str
    skip_link: str
    nav_label: str
    nowhere_title: str
    nowhere_text: str
    next_phase: str
    theme_to_dark: str
    theme_to_light: str
    palette_now: str
    search_title: str
    search_short: str
    search_placeholder: str
    search_hint: str
    search_found: str
    search_nothing: str
    search_waiting: str
    search_future: str
    share_tip: str
    share_done: str
    help_title: str
    dialog_close: str
    key_or: str
    key_search: str
    key_help: str
    key_open: str
    key_back: str
    key_arrows: str


VIETNAMESE: Final = FrameText(
    # the page
    title="VN Market – bảng điện trực tiếp",
    thousands_mark=".",
    decimal_mark=",",
    billion="tỷ",
    million="tr",
    minutes_unit="phút",
    seconds_unit="s",
    none="–",
    no_script="Trang này cần JavaScript để nhận dữ liệu trực tiếp.",
    # states, in words
    state_connecting="đang kết nối",
    state_live="trực tiếp",
    state_quiet_break="nghỉ trưa",
    state_quiet_pre="chưa mở cửa",
    state_quiet="yên lặng",
    state_closed="đã đóng cửa",
    state_stale="dữ liệu cũ từ {time}",
    state_stale_unknown="dữ liệu cũ",
    state_down="mất nguồn dữ liệu từ {time}",
    state_no_data="chưa có dữ liệu",
    # the strip
    strip_label="Chỉ số và trạng thái",
    index_vnindex="VNINDEX",
    index_vn30="VN30",
    index_hnx="HNX",
    index_upcom="UPCOM",
    index_future="VN30F1M",
    basis_short="basis",
    contracts_short="HĐ",
    breadth_tip="Tăng / đứng giá / giảm",
    aggressor_tip="Mua chủ động / chưa rõ / bán chủ động, hợp đồng",
    phase_PRE="chưa mở cửa",
    phase_ATO="khớp lệnh mở cửa (ATO)",
    phase_LO="khớp lệnh liên tục",
    phase_BREAK="nghỉ trưa",
    phase_ATC="khớp lệnh đóng cửa (ATC)",
    phase_PT="thỏa thuận",
    phase_PLO="sau giờ (PLO)",
    phase_C="đóng cửa",
    phase_HALT="tạm ngừng",
    phase_unknown="chưa rõ phiên",
    phase_left="còn {time}",
    phase_disagrees="Bảng giá và đồng hồ không khớp về phiên",
    transport_push="đẩy",
    transport_polling="hỏi định kỳ",
    transport_none="chưa nối",
    transport_tip="đẩy: máy chủ gửi ngay khi có thay đổi; hỏi định kỳ: trang hỏi lại mỗi 2 giây",
    age="{age} trước",
    age_label="Tuổi dữ liệu",
    age_tip="Thời gian từ bản tin mới nhất của sở đến bây giờ",
    coverage_label="độ phủ {coverage}",
    coverage_tip="Phần khối lượng khớp mà hệ thống đã thấy từng lệnh; phần còn lại lọt mất khi gián đoạn",
    simulated="MÔ PHỎNG",
    simulated_tip="Dữ liệu do máy mô phỏng tạo ra, không phải thị trường thật",
    replay_date="dữ liệu ngày {date}",
    calendar_unknown="chưa có lịch nghỉ năm nay",
    language_switch="Ngôn ngữ",
    language_other="EN",
    theme_switch="Nền sáng hoặc tối",
    palette_switch="Bảng màu",
    palette_brief="Đỏ tăng · xanh giảm",
    palette_exchange="Như sở giao dịch",
    palette_safe="Dễ phân biệt màu",
    info="Giải thích",
    # the way around
    product="VN Market",
    skip_link="Đến nội dung chính",
    nav_label="Các trang",
    nowhere_title="Không có trang này",
    nowhere_text="Địa chỉ không dẫn đến trang nào. Chọn một trang trong thanh điều hướng.",
    next_phase="tiếp: {phase}",
    theme_to_dark="Chuyển sang nền tối",
    theme_to_light="Chuyển sang nền sáng",
    palette_now="Bảng màu: {palette}. Bấm để đổi",
    search_title="Tìm mã, công ty, hợp đồng",
    search_short="Tìm mã",
    search_placeholder="Mã hoặc tên, không cần dấu",
    search_hint="Gõ mã, tên công ty hoặc tên hợp đồng. ↑ ↓ để chọn, Enter để mở.",
    search_found="{count} kết quả",
    search_nothing="Không tìm thấy mã nào",
    search_waiting="Đang tải danh mục; mã đầy đủ thì mở được ngay",
    search_future="phái sinh",
    share_tip="Chép địa chỉ của đúng màn hình này",
    share_done="Đã chép địa chỉ",
    help_title="Phím tắt",
    dialog_close="Đóng",
    key_or="hoặc",
    key_search="Tìm mã",
    key_help="Danh sách phím tắt",
    key_open="Mở mã đang chọn",
    key_back="Đóng, trở lại",
    key_arrows="Đi lại trong bảng",
)

ENGLISH: Final = FrameText(
    # the page
    title="VN Market – live board",
    thousands_mark=",",
    decimal_mark=".",
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
    aggressor_tip="Bought / unknown / sold by the aggressor, contracts",
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
    palette_switch="Palette",
    palette_brief="Red up · green down",
    palette_exchange="As the exchange",
    palette_safe="Colour-blind safe",
    info="Explanation",
    # the way around
    product="VN Market",
    skip_link="Skip to the content",
    nav_label="Pages",
    nowhere_title="There is no such page",
    nowhere_text="This address leads to no page. Choose one from the navigation.",
    next_phase="then {phase}",
    theme_to_dark="Switch to the dark theme",
    theme_to_light="Switch to the light theme",
    palette_now="Palette: {palette}. Click to change",
    search_title="Find a symbol, company or contract",
    search_short="Find",
    search_placeholder="Code or name, accents not needed",
    search_hint="Type a code, a company or a contract. ↑ ↓ to choose, Enter to open.",
    search_found="{count} found",
    search_nothing="Nothing found",
    search_waiting="The directory is on its way; a whole code opens at once",
    search_future="futures",
    share_tip="Copy the address of exactly this view",
    share_done="Address copied",
    help_title="Keyboard shortcuts",
    dialog_close="Close",
    key_or="or",
    key_search="Find a symbol",
    key_help="This list",
    key_open="Open the symbol in focus",
    key_back="Close, go back",
    key_arrows="Move within a table",
)
