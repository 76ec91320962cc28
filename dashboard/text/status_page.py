"""The words of the page of the system's state: summary, figures, tables.

Door: `StatusPageText`, `VIETNAMESE`, `ENGLISH`. How a part is, and what to do, is in `status_parts.py`;
about a refused message, in `status_reasons.py`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class StatusPageText(msgspec.Struct, frozen=True, kw_only=True):
    """A field per text, so that a missing one is an error before anything runs."""

    nav_status: str
    # the summary
    status_head_title: str
    status_head_info: str
    status_all_well: str
    status_worth_a_look: str
    status_not_right: str
    status_simulated: str
    status_asked: str
    status_level_ok: str
    status_level_note: str
    status_level_bad: str
    status_level_unknown: str
    # the figures
    status_counts_title: str
    status_counts_info: str
    status_messages: str
    status_duplicates: str
    status_stale_messages: str
    status_late: str
    status_corrections: str
    status_missed: str
    status_reconnects: str
    status_writes_refused: str
    status_newest: str
    status_started: str
    status_source: str
    status_source_ssi: str
    status_source_simulator: str
    status_market_clock: str
    status_versions: str
    # lag over time
    status_lag_title: str
    status_lag_info: str
    status_lag_axis: str
    # phases by board
    status_phases_title: str
    status_phases_info: str
    status_board: str
    status_by_feed: str
    status_by_clock: str
    status_until: str
    status_agree: str
    status_differ: str
    status_as_feed: str
    # refused messages
    status_rejects_title: str
    status_rejects_info: str
    status_reason: str
    status_count: str
    status_rejects_none: str
    # coverage by symbol
    status_coverage_title: str
    status_coverage_info: str
    status_symbol: str
    status_covered: str
    status_missed_volume: str
    status_total_volume: str
    status_coverage_full: str
    status_coverage_wait: str
    status_coverage_failed: str
    status_range: str
    status_earlier: str
    status_further: str


VIETNAMESE: Final = StatusPageText(
    nav_status="Trạng thái",
    # the summary
    status_head_title="Trạng thái hệ thống",
    status_head_info=(
        "Tóm tắt các phần bên dưới: phần tệ nhất quyết định. Lấy từ lời của bộ xử lý mỗi giây và câu trả lời "
        "của máy chủ web mỗi 5 giây."
    ),
    status_all_well="Mọi thứ đều ổn",
    status_worth_a_look="Đang chạy; nên xem: {parts}",
    status_not_right="Không ổn: {parts}",
    status_simulated="thị trường mô phỏng",
    status_asked="máy chủ web trả lời lúc {time}",
    status_level_ok="ổn",
    status_level_note="nên xem",
    status_level_bad="không ổn",
    status_level_unknown="chưa biết",
    # the figures
    status_counts_title="Con số",
    status_counts_info=(
        "Đếm từ khi bộ xử lý khởi động. Trùng, trễ và sửa đã được sổ khối lượng xử lý; chỉ phần thiếu là mất."
    ),
    status_messages="Tin đã nhận",
    status_duplicates="Tin trùng, đã bỏ",
    status_stale_messages="Tin của ngày cũ, đã bỏ",
    status_late="Lệnh đến trễ, đã tính",
    status_corrections="Sở sửa giảm",
    status_missed="Khối lượng thiếu",
    status_reconnects="Lần nối lại nguồn",
    status_writes_refused="Lần nhường quyền ghi",
    status_newest="Tin mới nhất",
    status_started="Bộ xử lý chạy từ",
    status_source="Nguồn",
    status_source_ssi="FastConnect của SSI",
    status_source_simulator="máy mô phỏng",
    status_market_clock="Giờ thị trường",
    status_versions="Bản: bộ xử lý, web",
    # lag over time
    status_lag_title="Độ trễ 10 phút qua",
    status_lag_info=(
        "Từ lúc một khung tin đến đến lúc số của nó được ghi, tệ nhất trong mỗi giây, do bộ xử lý đo. Đường "
        "được giữ trong thẻ này từ khi mở trang."
    ),
    status_lag_axis="ms, theo phút trước đây",
    # phases by board
    status_phases_title="Phiên theo bảng",
    status_phases_info=(
        "Lời của nguồn đứng trước, đồng hồ theo lịch để kiểm tra; lệch nhau hơn vài giây thì nói ra."
    ),
    status_board="Bảng",
    status_by_feed="Đang ở",
    status_by_clock="Đồng hồ",
    status_until="Đến",
    status_agree="không trái nhau",
    status_differ="khác nhau",
    status_as_feed="theo nguồn",
    # refused messages
    status_rejects_title="Tin bị từ chối",
    status_rejects_info="Tin không đọc được hoặc không thể đúng: không vào con số nào, được đếm theo lý do.",
    status_reason="Lý do",
    status_count="Số tin",
    status_rejects_none="Chưa có tin nào bị từ chối.",
    # coverage by symbol
    status_coverage_title="Mã thiếu dữ liệu",
    status_coverage_info=(
        "Độ phủ = 1 − khối lượng thiếu / tổng khối lượng sở báo. Mọi mã dưới 100%, tệ nhất trước; hỏi lại "
        "mỗi 5 giây."
    ),
    status_symbol="Mã",
    status_covered="Độ phủ",
    status_missed_volume="Thiếu",
    status_total_volume="Tổng KL",
    status_coverage_full="Mọi mã đã khớp đều đủ 100%.",
    status_coverage_wait="Đang hỏi máy chủ web.",
    status_coverage_failed="Không hỏi được độ phủ từ {time}; bảng là bản cuối.",
    status_range="{from}–{to} trên {all}",
    status_earlier="Trước",
    status_further="Sau",
)

ENGLISH: Final = StatusPageText(
    nav_status="Status",
    # the summary
    status_head_title="State of the system",
    status_head_info=(
        "Sums up the parts below: the worst one decides. From the worker's word every second and the web "
        "process's answers every 5 seconds."
    ),
    status_all_well="Everything as it should be",
    status_worth_a_look="Working; worth a look: {parts}",
    status_not_right="Not as it should be: {parts}",
    status_simulated="simulated market",
    status_asked="the web process answered at {time}",
    status_level_ok="well",
    status_level_note="worth a look",
    status_level_bad="not right",
    status_level_unknown="not known",
    # the figures
    status_counts_title="Figures",
    status_counts_info=(
        "Counted since the worker started. The ledger has dealt with duplicates, late trades and "
        "corrections; only what is missing is lost."
    ),
    status_messages="Messages received",
    status_duplicates="Duplicates, dropped",
    status_stale_messages="Messages of an older day, dropped",
    status_late="Late trades, counted",
    status_corrections="Corrections by the exchange",
    status_missed="Missing volume",
    status_reconnects="Reconnections of the feed",
    status_writes_refused="Times it gave way to another writer",
    status_newest="Newest message",
    status_started="Worker runs since",
    status_source="Source",
    status_source_ssi="SSI FastConnect",
    status_source_simulator="simulator",
    status_market_clock="The market's clock",
    status_versions="Versions: worker, web",
    # lag over time
    status_lag_title="Lag of the last 10 minutes",
    status_lag_info=(
        "From a frame's arrival to its figure being written, the worst of each second, measured by the "
        "worker. The line is kept in this tab since it was opened."
    ),
    status_lag_axis="ms, by minutes ago",
    # phases by board
    status_phases_title="Phases by board",
    status_phases_info=(
        "The feed's word first, the clock and calendar as check; a difference of more than seconds is told."
    ),
    status_board="Board",
    status_by_feed="Now",
    status_by_clock="Clock",
    status_until="Until",
    status_agree="no contradiction",
    status_differ="differ",
    status_as_feed="as the feed says",
    # refused messages
    status_rejects_title="Refused messages by reason",
    status_rejects_info=(
        "Messages that cannot be read or cannot be true: they enter no figure and are counted by reason."
    ),
    status_reason="Reason",
    status_count="Messages",
    status_rejects_none="No message was refused.",
    # coverage by symbol
    status_coverage_title="Symbols with gaps",
    status_coverage_info=(
        "Coverage = 1 − missing volume / total volume of the exchange. Every symbol below 100%, the worst "
        "first; asked every 5 seconds."
    ),
    status_symbol="Symbol",
    status_covered="Coverage",
    status_missed_volume="Missing",
    status_total_volume="Total volume",
    status_coverage_full="Every symbol that traded is at 100%.",
    status_coverage_wait="Asking the web process.",
    status_coverage_failed="Coverage could not be asked since {time}; the table is the last answer.",
    status_range="{from}–{to} of {all}",
    status_earlier="Back",
    status_further="Further",
)
