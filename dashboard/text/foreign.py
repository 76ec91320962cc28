"""The words of the foreign flow.

Door: `ForeignText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class ForeignText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

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


VIETNAMESE: Final = ForeignText(
    foreign_title="Khối ngoại",
    foreign_info=(
        "Tốc độ mua và bán của nhà đầu tư nước ngoài, tỷ đồng mỗi phút, tính trên 5 phút gần "
        "nhất của giờ sở; bên dưới là giá trị ròng lũy kế. Giá trị = khối lượng tăng thêm x giá "
        "lúc đó, nên có thể lệch nhẹ so với con số của sở."
    ),
    foreign_buying="mua",
    foreign_selling="bán",
    foreign_net="ròng",
    foreign_unit="tỷ/phút",
    foreign_top_buyers="Mua ròng",
    foreign_top_sellers="Bán ròng",
    foreign_room="Room hẹp nhất",
    foreign_room_left="còn {shares}",
    foreign_room_used="đã dùng",
)

ENGLISH: Final = ForeignText(
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
)
