"""The words of the page of the futures.

Door: `DerivativesPageText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class DerivativesPageText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_derivatives: str
    future_switch: str
    future_none: str
    future_unknown: str
    # headline
    future_head_title: str
    future_head_info: str
    future_volume: str
    future_range: str
    future_bid_ask: str
    future_reference: str
    # why this one leads
    future_leads: str
    future_leads_volume: str
    future_leads_nearest: str
    future_leads_set: str
    # the basis of the day
    future_basis_title: str
    future_basis_info: str
    future_band_fair: str
    future_band_mean: str
    future_band_none: str
    future_fair_label: str
    future_mean_label: str
    future_time_share: str
    future_level: str
    # the contracts
    future_contracts_title: str
    future_contracts_info: str
    future_basis_points: str
    future_basis_pct: str
    future_coverage: str
    future_left: str
    future_untraded: str
    # price and index
    future_price_title: str
    future_price_info: str
    # the curve
    future_curve_title: str
    future_curve_info: str
    future_curve_days: str
    future_curve_wait: str
    # aggressors
    future_flow_title: str
    future_flow_info: str
    future_flow_unit: str
    future_flow_contracts: str
    future_flow_phases: str
    future_flow_wait: str
    future_flow_words: str
    future_phase_ato: str
    future_phase_continuous: str
    future_phase_atc: str
    future_phase_after: str
    future_bought: str
    future_unclear: str
    future_auction: str
    future_sold: str
    # convergence
    future_convergence_title: str
    future_convergence_info: str
    future_converging: str
    future_diverging: str
    future_unsure: str
    future_slope_wait: str
    future_slope: str
    future_mean: str
    future_deviation: str
    future_samples: str
    future_fair_value: str
    future_fair_basis: str
    future_fair_distance: str
    future_fair_unset: str
    # expiry
    future_expiry_title: str
    future_expiry_info: str
    future_expiry_until: str
    future_expiry_left: str
    future_expiry_over: str
    future_expiry_later: str
    future_cockpit_wait: str
    future_cockpit_mean: str
    future_cockpit_final: str
    future_cockpit_samples: str
    future_cockpit_to_come: str
    future_cockpit_needed: str
    future_cockpit_last: str
    future_cockpit_gap: str
    future_cockpit_above: str
    future_cockpit_below: str
    future_cockpit_even: str
    future_cockpit_official: str
    future_cockpit_progress: str


VIETNAMESE: Final = DerivativesPageText(
    nav_derivatives="Phái sinh",
    future_switch="Chọn hợp đồng",
    future_none="Hôm nay chưa có hợp đồng nào.",
    future_unknown="Không có hợp đồng {name}; đang hiện {shown}.",
    # headline
    future_head_title="Hợp đồng tương lai",
    future_head_info=(
        "Giá, thay đổi so với tham chiếu và khối lượng do sở gửi. Basis = giá − VN30 cùng thời điểm, tính "
        "lại mỗi khi một trong hai đổi. Khối lượng mở không có trong nguồn dữ liệu nên không hiện."
    ),
    future_volume="KL",
    future_range="Thấp – cao",
    future_bid_ask="Mua / bán 1",
    future_reference="Tham chiếu",
    # why this one leads
    future_leads="dẫn đầu",
    future_leads_volume="{name} dẫn đầu: khớp nhiều nhất hôm nay trong các hợp đồng còn hạn.",
    future_leads_nearest="{name} dẫn đầu: chưa hợp đồng nào khớp, lấy kỳ hạn gần nhất.",
    future_leads_set="{name} dẫn đầu: do quản trị viên đặt (FUTURES_OVERRIDE), không theo khối lượng.",
    # the basis of the day
    future_basis_title="Basis trong ngày",
    future_basis_info=(
        "Basis từng phút giao dịch, bỏ giờ nghỉ trưa: trên 0 là chênh dương, dưới 0 là chênh âm, tô màu "
        "riêng. Thanh bên dưới là phần thời gian giao dịch hôm nay ở mỗi phía; khoảng im lặng tính nhiều "
        "nhất một phút."
    ),
    future_band_fair="Dải: giá trị hợp lý theo chi phí vốn, ± {times} độ lệch chuẩn của basis 30 phút.",
    future_band_mean=(
        "Dải: trung bình ± một độ lệch chuẩn của basis 30 phút gần nhất; chưa đặt lãi suất nên không có "
        "giá trị hợp lý."
    ),
    future_band_none="Dải hiện ra khi đã có đủ mẫu.",
    future_fair_label="hợp lý",
    future_mean_label="tb 30 phút",
    future_time_share="Thời gian hôm nay",
    future_level="bằng 0",
    # the contracts
    future_contracts_title="Các hợp đồng",
    future_contracts_info=(
        "Mọi hợp đồng tương lai sở gửi hôm nay với cả ba tên: tên theo kỳ, mã mới, mã cũ. Độ phủ là phần "
        "khối lượng đã thấy từng lệnh. Ngày đáo hạn theo danh mục của sở, không có thì theo quy tắc thứ Năm "
        "thứ ba."
    ),
    future_basis_points="Basis, điểm",
    future_basis_pct="% chỉ số",
    future_coverage="Độ phủ",
    future_left="Còn",
    future_untraded="chưa khớp",
    # price and index
    future_price_title="Giá và VN30",
    future_price_info=(
        "Giá khớp cuối mỗi phút của hợp đồng đang chọn bên cạnh VN30 sở công bố, cùng một thang điểm; "
        "khoảng cách giữa hai đường là basis."
    ),
    # the curve
    future_curve_title="Đường kỳ hạn",
    future_curve_info=(
        "Trên: giá mỗi hợp đồng theo số ngày đến đáo hạn, đường chấm là VN30. Dưới: basis của chúng. Kỳ hạn "
        "xa ít khớp, nên giá có thể đã cũ."
    ),
    future_curve_days="ngày đến đáo hạn",
    future_curve_wait="Cần giá khớp của ít nhất một hợp đồng.",
    # aggressors
    future_flow_title="Bên chủ động",
    future_flow_info=(
        "Khối lượng theo bên chủ động: theo sở, không có thì theo giá mua bán trước lệnh, rồi theo bước giá. "
        "Khớp định kỳ không có bên chủ động."
    ),
    future_flow_unit="hợp đồng",
    future_flow_contracts="Theo kỳ hạn",
    future_flow_phases="{name} theo phiên",
    future_flow_wait="Chưa có lệnh khớp.",
    future_flow_words="mua {bought}, bán {sold}, chưa rõ {unclear}, khớp định kỳ {auction}",
    future_phase_ato="mở cửa (ATO)",
    future_phase_continuous="liên tục",
    future_phase_atc="đóng cửa (ATC)",
    future_phase_after="sau giờ",
    future_bought="mua",
    future_unclear="chưa rõ",
    future_auction="khớp định kỳ",
    future_sold="bán",
    # convergence
    future_convergence_title="Hội tụ",
    future_convergence_info=(
        "Độ dốc bình phương tối thiểu của basis trong 30 phút giao dịch, mỗi 5 giây một mẫu, kèm sai số "
        "chuẩn (cận dưới, vì các mẫu liền nhau giống nhau). Chỉ kết luận khi độ dốc lớn hơn sai số."
    ),
    future_converging="Đang hội tụ: basis đi về 0.",
    future_diverging="Đang phân kỳ: basis rời xa 0.",
    future_unsure="Chưa nói được: độ dốc nhỏ hơn sai số của nó.",
    future_slope_wait="Cần ít nhất ba mẫu để đo độ dốc.",
    future_slope="Độ dốc, điểm/giờ",
    future_mean="Trung bình 30 phút",
    future_deviation="Độ lệch chuẩn",
    future_samples="Số mẫu",
    future_fair_value="Giá hợp lý",
    future_fair_basis="Basis hợp lý",
    future_fair_distance="Giá − hợp lý",
    future_fair_unset="Giá trị hợp lý cần lãi suất: đặt INTEREST_RATE_PCT.",
    # expiry
    future_expiry_title="Đáo hạn",
    future_expiry_info=(
        "Hợp đồng ngừng giao dịch lúc 14:45 ngày cuối. Giá thanh toán cuối cùng là trung bình VN30 từ 14:15 "
        "đến 14:45, bỏ 3 giá trị cao nhất và 3 thấp nhất của phần liên tục (quy tắc HNX); tính từ các giá "
        "trị đã nhận."
    ),
    future_expiry_until="{name} đến 14:45 ngày {date}",
    future_expiry_left="{days} ngày {time}",
    future_expiry_over="đã hết hạn",
    future_expiry_later="Giá thanh toán hình thành từ 14:15 ngày {date}; trước đó không có gì để tính.",
    future_cockpit_wait="Hôm nay đáo hạn. Giá thanh toán hình thành từ 14:15.",
    future_cockpit_mean="Giá thanh toán đến lúc này",
    future_cockpit_final="Giá thanh toán tính được",
    future_cockpit_samples="Mẫu (liên tục + đấu giá)",
    future_cockpit_to_come="Mẫu còn đợi",
    future_cockpit_needed="Trung bình còn cần",
    future_cockpit_last="Giá hợp đồng",
    future_cockpit_gap="Giá − thanh toán",
    future_cockpit_above="VN30 phải cao hơn lúc này {points} điểm suốt phần còn lại để thanh toán ở {price}.",
    future_cockpit_below=(
        "VN30 phải thấp hơn lúc này {points} điểm suốt phần còn lại để thanh toán ở {price}."
    ),
    future_cockpit_even="VN30 đứng yên thì thanh toán ở đúng {price}.",
    future_cockpit_official="Tính từ VN30 đã nhận; con số chính thức do sở công bố sau phiên.",
    future_cockpit_progress="{done} trên {all} mẫu",
)

ENGLISH: Final = DerivativesPageText(
    nav_derivatives="Futures",
    future_switch="Choose a contract",
    future_none="There is no contract yet today.",
    future_unknown="There is no contract {name}; {shown} is shown.",
    # headline
    future_head_title="Index future",
    future_head_info=(
        "Price, change against the reference and volume as the exchange sends them. Basis = price − VN30 at "
        "the same moment, anew whenever either moves. The feed has no open interest, so none is shown."
    ),
    future_volume="Vol",
    future_range="Low – high",
    future_bid_ask="Bid / ask 1",
    future_reference="Reference",
    # why this one leads
    future_leads="leads",
    future_leads_volume="{name} leads: the most traded today of the contracts that still live.",
    future_leads_nearest="{name} leads: none has traded yet, so the nearest expiry.",
    future_leads_set="{name} leads: set by an administrator (FUTURES_OVERRIDE), not by volume.",
    # the basis of the day
    future_basis_title="Basis through the day",
    future_basis_info=(
        "The basis by trading minute, lunch cut out: a premium above 0, a discount below, each shaded. The "
        "bar below is the share of today's trading time on either side; a silence counts for a minute at "
        "most."
    ),
    future_band_fair="Band: fair value by cost of carry, ± {times} deviations of the basis over 30 minutes.",
    future_band_mean=(
        "Band: mean ± one deviation of the basis over the last 30 minutes; no interest rate is set, so "
        "there is no fair value."
    ),
    future_band_none="The band appears once there are samples enough.",
    future_fair_label="fair",
    future_mean_label="30 min mean",
    future_time_share="Time today",
    future_level="at 0",
    # the contracts
    future_contracts_title="Contracts",
    future_contracts_info=(
        "Every future the exchange sends today with its three names: rolling, new code, old code. Coverage "
        "is the share of the volume seen trade by trade. Expiries are the master list's, else the rule's: "
        "the third Thursday."
    ),
    future_basis_points="Basis, points",
    future_basis_pct="% of index",
    future_coverage="Coverage",
    future_left="Left",
    future_untraded="no match yet",
    # price and index
    future_price_title="Price and VN30",
    future_price_info=(
        "The last match of each minute of the chosen contract beside VN30 as published, on one scale; the "
        "distance between the lines is the basis."
    ),
    # the curve
    future_curve_title="Term curve",
    future_curve_info=(
        "Above: each contract's price by days to expiry, the dotted line is VN30. Below: their basis. Far "
        "expiries trade little, so that their price may be old."
    ),
    future_curve_days="days to expiry",
    future_curve_wait="Needs a matched price of one contract at least.",
    # aggressors
    future_flow_title="Aggressors",
    future_flow_info=(
        "Volume by who was the aggressor: by the exchange, else by the quotes before the trade, else by the "
        "tick rule. Auction trades have none."
    ),
    future_flow_unit="contracts",
    future_flow_contracts="By expiry",
    future_flow_phases="{name} by phase",
    future_flow_wait="Nothing has traded yet.",
    future_flow_words="bought {bought}, sold {sold}, unknown {unclear}, auction {auction}",
    future_phase_ato="open (ATO)",
    future_phase_continuous="continuous",
    future_phase_atc="close (ATC)",
    future_phase_after="after hours",
    future_bought="bought",
    future_unclear="unknown",
    future_auction="auction",
    future_sold="sold",
    # convergence
    future_convergence_title="Convergence",
    future_convergence_info=(
        "Least-squares slope of the basis over 30 trading minutes, a sample per 5 seconds, with its standard "
        "error (a lower bound, since neighbouring samples are alike). Judged only when the slope exceeds "
        "its error."
    ),
    future_converging="Converging: the basis moves towards 0.",
    future_diverging="Diverging: the basis moves away from 0.",
    future_unsure="Cannot be said: the slope is within its error.",
    future_slope_wait="Three samples at least are needed for a slope.",
    future_slope="Slope, points an hour",
    future_mean="Mean of 30 minutes",
    future_deviation="Deviation",
    future_samples="Samples",
    future_fair_value="Fair price",
    future_fair_basis="Fair basis",
    future_fair_distance="Price − fair",
    future_fair_unset="A fair value needs an interest rate: set INTEREST_RATE_PCT.",
    # expiry
    future_expiry_title="Expiry",
    future_expiry_info=(
        "A contract stops trading at 14:45 of its last day. The final settlement price is the mean of VN30 "
        "from 14:15 to 14:45 without the 3 highest and 3 lowest values of the continuous part (rule of HNX); "
        "worked out from the values received."
    ),
    future_expiry_until="{name} until 14:45 on {date}",
    future_expiry_left="{days} d {time}",
    future_expiry_over="expired",
    future_expiry_later="The settlement price forms from 14:15 on {date}; before that there is none.",
    future_cockpit_wait="Expires today. The settlement price forms from 14:15 on.",
    future_cockpit_mean="Settlement price so far",
    future_cockpit_final="Settlement price worked out",
    future_cockpit_samples="Samples (continuous + auction)",
    future_cockpit_to_come="Samples to come",
    future_cockpit_needed="Mean still needed",
    future_cockpit_last="Price of the contract",
    future_cockpit_gap="Price − settlement",
    future_cockpit_above="VN30 must be {points} points above now for all the rest to settle at {price}.",
    future_cockpit_below="VN30 must be {points} points below now for all the rest to settle at {price}.",
    future_cockpit_even="If VN30 stays where it is, it settles at {price}.",
    future_cockpit_official="Worked out from the VN30 received; the exchange publishes the official figure.",
    future_cockpit_progress="{done} of {all} samples",
)
