"""The words of the page of the indices.

Door: `IndexPageText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class IndexPageText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_indices: str
    index_switch: str
    index_points: str
    index_none: str
    # headline
    index_head_title: str
    index_head_info: str
    index_turnover: str
    index_volume: str
    index_range: str
    index_open: str
    index_prior: str
    index_prior_short: str
    index_breadth_words: str
    index_breadth_exchange: str
    index_breadth_board: str
    index_estimate: str
    # the line of the day
    index_line_title: str
    index_line_info: str
    index_yesterday: str
    index_yesterday_none: str
    index_yesterday_part: str
    index_yesterday_other: str
    index_yesterday_shown: str
    # breadth over time
    index_breadth_title: str
    index_breadth_info: str
    index_ad_line: str
    index_breadth_axis: str
    # index against breadth
    index_divergence_title: str
    index_divergence_info: str
    index_divergence_span: str
    index_divergence_change: str
    index_divergence_net: str
    index_divergence_z: str
    index_divergence_rise: str
    index_divergence_fall: str
    index_divergence_none: str
    index_divergence_wait: str
    index_divergence_early: str
    index_divergence_usual: str
    index_divergence_unusual: str
    # contributions
    index_ladder_title: str
    index_ladder_info: str
    index_ladder_symbol: str
    index_ladder_weight: str
    index_ladder_move: str
    index_ladder_points: str
    index_ladder_rest: str
    index_ladder_sum: str
    index_ladder_change: str
    index_ladder_unexplained: str
    index_weights_none: str
    index_weights_given: str
    index_weights_listed: str
    index_weights_listed_cap: str
    index_weights_exact: str
    index_weights_near: str
    index_weights_far: str
    # without a group
    index_group_title: str
    index_group_info: str
    index_group_real: str
    index_group_without: str
    index_group_effect: str
    index_group_weight: str
    index_group_choose: str
    index_group_clear: str
    index_group_vin: str
    index_group_unknown: str
    index_group_strange: str
    index_group_all: str
    index_group_presets: str
    index_group_members: str
    # published and rebuilt
    index_gap_title: str
    index_gap_info: str
    index_gap_published: str
    index_gap_rebuilt: str
    index_gap_since: str
    index_gap_newest: str
    index_gap_mean: str
    index_gap_wait: str
    index_gap_small: str
    index_gap_large: str
    # heat map
    index_map_title: str
    index_map_info: str
    index_map_size: str
    index_map_turnover: str
    index_map_weight: str
    index_map_rest: str
    index_map_more: str
    index_map_tile: str
    index_map_untraded: str
    index_map_count: str
    index_map_label: str
    index_map_wait: str


VIETNAMESE: Final = IndexPageText(
    nav_indices="Chỉ số",
    index_switch="Chọn chỉ số",
    index_points="điểm",
    index_none="Sở chưa gửi chỉ số này hôm nay.",
    # headline
    index_head_title="Chỉ số",
    index_head_info=(
        "Giá trị, mức thay đổi so với đóng cửa hôm trước và thanh khoản khớp lệnh như sở công bố. Trong đợt "
        "khớp lệnh định kỳ, giá trị dự kiến là của sở, chưa phải giá khớp."
    ),
    index_turnover="GTGD",
    index_volume="KL",
    index_range="Thấp – cao",
    index_open="Mở cửa",
    index_prior="Đóng cửa trước",
    index_prior_short="ĐC trước {value}",
    index_breadth_words=(
        "{up} tăng, trong đó {ceilings} trần · {flat} đứng giá · {down} giảm, trong đó {floors} sàn"
    ),
    index_breadth_exchange="theo sở",
    index_breadth_board="đếm từ bảng giá",
    index_estimate="Dự kiến {phase}: {value} ({change})",
    # the line of the day
    index_line_title="Trong phiên",
    index_line_info=(
        "Giá trị chỉ số theo phút giao dịch, giờ nghỉ trưa được bỏ; đường mờ là phiên trước theo cùng phút, "
        "đường chấm là đóng cửa hôm trước. Đường hôm nay là số sở công bố; đường phiên trước là những gì hệ "
        "thống này đã nhận hôm đó."
    ),
    index_yesterday="phiên {date}",
    index_yesterday_none=(
        "Chưa có đường của phiên trước: hệ thống giữ nó từ khi chạy qua một ngày giao dịch."
    ),
    index_yesterday_part="Đường phiên {date} chỉ có đến {time}.",
    index_yesterday_other=(
        "Đường đã giữ của phiên {date} kết thúc ở {value}, khác đóng cửa trước {prior}: không vẽ."
    ),
    index_yesterday_shown="Phiên trước: {date}.",
    # breadth over time
    index_breadth_title="Độ rộng",
    index_breadth_info=(
        "Số mã tăng, đứng giá, giảm theo phút; bên dưới là đường tăng − giảm (cộng dồn số mã tăng trừ số mã "
        "giảm cuối mỗi phút). Theo sở nếu sở gửi, nếu không thì đếm từ bảng giá."
    ),
    index_ad_line="tăng − giảm",
    index_breadth_axis="số mã",
    # index against breadth
    index_divergence_title="Phân kỳ",
    index_divergence_info=(
        "Thay đổi của chỉ số và của số mã tăng trừ số mã giảm trong 15 phút giao dịch gần nhất. z đo độ lệch"
        " của chỉ số khỏi quan hệ giữa hai số đó trong chính hôm nay, từ 15 mẫu trở lên; z xếp hạng các lúc "
        "trong ngày, không phải xác suất."
    ),
    index_divergence_span="15 phút gần nhất",
    index_divergence_change="Chỉ số, điểm",
    index_divergence_net="Tăng − giảm, mã",
    index_divergence_z="z so với hôm nay",
    index_divergence_rise="{name} lên trong khi số mã tăng trừ giảm đi xuống.",
    index_divergence_fall="{name} xuống trong khi số mã tăng trừ giảm đi lên.",
    index_divergence_none="{name} và độ rộng không trái chiều.",
    index_divergence_wait="Cần 15 phút giao dịch để so.",
    index_divergence_early="Chưa đủ mẫu hôm nay để nói mức lệch này có hiếm không.",
    index_divergence_usual="Mức lệch như thường lệ hôm nay.",
    index_divergence_unusual="Mức lệch hiếm so với hôm nay.",
    # contributions
    index_ladder_title="Đóng góp",
    index_ladder_info=(
        "Điểm mỗi mã cộng vào hay lấy đi: đóng cửa trước x tỷ trọng x mức đổi giá. Tổng các mã cộng phần "
        "chưa giải thích đúng bằng thay đổi sở công bố; phần chưa giải thích càng nhỏ, tỷ trọng càng đúng."
    ),
    index_ladder_symbol="Mã",
    index_ladder_weight="Tỷ trọng",
    index_ladder_move="%",
    index_ladder_points="Điểm",
    index_ladder_rest="Các mã khác",
    index_ladder_sum="Tổng đóng góp",
    index_ladder_change="Thay đổi công bố",
    index_ladder_unexplained="Chưa giải thích",
    index_weights_none="Chưa biết tỷ trọng của chỉ số này nên chưa tính được.",
    index_weights_given="Tỷ trọng do quản trị viên nhập.",
    index_weights_listed="Tỷ trọng tính từ số cổ phiếu niêm yết x giá tham chiếu.",
    index_weights_listed_cap=(
        "Tỷ trọng tính từ số cổ phiếu niêm yết x giá tham chiếu, mỗi mã nhiều nhất 10%, chưa xét tỷ lệ tự do"
        " chuyển nhượng."
    ),
    index_weights_exact="Khớp đến mức làm tròn của sở.",
    index_weights_near="Gần đúng: phần chưa giải thích nhỏ so với thay đổi.",
    index_weights_far="Ước lượng thô: đọc thứ tự và dấu, đừng đọc từng phần trăm điểm.",
    # without a group
    index_group_title="Chỉ số khi bỏ một nhóm",
    index_group_info=(
        "Chỉ số như thể các mã chọn chưa từng thuộc rổ: đóng cửa trước x (1 + (tổng đóng góp − đóng góp của "
        "nhóm) / đóng cửa trước / (1 − tỷ trọng của nhóm)). Tính trên trang từ tỷ trọng và đóng góp của dữ "
        "liệu; sai số như tỷ trọng."
    ),
    index_group_real="Thật",
    index_group_without="Không có nhóm",
    index_group_effect="Nhóm góp",
    index_group_weight="Tỷ trọng nhóm",
    index_group_choose="Chọn mã hoặc một nhóm bên dưới để bỏ ra.",
    index_group_clear="Bỏ chọn",
    index_group_vin="Họ Vin",
    index_group_unknown="Không tính: dữ liệu không có tỷ trọng của {symbols}.",
    index_group_strange="{symbols} không thuộc {name}: không ảnh hưởng.",
    index_group_all="Mọi mã đều bị bỏ: không còn chỉ số.",
    index_group_presets="Nhóm có sẵn",
    index_group_members="Mã bỏ ra",
    # published and rebuilt
    index_gap_title="Công bố và tính lại",
    index_gap_info=(
        "Giữa hai lần sở công bố, chỉ số được tính lại từ giá khớp của từng mã, neo ở lần công bố gần nhất. "
        "Độ lệch là công bố trừ tính lại ngay lúc công bố; trung bình là của độ lớn trong ngày."
    ),
    index_gap_published="Công bố",
    index_gap_rebuilt="Tính lại lúc này",
    index_gap_since="Giá đã đi từ lần công bố",
    index_gap_newest="Độ lệch lần công bố gần nhất",
    index_gap_mean="Độ lệch trung bình hôm nay",
    index_gap_wait="Chưa có hai lần công bố để so.",
    index_gap_small="Độ lệch nhỏ: tính lại bám sát công bố, đi trước nó vài giây.",
    index_gap_large="Độ lệch đáng kể: tỷ trọng hoặc giá đang thiếu; dùng số công bố.",
    # heat map
    index_map_title="Bản đồ nhiệt",
    index_map_info=(
        "Mỗi ô là một mã, xếp theo ngành; diện tích theo giá trị giao dịch hoặc tỷ trọng, màu và dấu theo % "
        "thay đổi so với tham chiếu, cập nhật nhiều nhất hai giây một lần. Ngành chưa biết ở Khác."
    ),
    index_map_size="Diện tích theo",
    index_map_turnover="giá trị",
    index_map_weight="tỷ trọng",
    index_map_rest="các mã khác",
    index_map_more="{count} mã nhỏ",
    index_map_tile="{symbol}, {sector}: {change}, giá {price}, {size}",
    index_map_untraded="chưa khớp",
    index_map_count="{count} mã",
    index_map_label="Bản đồ nhiệt các mã của {name}",
    index_map_wait="Chưa có mã nào khớp lệnh hôm nay.",
)

ENGLISH: Final = IndexPageText(
    nav_indices="Indices",
    index_switch="Choose an index",
    index_points="points",
    index_none="The exchange has not sent this index today.",
    # headline
    index_head_title="Index",
    index_head_info=(
        "Value, change against the previous close and matched turnover as the exchange publishes them. In an"
        " auction the estimate is the exchange's, not yet a match."
    ),
    index_turnover="Turnover",
    index_volume="Vol",
    index_range="Low – high",
    index_open="Open",
    index_prior="Previous close",
    index_prior_short="prev. {value}",
    index_breadth_words=(
        "{up} up, {ceilings} of them at the ceiling · {flat} unchanged · {down} down, {floors} of them at "
        "the floor"
    ),
    index_breadth_exchange="from the exchange",
    index_breadth_board="counted from the prices",
    index_estimate="Estimate {phase}: {value} ({change})",
    # the line of the day
    index_line_title="Through the day",
    index_line_info=(
        "The index by trading minute, lunch cut out; the faint line is the previous session at the same "
        "minutes, the dotted one the previous close. Today's line is what the exchange published; the "
        "previous session's is what this system received that day."
    ),
    index_yesterday="session of {date}",
    index_yesterday_none=(
        "No line of the previous session yet: it is kept once the system has run through a trading day."
    ),
    index_yesterday_part="The line of {date} ends at {time}.",
    index_yesterday_other=(
        "The kept line of {date} ends at {value}, not at the previous close {prior}: not drawn."
    ),
    index_yesterday_shown="Previous session: {date}.",
    # breadth over time
    index_breadth_title="Breadth",
    index_breadth_info=(
        "Shares up, unchanged and down by minute; below, the advance-decline line (the sum of advances minus"
        " declines at the end of each minute). From the exchange where it sends them, else counted from the "
        "prices."
    ),
    index_ad_line="A − D line",
    index_breadth_axis="shares",
    # index against breadth
    index_divergence_title="Divergence",
    index_divergence_info=(
        "Changes of the index and of advances minus declines over the last 15 trading minutes. z measures "
        "how far the index is from what today's own relation of the two says, from 15 samples on; it ranks "
        "moments of the day and is no probability."
    ),
    index_divergence_span="Last 15 minutes",
    index_divergence_change="Index, points",
    index_divergence_net="Advances − declines, shares",
    index_divergence_z="z against today",
    index_divergence_rise="{name} rose while advances minus declines fell.",
    index_divergence_fall="{name} fell while advances minus declines rose.",
    index_divergence_none="{name} and breadth do not disagree.",
    index_divergence_wait="Needs 15 minutes of trading to compare.",
    index_divergence_early="Too early in the day to say whether that is rare.",
    index_divergence_usual="As far off as is usual today.",
    index_divergence_unusual="Farther off than is usual today.",
    # contributions
    index_ladder_title="Contributions",
    index_ladder_info=(
        "Points each share adds or takes: previous close x weight x move of the price. All shares plus what "
        "is unexplained are exactly the published change; the less is unexplained, the better the weights."
    ),
    index_ladder_symbol="Symbol",
    index_ladder_weight="Weight",
    index_ladder_move="%",
    index_ladder_points="Points",
    index_ladder_rest="All others",
    index_ladder_sum="Sum of contributions",
    index_ladder_change="Published change",
    index_ladder_unexplained="Unexplained",
    index_weights_none="The weights of this index are not known, so this cannot be worked out.",
    index_weights_given="Weights given by an administrator.",
    index_weights_listed="Weights worked out from listed shares x reference price.",
    index_weights_listed_cap=(
        "Weights worked out from listed shares x reference price, 10% at most each, without the free float."
    ),
    index_weights_exact="They agree to the exchange's rounding.",
    index_weights_near="Nearly right: little of the change is unexplained.",
    index_weights_far="A rough estimate: read order and sign, not hundredths of a point.",
    # without a group
    index_group_title="Index without a group",
    index_group_info=(
        "The index as if the chosen shares had never been in it: previous close x (1 + (all contributions − "
        "the group's) / previous close / (1 − the group's weight)). Worked out here from the weights and "
        "contributions of the data; as sure as the weights."
    ),
    index_group_real="Real",
    index_group_without="Without the group",
    index_group_effect="The group adds",
    index_group_weight="The group weighs",
    index_group_choose="Choose shares or a group below to leave out.",
    index_group_clear="Clear",
    index_group_vin="Vin group",
    index_group_unknown="Not worked out: the data hold no weight of {symbols}.",
    index_group_strange="{symbols} not in {name}: changes nothing.",
    index_group_all="Every share is left out: no index remains.",
    index_group_presets="Ready-made groups",
    index_group_members="Shares left out",
    # published and rebuilt
    index_gap_title="Published and rebuilt",
    index_gap_info=(
        "Between two publications the index is rebuilt from every member's matched price, anchored at the "
        "newest publication. The gap is published minus rebuilt at a publication; the mean is of its size "
        "today."
    ),
    index_gap_published="Published",
    index_gap_rebuilt="Rebuilt now",
    index_gap_since="Prices moved since published",
    index_gap_newest="Gap at the newest publication",
    index_gap_mean="Mean gap today",
    index_gap_wait="Two publications are needed to compare.",
    index_gap_small="A small gap: the rebuilt value follows the published one and is seconds ahead of it.",
    index_gap_large="A gap that matters: weights or prices are missing; use the published value.",
    # heat map
    index_map_title="Heat map",
    index_map_info=(
        "A tile is a share, grouped by sector; area by turnover or weight, colour and sign by change against"
        " the reference in per cent, updated every two seconds at most. Unknown sectors are under Other."
    ),
    index_map_size="Area by",
    index_map_turnover="turnover",
    index_map_weight="weight",
    index_map_rest="all others",
    index_map_more="{count} small ones",
    index_map_tile="{symbol}, {sector}: {change}, price {price}, {size}",
    index_map_untraded="no match yet",
    index_map_count="{count} shares",
    index_map_label="Heat map of the shares of {name}",
    index_map_wait="No share has traded yet today.",
)
