"""The words of the price board.

Door: `BoardText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class BoardText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_board: str
    board_title: str
    board_info: str
    board_unit: str
    col_share: str
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
    col_day: str
    col_open: str
    col_high: str
    col_low: str
    col_average: str
    col_total_value: str
    col_course: str
    left_buyer: str
    left_seller: str
    pressure_tip: str
    board_count: str
    board_auction: str
    presets_label: str
    preset_futures: str
    sector_label: str
    all_sectors: str
    lists: str
    lists_saved: str
    lists_none: str
    list_unnamed: str
    list_edit: str
    list_name: str
    list_codes: str
    list_save: str
    list_drop: str
    list_hint: str
    columns: str
    columns_reset: str
    column_left: str
    column_right: str
    column_pin: str
    export_tip: str
    unit_points: str
    unit_contracts: str
    unit_shares: str


VIETNAMESE: Final = BoardText(
    nav_board="Bảng giá",
    board_title="Bảng giá",
    board_info=(
        "Giá và khối lượng từ bảng điện của sở qua SSI FastConnect; giá tính bằng nghìn đồng, "
        "hợp đồng tương lai bằng điểm. Mua/bán chủ động: bên chủ động của từng lệnh khớp, theo sở nếu "
        "có, nếu không thì theo giá chào; phần chưa rõ không tính cho bên nào."
    ),
    board_unit="giá: nghìn đồng · khối lượng: cổ phiếu",
    col_share="Cổ phiếu",
    col_symbol="Mã",
    col_reference="TC",
    col_ceiling="Trần",
    col_floor="Sàn",
    col_limits="Giá trong ngày",
    col_bids="Bên mua",
    col_matched="Khớp lệnh",
    col_asks="Bên bán",
    col_price="Giá",
    col_price1="G1",
    col_price2="G2",
    col_price3="G3",
    col_volume1="KL1",
    col_volume2="KL2",
    col_volume3="KL3",
    col_volume="KL",
    col_change="+/−",
    col_change_pct="%",
    col_total_volume="Tổng KL",
    col_aggressor="Chủ động",
    col_buyer="Mua",
    col_pressure="Mua | Bán",
    col_seller="Bán",
    col_foreign="Nước ngoài",
    col_foreign_buy="Mua",
    col_foreign_sell="Bán",
    col_room="Room",
    col_spark="Ngày",
    col_coverage="Độ phủ",
    est_price_tip="Giá khớp dự kiến của phiên định kỳ",
    legend_up="tăng",
    legend_down="giảm",
    legend_reference="tham chiếu",
    legend_ceiling="trần",
    legend_floor="sàn",
    legend_buy="mua chủ động",
    legend_sell="bán chủ động",
    legend_palette="Đổi bảng màu",
    col_day="Trong ngày",
    col_open="Mở",
    col_high="Cao",
    col_low="Thấp",
    col_average="TB",
    col_total_value="Tổng GT",
    col_course="Diễn biến",
    left_buyer="Dư mua ở giá khớp dự kiến: phần còn lại sau khi khớp thử",
    left_seller="Dư bán ở giá khớp dự kiến: phần còn lại sau khi khớp thử",
    pressure_tip="Mua chủ động {bought} · bán chủ động {sold} · mua {share}",
    board_count="{count} mã",
    board_auction="{phase}: giá khớp dự kiến (in nghiêng) và khối lượng dư",
    presets_label="Danh sách mã",
    preset_futures="Phái sinh",
    sector_label="Ngành",
    all_sectors="Mọi ngành",
    lists="Danh mục",
    lists_saved="Danh mục của tôi",
    lists_none="chưa có danh mục nào",
    list_unnamed="Danh mục",
    list_edit="Tạo hoặc sửa",
    list_name="Tên",
    list_codes="Mã",
    list_save="Lưu và mở",
    list_drop="Xóa {name}",
    list_hint=(
        "Lưu trong trình duyệt này; địa chỉ trang chứa cả danh "
        "mục, gửi đi là người nhận thấy đúng danh mục đó."
    ),
    columns="Cột",
    columns_reset="Như ban đầu",
    column_left="Sang trái",
    column_right="Sang phải",
    column_pin="Ghim",
    export_tip="Tải các dòng và cột đang hiện thành tệp CSV (giá bằng đồng)",
    unit_points="điểm",
    unit_contracts="hợp đồng",
    unit_shares="cổ phiếu",
)

ENGLISH: Final = BoardText(
    nav_board="Board",
    board_title="Price board",
    board_info=(
        "Prices and volumes from the exchange through SSI FastConnect; prices in thousand VND, "
        "futures in points. Active buying and selling: the aggressor of each matched trade, "
        "from the exchange where given, else by the quotes; what is unknown counts for neither "
        "side."
    ),
    board_unit="prices: thousand VND · volumes: shares",
    col_share="Share",
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
    col_day="Day",
    col_open="Open",
    col_high="High",
    col_low="Low",
    col_average="Avg",
    col_total_value="Value bn",
    col_course="Course",
    left_buyer="Left over on the buying side at the indicative price, after tentative matching",
    left_seller="Left over on the selling side at the indicative price, after tentative matching",
    pressure_tip="Active buying {bought} · active selling {sold} · buying {share}",
    board_count="{count} symbols",
    board_auction="{phase}: indicative prices (italic) and what is left over",
    presets_label="Which symbols",
    preset_futures="Futures",
    sector_label="Sector",
    all_sectors="All sectors",
    lists="Watchlists",
    lists_saved="My watchlists",
    lists_none="none yet",
    list_unnamed="Watchlist",
    list_edit="Make or change",
    list_name="Name",
    list_codes="Symbols",
    list_save="Save and open",
    list_drop="Delete {name}",
    list_hint=(
        "Kept in this browser; the page's address holds the whole list, so whoever gets it sees the same."
    ),
    columns="Columns",
    columns_reset="As at first",
    column_left="Further left",
    column_right="Further right",
    column_pin="Keep in sight",
    export_tip="Download the rows and columns shown as CSV (prices in VND)",
    unit_points="points",
    unit_contracts="contracts",
    unit_shares="shares",
)
