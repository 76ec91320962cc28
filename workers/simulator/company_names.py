"""Names and codes for made-up companies that sound like listed ones and are nobody's.

Door: `Company`, `companies`. A name is a trade and a place; a code is made of its initials.
Refuses to know boards and prices.
"""

from __future__ import annotations

import random
import string
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_TRADES = (
    ("Xây dựng", "Construction"), ("Thủy sản", "Seafood"), ("Dệt may", "Textile"),
    ("Thép", "Steel"), ("Xi măng", "Cement"), ("Nhựa", "Plastics"), ("Dược phẩm", "Pharmaceutical"),
    ("Cấp nước", "Water Supply"), ("Thủy điện", "Hydropower"), ("Nhiệt điện", "Thermal Power"),
    ("Cao su", "Rubber"), ("Mía đường", "Sugar"), ("Cảng", "Port"), ("Vận tải biển", "Shipping"),
    ("Logistics", "Logistics"), ("Chứng khoán", "Securities"), ("Bảo hiểm", "Insurance"),
    ("Bất động sản", "Real Estate"), ("Khu công nghiệp", "Industrial Park"), ("Khoáng sản", "Minerals"),
    ("Than", "Coal"), ("Bao bì", "Packaging"), ("Phân bón", "Fertiliser"), ("Gỗ", "Timber"),
    ("Du lịch", "Tourism"), ("Cơ khí", "Engineering"), ("Điện tử", "Electronics"), ("In", "Printing"),
)  # fmt: skip
_PLACES = (
    "Sông Hồng", "Sông Đà", "Sông Lô", "Sông Mã", "Sông Lam", "Sông Hương", "Sông Tiền", "Sông Hậu",
    "Ba Vì", "Tam Đảo", "Yên Tử", "Mẫu Sơn", "Fansipan", "Bạch Mã", "Bà Nà", "Núi Thành", "Hòn Gai",
    "Hạ Long", "Cát Bà", "Đồ Sơn", "Sầm Sơn", "Cửa Lò", "Nhật Lệ", "Thuận An", "Lăng Cô", "Hội An",
    "Sa Huỳnh", "Quy Nhơn", "Vân Phong", "Cam Ranh", "Ninh Chữ", "Mũi Né", "Vũng Tàu", "Cần Giờ",
    "Phú Mỹ", "Long Thành", "Biên Hòa", "Thủ Đức", "Củ Chi", "Tân An", "Mỹ Tho", "Cao Lãnh", "Sa Đéc",
    "Vĩnh Long", "Ninh Kiều", "Vị Thanh", "Sóc Trăng", "Năm Căn", "Hà Tiên", "Phú Quốc", "Côn Đảo",
    "Pleiku", "Buôn Hồ", "Đà Lạt", "Bảo Lộc", "Đông Hà", "Vinh", "Hà Trung", "Tam Điệp", "Phủ Lý",
)  # fmt: skip


class Company(NamedTuple):
    """A made-up company: its three-letter code and its names."""

    symbol: str
    name: str
    name_en: str


def companies(rng: random.Random, taken: set[str]) -> Iterator[Company]:
    """Companies with codes of their own, without end; names repeat with a number after 1,680.

    Args:
        rng: of their order, and of codes whose initials are taken.
        taken: codes not to use; those given out are added.
    """
    pairs = [(trade, place) for trade in _TRADES for place in _PLACES]
    rng.shuffle(pairs)
    turn = 1
    while True:
        suffix = "" if turn == 1 else f" {turn}"
        for (trade, trade_en), place in pairs:
            symbol = _code(trade, place, rng, taken)
            name_en = f"{_plain(place)} {trade_en}{suffix} JSC"
            yield Company(symbol, f"CTCP {trade} {place}{suffix}", name_en)
        turn += 1


def _code(trade: str, place: str, rng: random.Random, taken: set[str]) -> str:
    first = _initials(trade)
    second = _initials(place)
    for symbol in ((first + second)[:3], (second + first)[:3], (first[:1] + second + "C")[:3]):
        if len(symbol) == 3 and symbol not in taken:
            taken.add(symbol)
            return symbol
    while True:
        symbol = first[0] + "".join(rng.choices(string.ascii_uppercase, k=2))
        if symbol in taken:
            symbol = "".join(rng.choices(string.ascii_uppercase, k=3))
        if symbol not in taken:
            taken.add(symbol)
            return symbol


def _initials(text: str) -> str:
    return "".join(word[0] for word in _plain(text).upper().split())


def _plain(text: str) -> str:
    """Without marks: codes and English names have none."""
    bare = text.replace("Đ", "D").replace("đ", "d")
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
