"""The words of the futures.

Door: `DerivativesText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class DerivativesText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    derivatives_title: str
    derivatives_info: str
    basis_axis: str
    basis_premium: str
    basis_discount: str
    basis_mean: str
    basis_premium_share: str
    contract_code: str
    contract_last: str
    contract_volume: str
    contract_basis: str
    contract_expiry: str
    contract_days: str
    contract_today: str


VIETNAMESE: Final = DerivativesText(
    derivatives_title="Basis phái sinh",
    derivatives_info=(
        "Basis = giá hợp đồng tương lai − VN30 cùng thời điểm, điểm chỉ số, của hợp đồng giao "
        "dịch nhiều nhất hôm nay. Trên 0: chênh lệch dương, dưới 0: chênh lệch âm; dải mờ là "
        "trung bình ± một độ lệch chuẩn trong ngày."
    ),
    basis_axis="điểm",
    basis_premium="chênh dương",
    basis_discount="chênh âm",
    basis_mean="trung bình",
    basis_premium_share="thời gian chênh dương",
    contract_code="Hợp đồng",
    contract_last="Giá",
    contract_volume="KL",
    contract_basis="Basis",
    contract_expiry="Đáo hạn",
    contract_days="{days} ngày",
    contract_today="hôm nay",
)

ENGLISH: Final = DerivativesText(
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
    contract_volume="Volume",
    contract_basis="Basis",
    contract_expiry="Expiry",
    contract_days="{days} d",
    contract_today="today",
)
