"""The words of one symbol: page, head, chart, and the panel beside every page.

Door: `SymbolText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class SymbolText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    # the page
    nav_symbol: str
    symbol_near_title: str
    symbol_unknown: str
    symbol_none_chosen: str
    symbol_searching: str
    symbol_silent: str
    symbol_waiting: str
    symbol_no_room: str
    # the head
    symbol_head_label: str
    sym_reference: str
    sym_ceiling: str
    sym_floor: str
    sym_open: str
    sym_high: str
    sym_low: str
    sym_average: str
    sym_volume: str
    sym_value: str
    sym_estimated: str
    sym_status: str
    sym_index: str
    sym_expiry: str
    sym_last_heard: str
    sym_never_heard: str
    sym_coverage: str
    sym_open_page: str
    sym_derivatives: str
    # the chart
    symbol_chart_title: str
    symbol_chart_info: str
    sym_interval_label: str
    sym_interval_1: str
    sym_interval_5: str
    sym_interval_15: str
    key_interval: str
    sym_zoom_reset: str
    sym_vwap: str
    sym_poc: str
    sym_delta: str
    sym_axis_volume: str
    sym_bar_open: str
    sym_bar_high: str
    sym_bar_low: str
    sym_bar_close: str
    # the side panel
    side_label: str
    side_toggle_tip: str
    side_close: str
    side_nothing: str
    side_newest: str
    side_pressure: str
    side_day: str


VIETNAMESE: Final = SymbolText(
    # the page
    nav_symbol="Mã",
    symbol_near_title="Có phải mã này?",
    symbol_unknown="Không có mã “{name}” trong danh mục của sở.",
    symbol_none_chosen="Chưa chọn mã nào. Chọn một mã trên bảng giá hoặc một trong các mã dưới đây.",
    symbol_searching="Đang tìm “{name}” trong danh mục …",
    symbol_silent="Sở chưa gửi bản tin nào của mã này hôm nay.",
    symbol_waiting="Đang chờ chi tiết …",
    symbol_no_room="Danh mục chi tiết đã đầy: quá nhiều mã đang được xem. Chỉ có số liệu của bảng giá.",
    # the head
    symbol_head_label="Giá và trạng thái của mã",
    sym_reference="TC",
    sym_ceiling="Trần",
    sym_floor="Sàn",
    sym_open="Mở cửa",
    sym_high="Cao",
    sym_low="Thấp",
    sym_average="TB",
    sym_volume="KL khớp",
    sym_value="GT khớp, tỷ",
    sym_estimated="dự kiến",
    sym_status="Trạng thái",
    sym_index="Chỉ số",
    sym_expiry="Đáo hạn",
    sym_last_heard="Bản tin cuối {time}, {age} trước",
    sym_never_heard="Chưa có bản tin",
    sym_coverage="độ phủ {coverage}",
    sym_open_page="Mở trang của mã",
    sym_derivatives="Phái sinh",
    # the chart
    symbol_chart_title="Giá theo phút",
    symbol_chart_info=(
        "Nến theo giờ của sở trên trục phút giao dịch (giờ nghỉ trưa được bỏ), gộp từ nến 1 phút của "
        "máy chủ. Đường mảnh là giá bình quân theo khối lượng của những lệnh đã nhận. Cột khối lượng "
        "chia theo bên chủ động. Bên phải: khối lượng theo mức giá, mức nhiều nhất (đỉnh KL) và vùng "
        "chứa 70 % khối lượng. Dưới cùng: mua chủ động trừ bán chủ động, cộng dồn. Khối lượng lọt mất"
        " khi gián đoạn không có trong biểu đồ."
    ),
    sym_interval_label="Khoảng của nến",
    sym_interval_1="1 phút",
    sym_interval_5="5 phút",
    sym_interval_15="15 phút",
    key_interval="Đổi khoảng của nến",
    sym_zoom_reset="Cả ngày",
    sym_vwap="Giá BQ",
    sym_poc="Đỉnh KL",
    sym_delta="mua − bán",
    sym_axis_volume="KL",
    sym_bar_open="M",
    sym_bar_high="C",
    sym_bar_low="T",
    sym_bar_close="Đ",
    # the side panel
    side_label="Mã đang chọn",
    side_toggle_tip="Hiện hoặc ẩn bảng của mã đang chọn",
    side_close="Đóng",
    side_nothing="Chọn một mã trên bảng giá.",
    side_newest="Lệnh mới nhất",
    side_pressure="Mua | bán chủ động",
    side_day="Giá hôm nay",
)


ENGLISH: Final = SymbolText(
    # the page
    nav_symbol="Symbol",
    symbol_near_title="Did you mean",
    symbol_unknown="There is no “{name}” in the exchange’s list of securities.",
    symbol_none_chosen="No symbol is chosen yet. Choose one on the board, or one of these.",
    symbol_searching="Looking for “{name}” in the directory …",
    symbol_silent="The exchange has sent nothing of this symbol today.",
    symbol_waiting="Waiting for the details …",
    symbol_no_room="Too many symbols are being looked at: only the board’s figures are shown.",
    # the head
    symbol_head_label="Price and state of the symbol",
    sym_reference="Ref",
    sym_ceiling="Ceiling",
    sym_floor="Floor",
    sym_open="Open",
    sym_high="High",
    sym_low="Low",
    sym_average="Avg",
    sym_volume="Volume",
    sym_value="Value, bn",
    sym_estimated="indicative",
    sym_status="Status",
    sym_index="Index",
    sym_expiry="Expiry",
    sym_last_heard="Last message {time}, {age} ago",
    sym_never_heard="No message yet",
    sym_coverage="coverage {coverage}",
    sym_open_page="Open the symbol’s page",
    sym_derivatives="Derivatives",
    # the chart
    symbol_chart_title="Price by minute",
    symbol_chart_info=(
        "Candles by exchange time on a trading-minute axis (lunch cut out), joined from the server’s "
        "one-minute bars. The thin line is the volume-weighted average price of the trades received. "
        "Volume is split by aggressor. At the right: volume at price, its busiest level (POC) and the"
        " area that holds 70 % of the volume. At the bottom: active buying minus active selling, "
        "cumulated. Volume lost in gaps of the feed is not in the chart."
    ),
    sym_interval_label="Interval of the candles",
    sym_interval_1="1 min",
    sym_interval_5="5 min",
    sym_interval_15="15 min",
    key_interval="Next interval of the candles",
    sym_zoom_reset="Whole day",
    sym_vwap="VWAP",
    sym_poc="POC",
    sym_delta="buy − sell",
    sym_axis_volume="Vol",
    sym_bar_open="O",
    sym_bar_high="H",
    sym_bar_low="L",
    sym_bar_close="C",
    # the side panel
    side_label="The selected symbol",
    side_toggle_tip="Shows or hides the panel of the selected symbol",
    side_close="Close",
    side_nothing="Choose a symbol on the board.",
    side_newest="Newest trades",
    side_pressure="Active buy | sell",
    side_day="Price today",
)
