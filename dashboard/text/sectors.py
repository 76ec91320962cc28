"""The words of the sectors and of ready-made groups of shares.

Door: `SectorsText`, `VIETNAMESE`, `ENGLISH`. The names after `sector_` are those of
`core/market/symbols.py`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class SectorsText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    sector_banks: str
    sector_brokers: str
    sector_real_estate: str
    sector_staples: str
    sector_oil_gas: str
    sector_retail: str
    sector_technology: str
    sector_steel: str
    sector_chemicals: str
    sector_rubber: str
    sector_aviation: str
    sector_leisure: str
    sector_other: str


VIETNAMESE: Final = SectorsText(
    sector_banks="Ngân hàng",
    sector_brokers="Chứng khoán",
    sector_real_estate="Bất động sản",
    sector_staples="Tiêu dùng thiết yếu",
    sector_oil_gas="Dầu khí",
    sector_retail="Bán lẻ",
    sector_technology="Công nghệ",
    sector_steel="Thép",
    sector_chemicals="Hóa chất",
    sector_rubber="Cao su",
    sector_aviation="Hàng không",
    sector_leisure="Du lịch, giải trí",
    sector_other="Khác",
)

ENGLISH: Final = SectorsText(
    sector_banks="Banks",
    sector_brokers="Brokers",
    sector_real_estate="Real estate",
    sector_staples="Staples",
    sector_oil_gas="Oil and gas",
    sector_retail="Retail",
    sector_technology="Technology",
    sector_steel="Steel",
    sector_chemicals="Chemicals",
    sector_rubber="Rubber",
    sector_aviation="Aviation",
    sector_leisure="Leisure",
    sector_other="Other",
)
