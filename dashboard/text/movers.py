"""The words of the movers and of the flow by part of the day, beside and below the board.

Door: `MoversText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class MoversText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    movers_title: str
    movers_info: str
    movers_tab_change: str
    movers_tab_size: str
    movers_tab_active: str
    movers_tab_foreign: str
    movers_gainers: str
    movers_losers: str
    movers_by_value: str
    movers_by_volume: str
    movers_active_buying: str
    movers_active_selling: str
    movers_foreign_buying: str
    movers_foreign_selling: str
    phases_title: str
    phases_info: str
    phases_day: str
    phases_net: str
    phase_part_bought: str
    phase_part_open: str
    phase_part_matched: str
    phase_part_missed: str
    phase_part_sold: str


VIETNAMESE: Final = MoversText(
    movers_title="Nổi bật",
    movers_info=(
        "Mười mã đứng đầu của toàn thị trường, mỗi giây một lần: theo phần trăm so với tham chiếu, giá trị "
        "(tỷ đồng), khối lượng, giá trị mua trừ bán chủ động, giá trị mua ròng của nước ngoài."
    ),
    movers_tab_change="Giá",
    movers_tab_size="GT·KL",
    movers_tab_active="Chủ động",
    movers_tab_foreign="NN",
    movers_gainers="Tăng mạnh",
    movers_losers="Giảm mạnh",
    movers_by_value="Giá trị, tỷ",
    movers_by_volume="Khối lượng",
    movers_active_buying="Mua chủ động ròng, tỷ",
    movers_active_selling="Bán chủ động ròng, tỷ",
    movers_foreign_buying="NN mua ròng, tỷ",
    movers_foreign_selling="NN bán ròng, tỷ",
    phases_title="Chủ động theo phiên",
    phases_info=(
        "Khối lượng khớp theo bên chủ động, mọi cổ phiếu. Phần trăm là của phần đã rõ bên. Phiên định kỳ "
        "không có bên chủ động; phần lọt mất khi gián đoạn được ghi riêng, không chia cho bên nào."
    ),
    phases_day="Cả ngày",
    phases_net="mua − bán",
    phase_part_bought="mua",
    phase_part_open="chưa rõ",
    phase_part_matched="định kỳ",
    phase_part_missed="lọt mất",
    phase_part_sold="bán",
)

ENGLISH: Final = MoversText(
    movers_title="Movers",
    movers_info=(
        "The first ten of the whole market, once a second: per cent against the reference, value (billion "
        "VND), volume, active buying minus selling, net foreign buying by value."
    ),
    movers_tab_change="Price",
    movers_tab_size="Size",
    movers_tab_active="Active",
    movers_tab_foreign="Foreign",
    movers_gainers="Gainers",
    movers_losers="Losers",
    movers_by_value="Value, bn",
    movers_by_volume="Volume",
    movers_active_buying="Net active buying, bn",
    movers_active_selling="Net active selling, bn",
    movers_foreign_buying="Net foreign buying, bn",
    movers_foreign_selling="Net foreign selling, bn",
    phases_title="Aggressor by session",
    phases_info=(
        "Matched volume by the aggressor, all shares. The per cents are of what has a side. Auctions have "
        "none; what a gap swallowed is shown as missed and given to neither."
    ),
    phases_day="Day",
    phases_net="buy − sell",
    phase_part_bought="buying",
    phase_part_open="unknown",
    phase_part_matched="auction",
    phase_part_missed="missed",
    phase_part_sold="selling",
)
