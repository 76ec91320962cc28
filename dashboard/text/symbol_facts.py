"""The words of a symbol's foreign flow, limits, auctions, ledger and, of a future, its terms.

Door: `SymbolFactsText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class SymbolFactsText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    # foreign
    symbol_foreign_title: str
    symbol_foreign_info: str
    sym_bought: str
    sym_sold: str
    sym_net: str
    sym_foreign_volume: str
    sym_foreign_value: str
    sym_foreign_reported: str
    sym_foreign_speed: str
    sym_room: str
    sym_room_used: str
    sym_room_clock: str
    sym_room_clock_at: str
    sym_room_clock_beyond: str
    sym_room_clock_far: str
    sym_room_steady: str
    sym_room_released: str
    sym_released_at: str
    sym_unusual: str
    sym_no_foreign: str
    # limits and auctions
    symbol_limits_title: str
    symbol_limits_info: str
    sym_no_limits: str
    sym_touched: str
    sym_locked: str
    sym_locked_now: str
    sym_locked_not: str
    sym_locked_minutes: str
    sym_queue: str
    sym_breaks: str
    sym_times: str
    symbol_auctions_title: str
    symbol_auctions_info: str
    sym_no_auctions: str
    sym_indication: str
    sym_indication_none: str
    sym_last_indication: str
    sym_from_last: str
    sym_from_reference: str
    sym_matched: str
    sym_matched_at: str
    sym_match_difference: str
    sym_auction_path: str
    sym_imbalance_path: str
    # ledger
    symbol_ledger_title: str
    symbol_ledger_info: str
    sym_ledger_total: str
    sym_ledger_balanced: str
    sym_ledger_unbalanced: str
    sym_ledger_counted: str
    sym_ledger_duplicates: str
    sym_ledger_late: str
    sym_ledger_corrections: str
    sym_ledger_gaps: str
    # the future
    symbol_contract_title: str
    symbol_contract_info: str
    sym_names: str
    sym_days_left: str
    sym_expires_today: str
    sym_basis_mean: str
    sym_basis_slope: str
    sym_converging: str
    sym_diverging: str
    sym_premium_share: str
    sym_fair: str
    sym_settlement: str
    sym_needed: str
    sym_basis_line: str


VIETNAMESE: Final = SymbolFactsText(
    # foreign
    symbol_foreign_title="Khối ngoại",
    symbol_foreign_info=(
        "Khối lượng nhà đầu tư nước ngoài mua và bán theo sở; giá trị = khối lượng tăng thêm x giá "
        "lúc đó (bên cạnh là số của sở, tính lại cả ngày theo giá cuối). Tốc độ: trung bình 5 phút "
        "gần nhất của giờ sở. Room cạn lúc: nếu giữ tốc độ mua ròng 5 phút qua."
    ),
    sym_bought="Mua",
    sym_sold="Bán",
    sym_net="Ròng",
    sym_foreign_volume="KL",
    sym_foreign_value="GT, tỷ",
    sym_foreign_reported="Theo sở, tỷ",
    sym_foreign_speed="tr/phút",
    sym_room="Room còn lại",
    sym_room_used="đã dùng {share}",
    sym_room_clock="Room cạn",
    sym_room_clock_at="sau {minutes} phút, lúc {time}",
    sym_room_clock_beyond="sau {minutes} phút, quá giờ hôm nay",
    sym_room_clock_far="hơn 10 phiên ở tốc độ này",
    sym_room_steady="không cạn ở tốc độ này",
    sym_room_released="Room tăng thêm",
    sym_released_at="{shares} lúc {time}",
    sym_unusual="So với 20 phiên",
    sym_no_foreign="Sở chưa gửi số liệu khối ngoại của mã này",
    # limits and auctions
    symbol_limits_title="Trần và sàn",
    symbol_limits_info=(
        "Lần đầu chạm giá trần hoặc sàn hôm nay, số phút giao dịch bị khóa (giá tốt nhất ở đó và bên "
        "kia trống), khối lượng đang chờ và số lần bị phá."
    ),
    sym_no_limits="Hôm nay chưa chạm trần hay sàn",
    sym_touched="Chạm lúc",
    sym_locked="Khóa",
    sym_locked_now="đang khóa từ {time}",
    sym_locked_not="không khóa",
    sym_locked_minutes="{minutes} phút",
    sym_queue="Đang chờ",
    sym_breaks="Bị phá",
    sym_times="{times} lần",
    symbol_auctions_title="Khớp lệnh định kỳ",
    symbol_auctions_info=(
        "Giá khớp dự kiến và khối lượng còn lại hai bên theo từng 5 giây, rồi giá khớp và chênh lệch "
        "với dự kiến cuối cùng. Cân bằng = (mua − bán) / (mua + bán) trên mọi bước giá."
    ),
    sym_no_auctions="Chưa có phiên định kỳ nào hôm nay",
    sym_indication="Giá dự kiến",
    sym_indication_none="chưa khớp được",
    sym_last_indication="Dự kiến cuối",
    sym_from_last="so với giá trước",
    sym_from_reference="so với TC",
    sym_matched="Khớp",
    sym_matched_at="{volume} lúc {time}",
    sym_match_difference="so với dự kiến",
    sym_auction_path="Giá dự kiến theo thời gian",
    sym_imbalance_path="Cân bằng theo thời gian",
    # ledger
    symbol_ledger_title="Sổ cái khối lượng",
    symbol_ledger_info=(
        "Tổng của sở phải bằng mua + bán + chưa rõ + định kỳ + lọt mất, từng cổ phiếu một, ở mọi thời"
        " điểm. Lọt mất là phần tổng của sở tăng mà không nhận được lệnh; nó được ghi riêng, không "
        "chia cho các bên."
    ),
    sym_ledger_total="Tổng của sở",
    sym_ledger_balanced="khớp",
    sym_ledger_unbalanced="lệch {shares}",
    sym_ledger_counted="Đã đếm",
    sym_ledger_duplicates="Trùng",
    sym_ledger_late="Đến muộn",
    sym_ledger_corrections="Sở sửa xuống",
    sym_ledger_gaps="Chỗ hở còn mở",
    # the future
    symbol_contract_title="Hợp đồng tương lai",
    symbol_contract_info=(
        "Basis = giá hợp đồng − chỉ số cùng thời điểm. Trung bình và độ lệch của 30 phút giao dịch "
        "gần nhất, mẫu mỗi 5 giây. Độ dốc là xu hướng trong khoảng đó, điểm mỗi giờ, kèm sai số "
        "chuẩn."
    ),
    sym_names="Tên",
    sym_days_left="{date}, còn {days} ngày",
    sym_expires_today="{date}, hôm nay",
    sym_basis_mean="Trung bình 30 phút",
    sym_basis_slope="Độ dốc, điểm/giờ",
    sym_converging="đang hội tụ",
    sym_diverging="đang phân kỳ",
    sym_premium_share="Thời gian dương / âm",
    sym_fair="Giá hợp lý",
    sym_settlement="Giá thanh toán tạm tính",
    sym_needed="Cần trung bình",
    sym_basis_line="Basis trong ngày",
)


ENGLISH: Final = SymbolFactsText(
    # foreign
    symbol_foreign_title="Foreign flow",
    symbol_foreign_info=(
        "Volumes bought and sold by foreign investors as the exchange tells them; value = added "
        "volume x the price at that moment (beside it the exchange’s own figure, which re-prices the "
        "whole day at the last price). Speed: mean of the last 5 minutes of exchange time. Room gone "
        "at: if the net buying of those 5 minutes goes on."
    ),
    sym_bought="Bought",
    sym_sold="Sold",
    sym_net="Net",
    sym_foreign_volume="Volume",
    sym_foreign_value="Value, bn",
    sym_foreign_reported="Exchange’s, bn",
    sym_foreign_speed="m/min",
    sym_room="Room left",
    sym_room_used="{share} used",
    sym_room_clock="Room gone",
    sym_room_clock_at="in {minutes} min, at {time}",
    sym_room_clock_beyond="in {minutes} min, beyond today",
    sym_room_clock_far="more than 10 sessions at this pace",
    sym_room_steady="not at this pace",
    sym_room_released="Room released",
    sym_released_at="{shares} at {time}",
    sym_unusual="Against 20 sessions",
    sym_no_foreign="The exchange has sent no foreign figures of this symbol",
    # limits and auctions
    symbol_limits_title="Ceiling and floor",
    symbol_limits_info=(
        "First touch of ceiling or floor today, trading minutes locked (the best price is there and "
        "the other side is empty), volume waiting, and how often the lock broke."
    ),
    sym_no_limits="Neither ceiling nor floor was touched today",
    sym_touched="Touched at",
    sym_locked="Locked",
    sym_locked_now="locked since {time}",
    sym_locked_not="not locked",
    sym_locked_minutes="{minutes} min",
    sym_queue="Queue",
    sym_breaks="Breaks",
    sym_times="{times}×",
    symbol_auctions_title="Auctions",
    symbol_auctions_info=(
        "The indicative price and what is left on both sides by 5 seconds, then the match and its "
        "distance from the last indication. Imbalance = (bid − ask) / (bid + ask) over all levels."
    ),
    sym_no_auctions="No auction yet today",
    sym_indication="Indicative",
    sym_indication_none="nothing would match",
    sym_last_indication="Last indication",
    sym_from_last="from the last price",
    sym_from_reference="from reference",
    sym_matched="Matched",
    sym_matched_at="{volume} at {time}",
    sym_match_difference="from the indication",
    sym_auction_path="Indicative price over time",
    sym_imbalance_path="Imbalance over time",
    # ledger
    symbol_ledger_title="Volume ledger",
    symbol_ledger_info=(
        "The exchange’s total must equal buyer + seller + unknown + auction + missed, to the share, "
        "at every moment. Missed is what the exchange’s total grew by without a trade received; it is"
        " booked apart, never spread."
    ),
    sym_ledger_total="Exchange’s total",
    sym_ledger_balanced="balances",
    sym_ledger_unbalanced="off by {shares}",
    sym_ledger_counted="Counted",
    sym_ledger_duplicates="Duplicates",
    sym_ledger_late="Late",
    sym_ledger_corrections="Corrections",
    sym_ledger_gaps="Open gaps",
    # the future
    symbol_contract_title="Futures contract",
    symbol_contract_info=(
        "Basis = contract price − index at the same moment. Mean and deviation over the last 30 "
        "trading minutes, one sample per 5 seconds. The slope is the trend over them, points an hour,"
        " with its standard error."
    ),
    sym_names="Names",
    sym_days_left="{date}, {days} days left",
    sym_expires_today="{date}, today",
    sym_basis_mean="Mean of 30 min",
    sym_basis_slope="Slope, points/h",
    sym_converging="converging",
    sym_diverging="diverging",
    sym_premium_share="Time at premium / discount",
    sym_fair="Fair value",
    sym_settlement="Settlement so far",
    sym_needed="Needed mean",
    sym_basis_line="Basis today",
)
