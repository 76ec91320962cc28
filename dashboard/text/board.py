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


VIETNAMESE: Final = BoardText(
    nav_board="Bảng giá",
    board_title="Bảng giá VN30",
    board_info=(
        "Giá và khối lượng của 30 mã VN30, từ bảng điện của sở qua SSI FastConnect; giá tính "
        "bằng nghìn đồng. Mua/bán chủ động: bên chủ động của từng lệnh khớp, theo sở nếu có, nếu "
        "không thì theo giá chào; phần chưa rõ không tính cho bên nào."
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
)

ENGLISH: Final = BoardText(
    nav_board="Board",
    board_title="VN30 price board",
    board_info=(
        "Prices and volumes of the 30 VN30 members from the exchange through SSI FastConnect; "
        "prices in thousand VND. Active buying and selling: the aggressor of each matched trade, "
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
)
