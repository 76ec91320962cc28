"""The words of a symbol's order book, trades and volume by side.

Door: `SymbolBookText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class SymbolBookText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    # the ladder
    symbol_depth_title: str
    symbol_depth_info: str
    sym_depth_price: str
    sym_depth_volume: str
    sym_depth_sum: str
    sym_spread: str
    sym_imbalance: str
    sym_depth_none: str
    sym_levels: str
    # time and sales
    symbol_trades_title: str
    symbol_trades_info: str
    sym_trades_time: str
    sym_trades_side: str
    sym_trades_how: str
    sym_side_buyer: str
    sym_side_seller: str
    sym_side_unknown: str
    sym_side_auction: str
    sym_side_missed: str
    sym_how_exchange: str
    sym_how_quote: str
    sym_how_tick: str
    sym_how_exchange_word: str
    sym_how_quote_word: str
    sym_how_tick_word: str
    sym_how_none_word: str
    sym_size_label: str
    sym_only_large: str
    sym_large_sums: str
    sym_large_threshold: str
    sym_trades_none: str
    sym_trades_filtered: str
    sym_trades_shown: str
    # volume by side
    symbol_flow_title: str
    symbol_flow_info: str
    sym_part_CONTINUOUS: str
    sym_part_AFTER: str
    sym_by_phase: str
    sym_by_method: str
    sym_total: str
    sym_other: str


VIETNAMESE: Final = SymbolBookText(
    # the ladder
    symbol_depth_title="Sổ lệnh",
    symbol_depth_info=(
        "Các bước giá mua và bán mà sở gửi (tối đa 10), khối lượng và lũy kế từ giá tốt nhất. Chênh "
        "lệch = giá bán tốt nhất − giá mua tốt nhất. Cân bằng = (tổng mua − tổng bán) / (tổng mua + "
        "tổng bán) của các bước đang hiện. Trong phiên định kỳ đây là khối lượng còn lại sau khi khớp"
        " tạm tính."
    ),
    sym_depth_price="Giá",
    sym_depth_volume="KL",
    sym_depth_sum="Lũy kế",
    sym_spread="Chênh lệch",
    sym_imbalance="Cân bằng",
    sym_depth_none="Sổ lệnh trống",
    sym_levels="{levels} bước giá",
    # time and sales
    symbol_trades_title="Khớp lệnh",
    symbol_trades_info=(
        "Từng lệnh khớp đã đếm, mới nhất trên cùng, theo giờ của sở. Bên chủ động và cách xác định: S"
        " do sở gửi, G theo giá chào trước đó, B theo bước giá trước đó, – không xác định được hoặc "
        "phiên định kỳ. Đậm có dấu ◆: lệnh lớn, ít nhất 20 lần trung vị của mã và 200 triệu đồng."
    ),
    sym_trades_time="Giờ",
    sym_trades_side="Bên",
    sym_trades_how="XĐ",
    sym_side_buyer="Mua",
    sym_side_seller="Bán",
    sym_side_unknown="Chưa rõ",
    sym_side_auction="Định kỳ",
    sym_side_missed="Lọt mất",
    sym_how_exchange="S",
    sym_how_quote="G",
    sym_how_tick="B",
    sym_how_exchange_word="sở gửi",
    sym_how_quote_word="giá chào",
    sym_how_tick_word="bước giá",
    sym_how_none_word="không có",
    sym_size_label="KL từ",
    sym_only_large="◆ lệnh lớn",
    sym_large_sums="{trades} lệnh · mua {buyer} · bán {seller} tỷ · từ {threshold} tỷ",
    sym_large_threshold="từ {threshold} tỷ",
    sym_trades_none="Chưa có lệnh khớp",
    sym_trades_filtered="Không có lệnh nào đủ lớn trong {count} lệnh gần nhất",
    sym_trades_shown="{shown} / {count} lệnh gần nhất",
    # volume by side
    symbol_flow_title="Khối lượng theo bên chủ động",
    symbol_flow_info=(
        "Khối lượng khớp theo bên chủ động, chia theo phiên và theo cách xác định. Phiên định kỳ "
        "không có bên chủ động."
    ),
    sym_part_CONTINUOUS="Liên tục",
    sym_part_AFTER="Sau giờ",
    sym_by_phase="Theo phiên",
    sym_by_method="Theo cách xác định",
    sym_total="Tổng",
    sym_other="Khác",
)


ENGLISH: Final = SymbolBookText(
    # the ladder
    symbol_depth_title="Order book",
    symbol_depth_info=(
        "The bid and ask levels the exchange sends (10 at most), their volume and the running sum "
        "from the best price on. Spread = best ask − best bid. Imbalance = (sum of bids − sum of "
        "asks) / (both) over the levels shown. In an auction it is what is left after tentative "
        "matching."
    ),
    sym_depth_price="Price",
    sym_depth_volume="Volume",
    sym_depth_sum="Sum",
    sym_spread="Spread",
    sym_imbalance="Imbalance",
    sym_depth_none="The book is empty",
    sym_levels="{levels} levels",
    # time and sales
    symbol_trades_title="Time and sales",
    symbol_trades_info=(
        "Every counted trade, newest on top, by exchange time. The aggressor and how it was decided: "
        "E by the exchange, Q by the quote before, T by the tick before, – undecided or an auction. "
        "Bold with ◆: a large trade, at least 20 times the symbol’s median and 200 million VND."
    ),
    sym_trades_time="Time",
    sym_trades_side="Side",
    sym_trades_how="How",
    sym_side_buyer="Buy",
    sym_side_seller="Sell",
    sym_side_unknown="Unknown",
    sym_side_auction="Auction",
    sym_side_missed="Missed",
    sym_how_exchange="E",
    sym_how_quote="Q",
    sym_how_tick="T",
    sym_how_exchange_word="exchange",
    sym_how_quote_word="quote",
    sym_how_tick_word="tick",
    sym_how_none_word="none",
    sym_size_label="Size from",
    sym_only_large="◆ large",
    sym_large_sums="{trades} trades · bought {buyer} · sold {seller} bn · from {threshold} bn",
    sym_large_threshold="from {threshold} bn",
    sym_trades_none="No trade yet",
    sym_trades_filtered="None of the newest {count} trades is that large",
    sym_trades_shown="{shown} / newest {count}",
    # volume by side
    symbol_flow_title="Volume by aggressor",
    symbol_flow_info=(
        "Matched volume by aggressor, by part of the day and by how the side was decided. An auction "
        "has no aggressor."
    ),
    sym_part_CONTINUOUS="Continuous",
    sym_part_AFTER="After",
    sym_by_phase="By phase",
    sym_by_method="By how decided",
    sym_total="Total",
    sym_other="Other",
)
