"""The words of the office screen.

Door: `ScreenText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class ScreenText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_screen: str
    screen_heading: str
    screen_scenes: str
    screen_unknown: str
    screen_every: str
    screen_stale: str
    screen_stale_never: str
    screen_wait: str
    # a scene: its title, its name in the foot, what it measures and from where
    screen_auction_title: str
    screen_auction_name: str
    screen_auction_note: str
    screen_board_title: str
    screen_board_name: str
    screen_board_note: str
    screen_indices_title: str
    screen_indices_name: str
    screen_indices_note: str
    screen_foreign_title: str
    screen_foreign_name: str
    screen_foreign_note: str
    screen_flow_title: str
    screen_flow_name: str
    screen_flow_note: str
    screen_basis_name: str
    screen_basis_title: str
    screen_basis_note: str
    screen_break_title: str
    screen_break_name: str
    screen_break_note: str
    screen_close_title: str
    screen_close_name: str
    screen_close_note: str
    # what stands in them
    screen_estimate: str
    screen_left_buying: str
    screen_left_selling: str
    screen_more_buyers: str
    screen_more_sellers: str
    screen_turnover: str
    screen_breadth: str
    screen_foreign_net: str
    screen_bought: str
    screen_sold: str
    screen_active_net: str
    screen_active_buyers: str
    screen_mean: str
    screen_expiry: str
    screen_leading: str


VIETNAMESE: Final = ScreenText(
    nav_screen="Treo tường",
    screen_heading="Màn hình treo tường",
    screen_scenes="Các cảnh",
    screen_unknown="Không có cảnh {names}. Các cảnh: {known}.",
    screen_every="every={value} không dùng được: từ {least} đến {most} giây. Đang đổi cảnh mỗi {used} giây.",
    screen_stale="DỮ LIỆU CŨ · hình vẽ lần cuối lúc {time} · {age} trước",
    screen_stale_never="DỮ LIỆU CŨ · chưa nhận được gì để vẽ",
    screen_wait="chưa có dữ liệu",
    screen_auction_title="Khớp lệnh định kỳ · VN30",
    screen_auction_name="Định kỳ",
    screen_auction_note="giá dự kiến, nghìn đồng · khối lượng còn dư ở giá đó, theo sở",
    screen_board_title="Biến động mạnh nhất · VN30",
    screen_board_name="Bảng giá",
    screen_board_note="giá khớp, nghìn đồng · % so với tham chiếu",
    screen_indices_title="VN30 và VNINDEX",
    screen_indices_name="Chỉ số",
    screen_indices_note="% so với đóng cửa trước, theo sở",
    screen_foreign_title="Khối ngoại",
    screen_foreign_name="Khối ngoại",
    screen_foreign_note="tỷ/phút và ròng cộng dồn, tỷ · khối lượng tăng thêm x giá lúc đó",
    screen_flow_title="Mua và bán chủ động",
    screen_flow_name="Chủ động",
    screen_flow_note="cả ngày, mọi mã · phần định kỳ không có bên chủ động",
    screen_basis_name="Basis",
    screen_basis_title="Basis phái sinh",
    screen_basis_note="hợp đồng dẫn đầu trừ VN30 cùng thời điểm, điểm",
    screen_break_title="Phiên sáng",
    screen_break_name="Phiên sáng",
    screen_break_note="tính đến giờ nghỉ trưa",
    screen_close_title="Tổng kết ngày",
    screen_close_name="Tổng kết",
    screen_close_note="số cuối cùng đã nhận của ngày",
    screen_estimate="{name} dự kiến",
    screen_left_buying="mua {shares}",
    screen_left_selling="bán {shares}",
    screen_more_buyers="Mã dư mua",
    screen_more_sellers="Mã dư bán",
    screen_turnover="{value} tỷ",
    screen_breadth="Độ rộng {name} · {source}",
    screen_foreign_net="Khối ngoại ròng, tỷ",
    screen_bought="Mua, tỷ",
    screen_sold="Bán, tỷ",
    screen_active_net="Chủ động ròng, tỷ",
    screen_active_buyers="Mua chủ động",
    screen_mean="Trung bình trong ngày",
    screen_expiry="Đáo hạn",
    screen_leading="Dẫn đầu · {name}",
)

ENGLISH: Final = ScreenText(
    nav_screen="Wall",
    screen_heading="Office screen",
    screen_scenes="Scenes",
    screen_unknown="There is no scene {names}. Scenes: {known}.",
    screen_every="every={value} cannot be used: {least} to {most} seconds. A scene lasts {used} seconds.",
    screen_stale="STALE · last painted at {time} · {age} ago",
    screen_stale_never="STALE · nothing has come yet to paint",
    screen_wait="no data yet",
    screen_auction_title="Auction · VN30",
    screen_auction_name="Auction",
    screen_auction_note="indicative price, thousand VND · shares left over at it, from the exchange",
    screen_board_title="Biggest movers · VN30",
    screen_board_name="Board",
    screen_board_note="matched price, thousand VND · % against the reference",
    screen_indices_title="VN30 and VNINDEX",
    screen_indices_name="Indices",
    screen_indices_note="% against the previous close, from the exchange",
    screen_foreign_title="Foreign flow",
    screen_foreign_name="Foreign",
    screen_foreign_note="bn a minute, and net of the day, bn · volume growth x price of the moment",
    screen_flow_title="Active buying and selling",
    screen_flow_name="Active",
    screen_flow_note="whole day, all shares · auctions have no aggressor",
    screen_basis_name="Futures basis",
    screen_basis_title="Futures basis",
    screen_basis_note="leading contract minus VN30 of the same moment, points",
    screen_break_title="The morning",
    screen_break_name="Morning",
    screen_break_note="up to the lunch break",
    screen_close_title="The day",
    screen_close_name="The day",
    screen_close_note="the day's last figures received",
    screen_estimate="{name}, estimate",
    screen_left_buying="buy {shares}",
    screen_left_selling="sell {shares}",
    screen_more_buyers="Shares with buyers left",
    screen_more_sellers="Shares with sellers left",
    screen_turnover="{value} bn",
    screen_breadth="Breadth of {name} · {source}",
    screen_foreign_net="Foreign net, bn",
    screen_bought="Bought, bn",
    screen_sold="Sold, bn",
    screen_active_net="Active net, bn",
    screen_active_buyers="Active buying",
    screen_mean="Mean of the day",
    screen_expiry="Expiry",
    screen_leading="Leading · {name}",
)
