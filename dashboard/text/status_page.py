"""The words of the page of the system's state: parts, figures, tables.

Door: `StatusPageText`, `VIETNAMESE`, `ENGLISH`. What to do about a refused message is in
`status_reasons.py`. Refuses to know where a word is shown.
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
    # the parts
    status_parts_title: str
    status_parts_info: str
    status_part: str
    status_state: str
    status_advice: str
    status_feed: str
    status_feed_live: str
    status_feed_quiet: str
    status_feed_connecting: str
    status_feed_connecting_do: str
    status_feed_stale: str
    status_feed_stale_do: str
    status_feed_down: str
    status_feed_down_do: str
    status_feed_unknown: str
    status_worker: str
    status_worker_ok: str
    status_worker_silent: str
    status_worker_never: str
    status_worker_do: str
    status_worker_other: str
    status_worker_other_do: str
    status_redis: str
    status_redis_ok: str
    status_redis_down: str
    status_redis_do: str
    status_database: str
    status_database_ok: str
    status_database_off: str
    status_database_down: str
    status_database_do: str
    status_web: str
    status_web_ok: str
    status_web_down: str
    status_web_do: str
    status_not_asked: str
    status_browser: str
    status_browser_push: str
    status_browser_polling: str
    status_browser_polling_do: str
    status_browser_none: str
    status_browser_none_do: str
    status_lag: str
    status_lag_ok: str
    status_lag_slow: str
    status_lag_do: str
    status_ledger: str
    status_ledger_ok: str
    status_ledger_none: str
    status_ledger_missed: str
    status_ledger_missed_do: str
    status_ledger_broken: str
    status_ledger_broken_do: str
    status_refused: str
    status_refused_none: str
    status_refused_some: str
    status_refused_do: str
    status_phases: str
    status_phases_ok: str
    status_phases_differ: str
    status_phases_do: str
    status_calendar: str
    status_calendar_ok: str
    status_calendar_unknown: str
    status_calendar_do: str
    status_symbols: str
    status_symbols_ok: str
    status_symbols_refused: str
    status_symbols_do: str
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
    status_clock_only: str
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
    # the parts
    status_parts_title="Các phần",
    status_parts_info=(
        "Mỗi phần của hệ thống: đang thế nào, nói bằng lời, và phải làm gì khi không ổn. Nguồn và sổ do bộ xử "
        "lý kể; Redis, cơ sở dữ liệu và ổ cắm do máy chủ web kể."
    ),
    status_part="Phần",
    status_state="Đang thế nào",
    status_advice="Phải làm gì",
    status_feed="Nguồn dữ liệu",
    status_feed_live="Trực tiếp từ {time}; tin mới nhất cách đây {age}.",
    status_feed_quiet="Yên lặng: lúc này không có dữ liệu nào phải đến.",
    status_feed_connecting="Đang kết nối, chưa có dữ liệu nào.",
    status_feed_connecting_do=(
        "Đợi một phút. Vẫn vậy thì chạy vnmarket doctor: mạng, SSI_CONSUMER_ID, SSI_CONSUMER_SECRET."
    ),
    status_feed_stale="Nối được nhưng không có dữ liệu từ {time}, dù đang trong phiên.",
    status_feed_stale_do="Tự đăng ký lại sau 30 giây, nối lại sau 60 giây. Lặp lại nhiều lần thì hỏi SSI.",
    status_feed_down="Mất kết nối từ {time}.",
    status_feed_down_do="Tự nối lại liên tục. Kiểm tra mạng và tài khoản SSI: vnmarket doctor.",
    status_feed_unknown="Không biết: bộ xử lý đang im lặng.",
    status_worker="Bộ xử lý",
    status_worker_ok="Nhịp cách đây {age}; chạy từ {time}.",
    status_worker_silent="Im lặng từ {time}: mọi trang đang giữ bản cuối.",
    status_worker_never="Chưa hề lên tiếng.",
    status_worker_do="Xem tiến trình worker còn chạy không và nhật ký của nó; chạy lại bằng vnmarket worker.",
    status_worker_other="Đã nhường cho một bộ xử lý khác {count} lần.",
    status_worker_other_do="Chỉ chạy một worker cho mỗi Redis; dừng cái thừa.",
    status_redis="Kho Redis",
    status_redis_ok="Trả lời.",
    status_redis_down="Không trả lời: trang đang giữ bản cuối.",
    status_redis_do="Xem Redis có chạy không và REDIS_URL có đúng không: vnmarket doctor.",
    status_database="Cơ sở dữ liệu",
    status_database_ok="Trả lời.",
    status_database_off="Không dùng: chưa đặt DATABASE_URL.",
    status_database_down="Không trả lời: lịch sử có thể thiếu, số trực tiếp không bị ảnh hưởng.",
    status_database_do="Xem PostgreSQL có chạy không và DATABASE_URL có đúng không: vnmarket doctor.",
    status_web="Máy chủ web",
    status_web_ok="Trả lời; {count} ổ cắm đang mở.",
    status_web_down="Không trả lời từ {time}.",
    status_web_do="Xem tiến trình web còn chạy không và mạng đến nó; trang tự hỏi lại mỗi 5 giây.",
    status_not_asked="Chưa có câu trả lời của máy chủ web.",
    status_browser="Trình duyệt này",
    status_browser_push="Nhận đẩy; ổ cắm thứ {count} của thẻ này.",
    status_browser_polling="Hỏi định kỳ mỗi 2 giây vì không mở được ổ cắm.",
    status_browser_polling_do="Có thể proxy ở giữa chặn WebSocket: cho phép Upgrade tại /ws/live.",
    status_browser_none="Chưa nối được với máy chủ.",
    status_browser_none_do="Kiểm tra mạng của máy này; trang tự nối lại.",
    status_lag="Độ trễ",
    status_lag_ok="{lag} ms từ lúc tin đến đến lúc số được ghi, tệ nhất của giây gần nhất.",
    status_lag_slow="{lag} ms: bộ xử lý theo không kịp.",
    status_lag_do="Xem CPU của máy chạy worker; bớt kênh trong SSI_CHANNELS hoặc tăng LIVE_INTERVAL_MS.",
    status_ledger="Sổ khối lượng",
    status_ledger_ok="Mọi khối lượng sở báo đều đã thấy từng lệnh.",
    status_ledger_none="Hôm nay chưa có lệnh khớp.",
    status_ledger_missed="Đã thấy {coverage}; thiếu {missed} vì gián đoạn.",
    status_ledger_missed_do="Không bù được và không chia đều cho bên nào: xem mã nào thiếu ở bảng độ phủ.",
    status_ledger_broken="{count} mã có các phần không cộng đúng tổng.",
    status_ledger_broken_do="Lỗi của sản phẩm: giữ nhật ký của worker và báo lại.",
    status_refused="Tin bị từ chối",
    status_refused_none="Không tin nào trong {count} tin.",
    status_refused_some="{count} trong {all} tin.",
    status_refused_do="Xem từng lý do và cách xử lý ở bảng bên dưới.",
    status_phases="Phiên",
    status_phases_ok="Nguồn và đồng hồ không trái nhau.",
    status_phases_differ="Nguồn và đồng hồ nói khác nhau: {boards}.",
    status_phases_do="Trang theo nguồn. Kiểm tra giờ của máy (NTP) và CALENDAR_FILE.",
    status_calendar="Lịch nghỉ",
    status_calendar_ok="Đã biết ngày nghỉ của năm nay.",
    status_calendar_unknown="Chưa biết ngày nghỉ của năm nay: ngày lễ sẽ bị coi là ngày giao dịch.",
    status_calendar_do="Chạy vnmarket calendar, sửa tệp và đặt CALENDAR_FILE.",
    status_symbols="Mã đang được xem",
    status_symbols_ok="{count} mã.",
    status_symbols_refused="{count} mã; {refused} mã nữa vượt quá giới hạn.",
    status_symbols_do="Đóng bớt trang mã: mỗi bộ xử lý ghi nhiều nhất 200 mã cùng lúc.",
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
    status_source_ssi="SSI FastConnect",
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
    status_agree="khớp",
    status_differ="khác nhau",
    status_clock_only="chỉ theo đồng hồ",
    # refused messages
    status_rejects_title="Tin bị từ chối",
    status_rejects_info="Tin không đọc được hoặc không thể đúng: không vào con số nào, được đếm theo lý do.",
    status_reason="Lý do",
    status_count="Số tin",
    status_rejects_none="Chưa có tin nào bị từ chối.",
    # coverage by symbol
    status_coverage_title="Mã thiếu dữ liệu",
    status_coverage_info=(
        "Độ phủ = 1 − khối lượng thiếu / tổng khối lượng sở báo. Mọi mã dưới 100%, tệ nhất trước; hỏi lại mỗi "
        "5 giây."
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
    # the parts
    status_parts_title="Parts",
    status_parts_info=(
        "Each part of the system: how it is, in words, and what to do when it is not well. The worker tells "
        "of feed and ledger; the web process of Redis, database and sockets."
    ),
    status_part="Part",
    status_state="How it is",
    status_advice="What to do",
    status_feed="Feed",
    status_feed_live="Live since {time}; the newest message is {age} old.",
    status_feed_quiet="Quiet: no data have to come now.",
    status_feed_connecting="Connecting, no data yet.",
    status_feed_connecting_do=(
        "Wait a minute. If it stays, run vnmarket doctor: network, SSI_CONSUMER_ID, SSI_CONSUMER_SECRET."
    ),
    status_feed_stale="Connected, but no data since {time} in a trading phase.",
    status_feed_stale_do=(
        "It subscribes again after 30 s and reconnects after 60 s. If it keeps happening, ask SSI."
    ),
    status_feed_down="Not connected since {time}.",
    status_feed_down_do="It keeps reconnecting. Check the network and the SSI account: vnmarket doctor.",
    status_feed_unknown="Not known: the worker is silent.",
    status_worker="Worker",
    status_worker_ok="Heartbeat {age} ago; running since {time}.",
    status_worker_silent="Silent since {time}: every page shows the last copy.",
    status_worker_never="Has not spoken yet.",
    status_worker_do=(
        "Check that the worker's process runs, and its log; start it again with vnmarket worker."
    ),
    status_worker_other="Gave way to another worker {count} times.",
    status_worker_other_do="Run one worker for each Redis; stop the other.",
    status_redis="Redis store",
    status_redis_ok="It answers.",
    status_redis_down="Redis does not answer: the page shows the last copy.",
    status_redis_do="Check that Redis runs and that REDIS_URL is right: vnmarket doctor.",
    status_database="Database",
    status_database_ok="It answers.",
    status_database_off="Not used: DATABASE_URL is not set.",
    status_database_down="Does not answer: history may have gaps, live figures are not affected.",
    status_database_do="Check that PostgreSQL runs and that DATABASE_URL is right: vnmarket doctor.",
    status_web="Web process",
    status_web_ok="Answers; {count} sockets are open.",
    status_web_down="Has not answered since {time}.",
    status_web_do="Check that the web process runs, and the network to it; this page asks again every 5 s.",
    status_not_asked="The web process has not answered yet.",
    status_browser="This browser",
    status_browser_push="Told by push; socket number {count} of this tab.",
    status_browser_polling="Asks every 2 s because no socket opens.",
    status_browser_polling_do="A proxy in between may refuse WebSockets: let it pass Upgrade at /ws/live.",
    status_browser_none="Not connected to the server.",
    status_browser_none_do="Check this machine's network; the page reconnects by itself.",
    status_lag="Lag",
    status_lag_ok="{lag} ms from a message's arrival to its figure being written, the newest second's worst.",
    status_lag_slow="{lag} ms: the worker does not keep up.",
    status_lag_do="Look at the CPU of the worker's machine; fewer SSI_CHANNELS or a longer LIVE_INTERVAL_MS.",
    status_ledger="Ledger",
    status_ledger_ok="All volume the exchange reports was seen trade by trade.",
    status_ledger_none="Nothing has traded yet today.",
    status_ledger_missed="{coverage} was seen; {missed} are missing because of gaps.",
    status_ledger_missed_do=(
        "They cannot be had again and are given to no side: see which symbols in the coverage table."
    ),
    status_ledger_broken="{count} symbols whose parts do not add up.",
    status_ledger_broken_do="A fault of the product: keep the worker's log and report it.",
    status_refused="Refused messages",
    status_refused_none="None of {count} messages.",
    status_refused_some="{count} of {all} messages.",
    status_refused_do="Each reason and what to do about it is in the table below.",
    status_phases="Phases",
    status_phases_ok="Feed and clock do not contradict each other.",
    status_phases_differ="Feed and clock tell different phases: {boards}.",
    status_phases_do="Pages follow the feed. Check this machine's time (NTP) and CALENDAR_FILE.",
    status_calendar="Calendar",
    status_calendar_ok="This year's holidays are known.",
    status_calendar_unknown="This year's holidays are not known: a holiday would pass for a trading day.",
    status_calendar_do="Run vnmarket calendar, edit the file and name it in CALENDAR_FILE.",
    status_symbols="Symbols looked at",
    status_symbols_ok="{count} of them.",
    status_symbols_refused="{count} of them; {refused} more are beyond the limit.",
    status_symbols_do="Close some symbol pages: a worker writes at most 200 at once.",
    # the figures
    status_counts_title="Figures",
    status_counts_info=(
        "Counted since the worker started. The ledger has dealt with duplicates, late trades and corrections; "
        "only what is missing is lost."
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
        "From a frame's arrival to its figure being written, the worst of each second, measured by the worker. "
        "The line is kept in this tab since it was opened."
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
    status_agree="agree",
    status_differ="differ",
    status_clock_only="by the clock alone",
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
