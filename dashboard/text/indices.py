"""The words of the indices.

Door: `IndicesText`, `VIETNAMESE`, `ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class IndicesText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    indices_title: str
    indices_info: str
    indices_axis: str
    breadth_advances: str
    breadth_unchanged: str
    breadth_declines: str
    breadth_counted: str


VIETNAMESE: Final = IndicesText(
    indices_title="VN30 và VNINDEX",
    indices_info=(
        "Phần trăm thay đổi so với tham chiếu (đóng cửa hôm trước) theo phút giao dịch; giờ nghỉ "
        "trưa được bỏ. Độ rộng: số mã tăng, đứng giá, giảm, theo sở nếu sở gửi, nếu không thì "
        "đếm từ bảng giá."
    ),
    indices_axis="% so với tham chiếu",
    breadth_advances="tăng",
    breadth_unchanged="đứng",
    breadth_declines="giảm",
    breadth_counted="đếm từ bảng giá",
)

ENGLISH: Final = IndicesText(
    indices_title="VN30 and VNINDEX",
    indices_info=(
        "Per cent change against the reference (yesterday's close) by trading minute, lunch cut "
        "out. Breadth: advancing, unchanged and declining shares, from the exchange where it "
        "sends them, else counted from the board."
    ),
    indices_axis="% against reference",
    breadth_advances="up",
    breadth_unchanged="flat",
    breadth_declines="down",
    breadth_counted="counted from the board",
)
