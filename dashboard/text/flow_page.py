"""The words of the page of trade types.

Door: `FlowPageText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class FlowPageText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_flow: str
    # headline
    flow_head_title: str
    flow_head_info: str
    flow_net_buying: str
    flow_net_selling: str
    flow_net_even: str
    flow_head_unit_volume: str
    flow_head_unit_value: str
    flow_pressure_words: str
    flow_pace: str
    flow_pace_so_far: str
    flow_pace_projected: str
    # sides
    flow_stack: str
    flow_buyer: str
    flow_seller: str
    flow_unknown: str
    flow_auction: str
    flow_missed: str
    flow_total: str
    flow_pressure: str
    flow_coverage: str
    # by part of the day
    flow_phases_title: str
    flow_phases_info: str
    flow_phases_missed: str
    flow_phase_ATO: str
    flow_phase_CONTINUOUS: str
    flow_phase_ATC: str
    flow_phase_AFTER: str
    flow_phase_market: str
    # how decided
    flow_decided_title: str
    flow_decided_info: str
    flow_by_exchange: str
    flow_by_quote: str
    flow_by_tick: str
    flow_by_none: str
    flow_rule_agreement: str
    flow_rule_of: str
    flow_rule_wait: str
    # movers
    flow_movers_title: str
    flow_movers_info: str
    flow_active_buying: str
    flow_active_selling: str
    flow_gainers: str
    flow_losers: str
    flow_by_volume: str
    flow_by_value: str
    flow_foreign_buying: str
    flow_foreign_selling: str
    flow_list_none: str
    # limits
    flow_limits_title: str
    flow_limits_info: str
    flow_limits_symbol: str
    flow_limits_touched: str
    flow_limits_locked: str
    flow_limits_minutes: str
    flow_limits_queue: str
    flow_limits_breaks: str
    flow_limits_since: str
    flow_limits_open: str
    flow_limits_ceiling: str
    flow_limits_floor: str
    flow_limits_none: str
    # large trades
    flow_large_title: str
    flow_large_info: str
    flow_large_time: str
    flow_large_symbol: str
    flow_large_side: str
    flow_large_price: str
    flow_large_volume: str
    flow_large_value: str
    flow_large_times: str
    flow_side_buyer: str
    flow_side_seller: str
    flow_side_unknown: str
    flow_side_auction: str
    flow_large_none: str
    # by symbol
    flow_table_title: str
    flow_table_info: str
    flow_table_boards: str
    flow_table_count: str
    flow_table_none: str
    flow_col_value: str
    flow_col_volume: str
    flow_col_net: str


VIETNAMESE: Final = FlowPageText(
    nav_flow="Loại lệnh",
    # headline
    flow_head_title="Bên chủ động",
    flow_head_info=(
        "Khối lượng khớp của mọi cổ phiếu theo bên chủ động của từng lệnh: theo sở nếu sở gửi, nếu không "
        "thì theo giá chào trước lệnh khớp, rồi theo bước giá. Khớp định kỳ không có bên chủ động; phần lọt "
        "mất khi gián đoạn được ghi riêng, không chia cho bên nào."
    ),
    flow_net_buying="mua chủ động hơn bán",
    flow_net_selling="bán chủ động hơn mua",
    flow_net_even="mua và bán chủ động bằng nhau",
    flow_head_unit_volume="triệu cp",
    flow_head_unit_value="tỷ đồng",
    flow_pressure_words="Mua chủ động {buyer}, chưa rõ {unknown}, bán chủ động {seller}",
    flow_pace="Nhịp so với thường lệ",
    flow_pace_so_far="GT đến giờ",
    flow_pace_projected="Cả ngày nếu giữ nhịp",
    # sides
    flow_stack="Cơ cấu",
    flow_buyer="Mua CĐ",
    flow_seller="Bán CĐ",
    flow_unknown="Chưa rõ",
    flow_auction="Định kỳ",
    flow_missed="Lọt mất",
    flow_total="Tổng",
    flow_pressure="Mua / bán",
    flow_coverage="Độ phủ",
    # by part of the day
    flow_phases_title="Theo phiên",
    flow_phases_info=(
        "Mỗi dòng là một phần của ngày; thanh đầu dài theo phần lớn nhất, chia thành mua chủ động, chưa rõ, "
        "định kỳ, lọt mất, bán chủ động; thanh cuối so mua với bán. Độ phủ là phần khối lượng mà từng lệnh "
        "đã được thấy."
    ),
    flow_phases_missed="Phần lọt mất chỉ biết khối lượng, không biết giá trị.",
    flow_phase_ATO="Mở cửa (ATO)",
    flow_phase_CONTINUOUS="Liên tục",
    flow_phase_ATC="Đóng cửa (ATC)",
    flow_phase_AFTER="Sau giờ",
    flow_phase_market="Cả ngày",
    # how decided
    flow_decided_title="Xác định bằng cách nào",
    flow_decided_info=(
        "Phần khối lượng mà bên chủ động do sở cho biết, do quy tắc giá chào, do quy tắc bước giá, hoặc "
        "không xác định (khớp định kỳ và chưa rõ). Độ khớp: quy tắc trùng với sở bao nhiêu lần trong số "
        "lệnh mà cả hai cùng nói, tính liên tục hôm nay."
    ),
    flow_by_exchange="Theo sở",
    flow_by_quote="Quy tắc giá chào",
    flow_by_tick="Quy tắc bước giá",
    flow_by_none="Không có bên",
    flow_rule_agreement="{rule} khớp với sở",
    flow_rule_of="{share} của {spoken} lệnh",
    flow_rule_wait="chưa có lệnh để so",
    # movers
    flow_movers_title="Nổi bật",
    flow_movers_info=(
        "Mười mã đầu mỗi danh sách trên mọi cổ phiếu. Mua và bán chủ động là giá trị mua chủ động trừ bán "
        "chủ động; tăng giảm so với giá tham chiếu; khối ngoại là giá trị ròng theo giá lúc mua bán."
    ),
    flow_active_buying="Mua chủ động ròng, tỷ",
    flow_active_selling="Bán chủ động ròng, tỷ",
    flow_gainers="Tăng, %",
    flow_losers="Giảm, %",
    flow_by_volume="Khối lượng, triệu cp",
    flow_by_value="Giá trị, tỷ",
    flow_foreign_buying="Ngoại mua ròng, tỷ",
    flow_foreign_selling="Ngoại bán ròng, tỷ",
    flow_list_none="không có",
    # limits
    flow_limits_title="Trần và sàn",
    flow_limits_info=(
        "Mã đã chạm trần hoặc sàn hôm nay. Khóa: giá tốt nhất ở trần (sàn) và bên kia không còn ai chờ; số "
        "phút là tổng thời gian giao dịch bị khóa, lượng chờ là lệnh đang đặt ở giá đó, vỡ là số lần hết "
        "khóa. Nhiều nhất 50 mã, đang khóa trước."
    ),
    flow_limits_symbol="Mã",
    flow_limits_touched="Chạm lúc",
    flow_limits_locked="Khóa",
    flow_limits_minutes="Phút",
    flow_limits_queue="Chờ, cp",
    flow_limits_breaks="Vỡ",
    flow_limits_since="từ {time}",
    flow_limits_open="không",
    flow_limits_ceiling="trần",
    flow_limits_floor="sàn",
    flow_limits_none="Hôm nay chưa mã nào chạm trần hoặc sàn.",
    # large trades
    flow_large_title="Lệnh lớn",
    flow_large_info=(
        "Lệnh khớp ngoài đợt định kỳ có giá trị từ 20 lần trung vị các lệnh của chính mã đó và từ 200 triệu "
        "đồng trở lên; 30 lệnh mới nhất. Cột cuối là giá trị chia cho ngưỡng lúc đó."
    ),
    flow_large_time="Giờ",
    flow_large_symbol="Mã",
    flow_large_side="Bên",
    flow_large_price="Giá",
    flow_large_volume="KL, cp",
    flow_large_value="GT, tỷ",
    flow_large_times="x ngưỡng",
    flow_side_buyer="mua",
    flow_side_seller="bán",
    flow_side_unknown="chưa rõ",
    flow_side_auction="định kỳ",
    flow_large_none="Hôm nay chưa có lệnh lớn.",
    # by symbol
    flow_table_title="Từng mã",
    flow_table_info=(
        "Mọi mã của bảng đã chọn: khối lượng theo bên chủ động, phần chưa rõ, khớp định kỳ, phần lọt mất và "
        "độ phủ. Cộng lại đúng bằng tổng khối lượng của sở. Bấm chọn mã, Enter mở mã."
    ),
    flow_table_boards="Chọn bảng",
    flow_table_count="{count} mã đã khớp",
    flow_table_none="Chưa mã nào của {board} khớp lệnh hôm nay.",
    flow_col_value="GT, tỷ",
    flow_col_volume="Khối lượng, cp",
    flow_col_net="Mua − bán",
)

ENGLISH: Final = FlowPageText(
    nav_flow="Trade types",
    # headline
    flow_head_title="Who was the aggressor",
    flow_head_info=(
        "Matched volume of all shares by the aggressor of each trade: the exchange's word where it is "
        "given, else by the quotes before the trade, else by the tick. Auctions have no aggressor; what a "
        "gap swallowed is told apart and given to nobody."
    ),
    flow_net_buying="more actively bought than sold",
    flow_net_selling="more actively sold than bought",
    flow_net_even="as much actively bought as sold",
    flow_head_unit_volume="m shares",
    flow_head_unit_value="bn VND",
    flow_pressure_words="Actively bought {buyer}, unknown {unknown}, actively sold {seller}",
    flow_pace="Pace against usual",
    flow_pace_so_far="Value so far",
    flow_pace_projected="Whole day at this pace",
    # sides
    flow_stack="Parts",
    flow_buyer="Buyer",
    flow_seller="Seller",
    flow_unknown="Unknown",
    flow_auction="Auction",
    flow_missed="Missed",
    flow_total="Total",
    flow_pressure="Pressure",
    flow_coverage="Coverage",
    # by part of the day
    flow_phases_title="By part of the day",
    flow_phases_info=(
        "A line is a part of the day; the first bar's length is against the largest part and is split into "
        "buyer, unknown, auction, missed and seller; the last bar weighs buyers against sellers. Coverage "
        "is the part of the volume whose trades were all seen."
    ),
    flow_phases_missed="What was missed has a known volume and no known value.",
    flow_phase_ATO="Opening (ATO)",
    flow_phase_CONTINUOUS="Continuous",
    flow_phase_ATC="Closing (ATC)",
    flow_phase_AFTER="After hours",
    flow_phase_market="Whole day",
    # how decided
    flow_decided_title="How it was decided",
    flow_decided_info=(
        "Parts of the volume whose aggressor came from the exchange, the quote rule, the tick rule, or not "
        "at all (auctions and unknown). Agreement: how often a rule said what the exchange says, of the "
        "trades where both spoke, running today."
    ),
    flow_by_exchange="The exchange",
    flow_by_quote="Quote rule",
    flow_by_tick="Tick rule",
    flow_by_none="Nobody",
    flow_rule_agreement="{rule} agrees with the exchange",
    flow_rule_of="{share} of {spoken} trades",
    flow_rule_wait="no trade to compare yet",
    # movers
    flow_movers_title="Movers",
    flow_movers_info=(
        "The first ten of each list over all shares. Active buying and selling are buyer minus seller "
        "value; gains and losses are against the reference; foreign is the net value at the price of the "
        "moment."
    ),
    flow_active_buying="Active buying, bn",
    flow_active_selling="Active selling, bn",
    flow_gainers="Gainers, %",
    flow_losers="Losers, %",
    flow_by_volume="Volume, m shares",
    flow_by_value="Value, bn",
    flow_foreign_buying="Foreign net bought, bn",
    flow_foreign_selling="Foreign net sold, bn",
    flow_list_none="none",
    # limits
    flow_limits_title="At the limits",
    flow_limits_info=(
        "Shares that touched ceiling or floor today. Locked: the best price is there and nobody waits on "
        "the other side; minutes are trading time locked, the queue is what waits at that price, breaks are "
        "how often the lock ended. At most 50, locked ones first."
    ),
    flow_limits_symbol="Symbol",
    flow_limits_touched="Touched",
    flow_limits_locked="Locked",
    flow_limits_minutes="Minutes",
    flow_limits_queue="Queue",
    flow_limits_breaks="Breaks",
    flow_limits_since="since {time}",
    flow_limits_open="no",
    flow_limits_ceiling="ceiling",
    flow_limits_floor="floor",
    flow_limits_none="No share has touched its ceiling or floor today.",
    # large trades
    flow_large_title="Large trades",
    flow_large_info=(
        "Matches outside auctions worth at least 20 times the median of their share's trades and 200 "
        "million VND; the newest 30. The last column is the value over the threshold of that moment."
    ),
    flow_large_time="Time",
    flow_large_symbol="Symbol",
    flow_large_side="Side",
    flow_large_price="Price",
    flow_large_volume="Shares",
    flow_large_value="Value, bn",
    flow_large_times="x least",
    flow_side_buyer="buyer",
    flow_side_seller="seller",
    flow_side_unknown="unknown",
    flow_side_auction="auction",
    flow_large_none="No large trade yet today.",
    # by symbol
    flow_table_title="By symbol",
    flow_table_info=(
        "Every share of the chosen board: volume by aggressor, unknown, auction and missed, and its "
        "coverage. They add up to the exchange's total. A click chooses a symbol, Enter opens it."
    ),
    flow_table_boards="Choose a board",
    flow_table_count="{count} shares traded",
    flow_table_none="No share of {board} has traded yet today.",
    flow_col_value="Value, bn",
    flow_col_volume="Volume, shares",
    flow_col_net="Net",
)
