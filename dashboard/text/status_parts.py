"""How each part of the system is, in words, and what to do where it is not well.

Door: `StatusPartsText`, `VIETNAMESE`, `ENGLISH`. Refuses to know when a text is right.
"""

from __future__ import annotations

from typing import Final

import msgspec


class StatusPartsText(msgspec.Struct, frozen=True, kw_only=True):
    """`status_<part>`, `status_<part>_<state>`, and `..._do` for what to do."""

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


VIETNAMESE: Final = StatusPartsText(
    status_parts_title="Các phần",
    status_parts_info=(
        "Mỗi phần của hệ thống: đang thế nào, nói bằng lời, và phải làm gì khi không ổn. Nguồn và sổ do bộ "
        "xử lý kể; Redis, cơ sở dữ liệu và ổ cắm do máy chủ web kể."
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
)

ENGLISH: Final = StatusPartsText(
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
    status_worker_other="Times it gave way to another worker: {count}.",
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
    status_web_ok="Answers; open sockets: {count}.",
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
    status_ledger_broken="Symbols whose parts do not add up: {count}.",
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
)
