"""The words of the page of the foreign flow.

Door: `ForeignPageText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class ForeignPageText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_foreign: str
    unit_value: str
    unit_volume: str
    unit_label: str
    unit_billion: str
    # headline
    foreign_head_title: str
    foreign_head_info: str
    foreign_bought: str
    foreign_sold: str
    foreign_head_value: str
    foreign_head_reported: str
    foreign_head_difference: str
    foreign_head_volume: str
    foreign_head_speed: str
    foreign_head_acceleration: str
    foreign_head_buying: str
    foreign_head_selling: str
    foreign_head_even: str
    foreign_unvalued: str
    foreign_unvalued_none: str
    foreign_z: str
    foreign_z_wait: str
    # through the day
    foreign_speed_title: str
    foreign_speed_info: str
    foreign_speed_value: str
    foreign_speed_volume: str
    foreign_acceleration_buy: str
    foreign_acceleration_sell: str
    foreign_net_sum: str
    # who
    foreign_movers_title: str
    foreign_movers_info: str
    foreign_movers_top_buyers: str
    foreign_movers_top_sellers: str
    foreign_movers_fastest_buyers: str
    foreign_movers_fastest_sellers: str
    foreign_movers_none: str
    # sectors
    foreign_sectors_title: str
    foreign_sectors_info: str
    foreign_sectors_name: str
    foreign_sectors_bought: str
    foreign_sectors_sold: str
    foreign_sectors_net: str
    foreign_sectors_all: str
    # heat map
    foreign_map_title: str
    foreign_map_info: str
    foreign_map_count: str
    foreign_map_tile: str
    foreign_map_wait: str
    # by symbol
    foreign_table_title: str
    foreign_table_info: str
    foreign_table_unit: str
    foreign_table_count: str
    foreign_table_z: str
    foreign_table_clock: str
    foreign_col_value: str
    foreign_col_volume: str
    foreign_col_speed: str
    foreign_col_buying: str
    foreign_col_selling: str
    foreign_col_acceleration: str
    foreign_col_z: str
    foreign_col_room: str
    foreign_col_left: str
    foreign_col_used: str
    foreign_col_clock: str
    foreign_col_released: str
    foreign_clock_minutes: str
    foreign_clock_until: str
    foreign_clock_long: str


VIETNAMESE: Final = ForeignPageText(
    nav_foreign="Khối ngoại",
    unit_value="giá trị",
    unit_volume="khối lượng",
    unit_label="Đơn vị",
    unit_billion="tỷ đồng",
    # headline
    foreign_head_title="Khối ngoại hôm nay",
    foreign_head_info=(
        "Nhà đầu tư nước ngoài mua và bán trên toàn thị trường. Giá trị thật là tổng của từng phần khối "
        "lượng tăng thêm x giá lúc đó; số của SSI nhân cả ngày với giá cuối nên đổi theo giá; chênh lệch là "
        "số thật trừ số của SSI. Tốc độ tính trên 5 phút gần nhất, gia tốc là thay đổi của nó mỗi phút."
    ),
    foreign_bought="Mua",
    foreign_sold="Bán",
    foreign_head_value="Giá trị thật, tỷ",
    foreign_head_reported="SSI báo, tỷ",
    foreign_head_difference="Chênh lệch, tỷ",
    foreign_head_volume="KL, triệu cp",
    foreign_head_speed="Tốc độ, tỷ/phút",
    foreign_head_acceleration="Gia tốc, tỷ/phút²",
    foreign_head_buying="mua ròng, tỷ đồng",
    foreign_head_selling="bán ròng, tỷ đồng",
    foreign_head_even="ròng, tỷ đồng",
    foreign_unvalued=(
        "Giá trị của {shares} cp ({part} khối lượng) là số của chính SSI: khớp trước khi hệ thống nghe, "
        "hoặc mã chưa có giá khớp."
    ),
    foreign_unvalued_none="Mọi cổ phiếu đều được tính theo giá lúc mua bán.",
    foreign_z="Tốc độ ròng so với cùng phút của các phiên trước: z = {z}.",
    foreign_z_wait="z (mức bất thường của tốc độ) cần 5 phiên lịch sử.",
    # through the day
    foreign_speed_title="Tốc độ trong phiên",
    foreign_speed_info=(
        "Trên: mua và bán mỗi phút, trung bình 5 phút gần nhất của giờ sở. Giữa: gia tốc, thay đổi của tốc "
        "độ giá trị mỗi phút, không phụ thuộc nhịp bản tin. Dưới: mua trừ bán lũy kế trong ngày. Giờ nghỉ "
        "trưa được bỏ."
    ),
    foreign_speed_value="tốc độ tỷ/phút · gia tốc tỷ/phút² · ròng tỷ",
    foreign_speed_volume="tốc độ nghìn cp/phút · gia tốc tỷ/phút² · ròng triệu cp",
    foreign_acceleration_buy="gia tốc mua",
    foreign_acceleration_sell="gia tốc bán",
    foreign_net_sum="ròng lũy kế",
    # who
    foreign_movers_title="Mua bán ròng nhiều nhất",
    foreign_movers_info=(
        "Mười mã có giá trị mua trừ bán lớn nhất về mỗi phía: cả ngày (tỷ) và lúc này (tốc độ ròng 5 phút "
        "gần nhất, tỷ/phút). Từ mọi mã trong dữ liệu khối ngoại của SSI."
    ),
    foreign_movers_top_buyers="Mua ròng, tỷ",
    foreign_movers_top_sellers="Bán ròng, tỷ",
    foreign_movers_fastest_buyers="Đang mua, tỷ/phút",
    foreign_movers_fastest_sellers="Đang bán, tỷ/phút",
    foreign_movers_none="không có",
    # sectors
    foreign_sectors_title="Ngành",
    foreign_sectors_info=(
        "Giá trị thật mua, bán và ròng theo ngành, đủ mọi mã: mã chưa biết ngành nằm ở Khác. Tổng các ngành "
        "đúng bằng toàn thị trường."
    ),
    foreign_sectors_name="Ngành",
    foreign_sectors_bought="Mua",
    foreign_sectors_sold="Bán",
    foreign_sectors_net="Ròng",
    foreign_sectors_all="Toàn thị trường",
    # heat map
    foreign_map_title="Bản đồ khối ngoại",
    foreign_map_info=(
        "Mỗi ô là một mã, xếp theo ngành; diện tích là giá trị khối ngoại mua cộng bán, màu và dấu là mua "
        "trừ bán, đậm khi phần lớn nằm về một phía. Cập nhật nhiều nhất hai giây một lần."
    ),
    foreign_map_count="{count} mã · diện tích mua + bán · màu ròng",
    foreign_map_tile="{symbol}, {sector}: ròng {net} tỷ, mua {bought}, bán {sold}",
    foreign_map_wait="Khối ngoại chưa mua bán mã nào hôm nay.",
    # by symbol
    foreign_table_title="Từng mã",
    foreign_table_info=(
        "Mọi mã trong dữ liệu khối ngoại của SSI. Giá trị tính theo giá lúc mua bán; tốc độ trên 5 phút gần "
        "nhất, gia tốc là thay đổi của tốc độ ròng mỗi phút. Hết room: số phút giao dịch đến khi hết room "
        "nếu vẫn mua ròng như 5 phút vừa rồi. Bấm chọn mã, Enter mở mã."
    ),
    foreign_table_unit="giá trị: tỷ · tốc độ: triệu đồng/phút",
    foreign_table_count="{count} mã",
    foreign_table_z="Cột z hiện khi có đủ 5 phiên lịch sử.",
    foreign_table_clock="Hết room: chưa mã nào đang mua ròng đến mức tính được.",
    foreign_col_value="Giá trị, tỷ",
    foreign_col_volume="Khối lượng, cp",
    foreign_col_speed="Tốc độ, triệu/phút",
    foreign_col_buying="Mua",
    foreign_col_selling="Bán",
    foreign_col_acceleration="Gia tốc",
    foreign_col_z="z tốc độ",
    foreign_col_room="Room ngoại",
    foreign_col_left="Còn, cp",
    foreign_col_used="Đã dùng",
    foreign_col_clock="Hết room",
    foreign_col_released="Nhả thêm",
    foreign_clock_minutes="{minutes} ph",
    foreign_clock_until="{minutes} ph · {time}",
    foreign_clock_long="> 10.000 ph",
)

ENGLISH: Final = ForeignPageText(
    nav_foreign="Foreign",
    unit_value="value",
    unit_volume="volume",
    unit_label="Unit",
    unit_billion="bn VND",
    # headline
    foreign_head_title="Foreign investors today",
    foreign_head_info=(
        "What foreign investors bought and sold over the whole market. The true value sums each growth of "
        "the volume x the price at that moment; SSI's own figure multiplies the whole day by the last price "
        "and so moves with it; the difference is true minus SSI's. Speed is over the last 5 minutes, "
        "acceleration its change a minute."
    ),
    foreign_bought="Bought",
    foreign_sold="Sold",
    foreign_head_value="True value, bn",
    foreign_head_reported="SSI's, bn",
    foreign_head_difference="Difference, bn",
    foreign_head_volume="Volume, m shares",
    foreign_head_speed="Speed, bn/min",
    foreign_head_acceleration="Acceleration, bn/min²",
    foreign_head_buying="net bought, bn VND",
    foreign_head_selling="net sold, bn VND",
    foreign_head_even="net, bn VND",
    foreign_unvalued=(
        "The value of {shares} shares ({part} of the volume) is SSI's own: they traded before this system "
        "listened, or the share has no matched price."
    ),
    foreign_unvalued_none="Every share is valued at the price of its moment.",
    foreign_z="Net speed against the same minute of earlier sessions: z = {z}.",
    foreign_z_wait="z (how unusual the speed is) needs 5 sessions of history.",
    # through the day
    foreign_speed_title="Speed through the day",
    foreign_speed_info=(
        "Above: bought and sold a minute, a mean of the last 5 minutes of exchange time. Middle: "
        "acceleration, the change of the value's speed a minute, whatever the spacing of messages. Below: "
        "bought minus sold since the open. Lunch is cut out."
    ),
    foreign_speed_value="speed bn/min · acceleration bn/min² · net bn",
    foreign_speed_volume="speed thousand shares/min · acceleration bn/min² · net m shares",
    foreign_acceleration_buy="acc. buying",
    foreign_acceleration_sell="acc. selling",
    foreign_net_sum="net so far",
    # who
    foreign_movers_title="Most net bought and sold",
    foreign_movers_info=(
        "The ten shares with most bought minus sold on either side: of the day (bn) and at this moment (net "
        "speed of the last 5 minutes, bn/min). Out of every share in SSI's foreign data."
    ),
    foreign_movers_top_buyers="Net bought, bn",
    foreign_movers_top_sellers="Net sold, bn",
    foreign_movers_fastest_buyers="Buying now, bn/min",
    foreign_movers_fastest_sellers="Selling now, bn/min",
    foreign_movers_none="none",
    # sectors
    foreign_sectors_title="Sectors",
    foreign_sectors_info=(
        "True value bought, sold and net by sector, every share included: those of unknown sector are under "
        "Other. The sectors add up to the whole market."
    ),
    foreign_sectors_name="Sector",
    foreign_sectors_bought="Bought",
    foreign_sectors_sold="Sold",
    foreign_sectors_net="Net",
    foreign_sectors_all="Whole market",
    # heat map
    foreign_map_title="Foreign heat map",
    foreign_map_info=(
        "A tile is a share, grouped by sector; its area is the value foreigners bought plus sold, colour "
        "and sign are bought minus sold, strong when most is on one side. Updated every two seconds at "
        "most."
    ),
    foreign_map_count="{count} shares · area bought + sold · colour net",
    foreign_map_tile="{symbol}, {sector}: net {net} bn, bought {bought}, sold {sold}",
    foreign_map_wait="Foreign investors have not traded any share yet today.",
    # by symbol
    foreign_table_title="By symbol",
    foreign_table_info=(
        "Every share in SSI's foreign data. Values are at the price of the moment; speed is over the last 5 "
        "minutes, acceleration the change of the net speed a minute. Room gone: trading minutes until no "
        "room is left at the net buying of the last 5 minutes. A click chooses a symbol, Enter opens it."
    ),
    foreign_table_unit="value: bn · speed: m VND/min",
    foreign_table_count="{count} shares",
    foreign_table_z="The column z appears with 5 sessions of history.",
    foreign_table_clock="Room gone: no share is being bought so that it could be told.",
    foreign_col_value="Value, bn",
    foreign_col_volume="Volume, shares",
    foreign_col_speed="Speed, m/min",
    foreign_col_buying="Buying",
    foreign_col_selling="Selling",
    foreign_col_acceleration="Acc. net",
    foreign_col_z="Speed z",
    foreign_col_room="Foreign room",
    foreign_col_left="Left, shares",
    foreign_col_used="Used",
    foreign_col_clock="Gone in",
    foreign_col_released="Released",
    foreign_clock_minutes="{minutes} min",
    foreign_clock_until="{minutes} min · {time}",
    foreign_clock_long="> 10,000 min",
)
