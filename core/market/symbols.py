"""Who is who: index membership with effective dates, sectors, names, boards.

The lists are the fallback; the feed's `IndexComponents` of the morning wins. Door:
`vn30_members`, `sector_of`, `board_of`, `index_id`. Refuses to know prices.
Source: the exchange's index notices (effective dates) and company registers (names).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from core.market.calendar import Board
from core.market.contracts import parse_code

_AUGUST_2025 = (
    "ACB BCM BID CTG DGC FPT GAS GVR HDB HPG LPB MBB MSN MWG PLX SAB SHB SSB SSI STB TCB TPB "
    "VCB VHM VIB VIC VJC VNM VPB VRE"
)
_JANUARY_2026 = (
    "ACB BID CTG DGC FPT GAS GVR HDB HPG LPB MBB MSN MWG PLX SAB SHB SSB SSI STB TCB TPB VCB VHM "
    "VIB VIC VJC VNM VPB VPL VRE"
)
_AUGUST_2026 = (
    "ACB BID BSR CTG FPT GAS GVR HDB HPG LPB MBB MCH MSN MWG SAB SHB SSB SSI STB TCB TCX VCB VHM "
    "VIB VIC VJC VNM VPB VPL VRE"
)
VN30_MEMBERSHIP: tuple[tuple[dt.date, tuple[str, ...]], ...] = (
    (dt.date(2026, 8, 3), tuple(_AUGUST_2026.split())),
    (dt.date(2026, 1, 1), tuple(_JANUARY_2026.split())),
    (dt.date.min, tuple(_AUGUST_2025.split())),
)
"""(effective from, members), newest first."""

INDEX_IDS: tuple[str, ...] = ("VNINDEX", "VN30", "HNXIndex", "HNXUpcomIndex")
"""The four headline indices by the feed's ids, in the order screens show them."""

_INDEX_SPELLINGS: dict[str, str] = {
    "VNI": "VNINDEX",
    "HNX": "HNXIndex",
    "UPCOM": "HNXUpcomIndex",
    "UPINDEX": "HNXUpcomIndex",
    "UPCOMINDEX": "HNXUpcomIndex",
}
"""What people write instead of the feed's id, in capitals and without separators."""

SECTORS: dict[str, str] = {
    symbol: sector
    for sector, symbols in {
        "banks": "ACB BID CTG HDB LPB MBB SHB SSB STB TCB TPB VCB VIB VPB",
        "brokers": "SSI TCX",
        "real_estate": "BCM VHM VIC VRE",
        "staples": "MCH MSN SAB VNM",
        "oil_gas": "BSR GAS PLX",
        "retail": "MWG",
        "technology": "FPT",
        "steel": "HPG",
        "chemicals": "DGC",
        "rubber": "GVR",
        "aviation": "VJC",
        "leisure": "VPL",
    }.items()
    for symbol in symbols.split()
}
OTHER_SECTOR = "other"

FAMILIES: dict[str, tuple[str, ...]] = {"vin": ("VHM", "VIC", "VPL", "VRE")}
"""Listed companies of one owner, by the owner's name: what is often left out of an index together."""

NAMES: dict[str, str] = {
    "ACB": "Ngân hàng TMCP Á Châu",
    "BCM": "Becamex IDC",
    "BID": "Ngân hàng TMCP Đầu tư và Phát triển Việt Nam",
    "BSR": "Lọc hóa dầu Bình Sơn",
    "CTG": "Ngân hàng TMCP Công Thương Việt Nam",
    "DGC": "Tập đoàn Hóa chất Đức Giang",
    "FPT": "FPT",
    "GAS": "Tổng Công ty Khí Việt Nam",
    "GVR": "Tập đoàn Công nghiệp Cao su Việt Nam",
    "HDB": "Ngân hàng TMCP Phát triển TP. Hồ Chí Minh",
    "HPG": "Tập đoàn Hòa Phát",
    "LPB": "Ngân hàng TMCP Lộc Phát Việt Nam",
    "MBB": "Ngân hàng TMCP Quân đội",
    "MCH": "Hàng tiêu dùng Masan",
    "MSN": "Tập đoàn Masan",
    "MWG": "Đầu tư Thế Giới Di Động",
    "PLX": "Tập đoàn Xăng dầu Việt Nam",
    "SAB": "Tổng Công ty Bia - Rượu - Nước giải khát Sài Gòn",
    "SHB": "Ngân hàng TMCP Sài Gòn - Hà Nội",
    "SSB": "Ngân hàng TMCP Đông Nam Á",
    "SSI": "Chứng khoán SSI",
    "STB": "Ngân hàng TMCP Sài Gòn Thương Tín",
    "TCB": "Ngân hàng TMCP Kỹ Thương Việt Nam",
    "TCX": "Chứng khoán Kỹ Thương",
    "TPB": "Ngân hàng TMCP Tiên Phong",
    "VCB": "Ngân hàng TMCP Ngoại thương Việt Nam",
    "VHM": "Vinhomes",
    "VIB": "Ngân hàng TMCP Quốc tế Việt Nam",
    "VIC": "Tập đoàn Vingroup",
    "VJC": "Hàng không Vietjet",
    "VNM": "Sữa Việt Nam",
    "VPB": "Ngân hàng TMCP Việt Nam Thịnh Vượng",
    "VPL": "Vinpearl",
    "VRE": "Vincom Retail",
}

_BOARDS: dict[str, Board] = {
    "HOSE": Board.HOSE,
    "HNX": Board.HNX,
    "UPCOM": Board.UPCOM,
    "DERIVATIVES": Board.DERIVATIVES,
    "DER": Board.DERIVATIVES,
}


def vn30_members(day: dt.date) -> tuple[str, ...]:
    """The thirty members of VN30 in force on a day, in alphabetical order."""
    return next(members for start, members in VN30_MEMBERSHIP if day >= start)


def sector_of(symbol: str) -> str:
    """The sector key of a share; an unknown one is `other`, visible, never dropped."""
    return SECTORS.get(symbol, OTHER_SECTOR)


def board_of(exchange: str | None, symbol: str) -> Board:
    """The board of a security: what the feed says, else futures codes are DERIVATIVES, else HOSE.

    Args:
        exchange: the message's `MarketId` or `Exchange`, or None.
        symbol: its code.
    """
    if exchange:
        known = _BOARDS.get(exchange.upper())
        if known is not None:
            return known
    return Board.DERIVATIVES if is_future(symbol) else Board.HOSE


def index_id(name: str, known: Iterable[str] = INDEX_IDS) -> str | None:
    """The feed's id of an index by any usual spelling (`vn-index`, `HNX`, `UPCOM`), or None.

    Args:
        name: what somebody wrote; letter case, hyphens, underscores and blanks do not matter.
        known: ids that exist.
    """
    plain = _plain(name)
    wanted = _plain(_INDEX_SPELLINGS.get(plain, plain))
    return next((candidate for candidate in known if _plain(candidate) == wanted), None)


def _plain(name: str) -> str:
    return name.upper().replace("-", "").replace("_", "").replace(" ", "")


def is_future(symbol: str) -> bool:
    """Whether the code is an index future's (old, new or alias)."""
    return parse_code(symbol) is not None or symbol[:5] == "VN30F" or symbol[:6] == "VN100F"
