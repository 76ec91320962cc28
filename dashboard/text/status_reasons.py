"""Why a message was refused, in a reader's words, and what to do about it.

One pair of texts for every reason of `core/feed/reasons.py`. Door: `StatusReasonsText`, `VIETNAMESE`,
`ENGLISH`. Refuses to know where a word is shown.
"""

from __future__ import annotations

from typing import Final

import msgspec


class StatusReasonsText(msgspec.Struct, frozen=True, kw_only=True):
    """`reject_<reason>` and `reject_<reason>_do`, and a pair for a reason this version does not know."""

    reject_frame_json: str
    reject_frame_json_do: str
    reject_frame_shape: str
    reject_frame_shape_do: str
    reject_oversize: str
    reject_oversize_do: str
    reject_broadcast_json: str
    reject_broadcast_json_do: str
    reject_broadcast_shape: str
    reject_broadcast_shape_do: str
    reject_unknown_type: str
    reject_unknown_type_do: str
    reject_content_json: str
    reject_content_json_do: str
    reject_content_shape: str
    reject_content_shape_do: str
    reject_symbol: str
    reject_symbol_do: str
    reject_date: str
    reject_date_do: str
    reject_time: str
    reject_time_do: str
    reject_number: str
    reject_number_do: str
    reject_future_date: str
    reject_future_date_do: str
    reject_limits: str
    reject_limits_do: str
    reject_other: str
    reject_other_do: str


VIETNAMESE: Final = StatusReasonsText(
    reject_frame_json="Khung tin không phải JSON",
    reject_frame_json_do="Vài tin khi nối lại là thường. Nhiều: có gì đó ở giữa sửa dữ liệu; kiểm tra proxy.",
    reject_frame_shape="Khung tin không đúng dạng SignalR",
    reject_frame_shape_do="SSI có thể đã đổi giao thức: so phiên bản sản phẩm, xem nhật ký worker.",
    reject_oversize="Khung tin quá lớn",
    reject_oversize_do="Không phải tin của thị trường; nếu lặp lại, kiểm tra địa chỉ nguồn.",
    reject_broadcast_json="Bản tin bên trong không phải JSON",
    reject_broadcast_json_do="Lỗi ở phía SSI; nhiều thì gửi mẫu trong nhật ký cho SSI.",
    reject_broadcast_shape="Bản tin thiếu loại hoặc nội dung",
    reject_broadcast_shape_do="Lỗi ở phía SSI; nhiều thì gửi mẫu trong nhật ký cho SSI.",
    reject_unknown_type="Loại tin mà bản này không biết",
    reject_unknown_type_do="Không mất số nào đang hiện. Bản mới hơn có thể đọc được.",
    reject_content_json="Nội dung không phải JSON",
    reject_content_json_do="Lỗi ở phía SSI; khối lượng lọt mất sẽ hiện ở độ phủ của mã.",
    reject_content_shape="Một trường sai kiểu dữ liệu",
    reject_content_shape_do="SSI có thể đã đổi định dạng: xem tên trường trong nhật ký worker.",
    reject_symbol="Không có mã hoặc tên chỉ số",
    reject_symbol_do="Không gắn được với mã nào; vài tin trước giờ mở cửa là thường.",
    reject_date="Ngày giao dịch không đọc được",
    reject_date_do="Vài tin trước giờ mở cửa là thường; trong phiên thì báo SSI.",
    reject_time="Giờ không đọc được",
    reject_time_do="Vài tin trước giờ mở cửa là thường; trong phiên thì báo SSI.",
    reject_number="Một con số âm, không hữu hạn hoặc lẻ ở chỗ phải nguyên",
    reject_number_do="Sở hoặc SSI gửi số hỏng; khối lượng lọt mất sẽ hiện ở độ phủ của mã.",
    reject_future_date="Ngày giao dịch còn ở tương lai",
    reject_future_date_do="Kiểm tra ngày giờ của máy worker (NTP) và CALENDAR_FILE.",
    reject_limits="Giá vượt trần hoặc sàn trong ngày",
    reject_limits_do="Thường là giá chưa điều chỉnh của ngày chia tách; kiểm tra tham chiếu của mã.",
    reject_other="Lý do khác: {reason}",
    reject_other_do="Trang và bộ xử lý khác phiên bản: chạy cùng một bản.",
)

ENGLISH: Final = StatusReasonsText(
    reject_frame_json="The frame is not JSON",
    reject_frame_json_do=(
        "A few on reconnecting are usual. Many: something in between changes the data; check proxies."
    ),
    reject_frame_shape="The frame is not of SignalR's form",
    reject_frame_shape_do="SSI may have changed its protocol: compare versions, look into the worker's log.",
    reject_oversize="The frame is too large",
    reject_oversize_do="No message of the market; if it comes again, check the address of the feed.",
    reject_broadcast_json="The message inside is not JSON",
    reject_broadcast_json_do="A fault on SSI's side; if there are many, send SSI the sample in the log.",
    reject_broadcast_shape="The message has no type or no content",
    reject_broadcast_shape_do="A fault on SSI's side; if there are many, send SSI the sample in the log.",
    reject_unknown_type="A type of message this version does not know",
    reject_unknown_type_do="No figure on screen is lost. A newer version may read it.",
    reject_content_json="The content is not JSON",
    reject_content_json_do="A fault on SSI's side; volume that is lost shows in the symbol's coverage.",
    reject_content_shape="A field has the wrong type",
    reject_content_shape_do="SSI may have changed its format: the worker's log names the field.",
    reject_symbol="No symbol and no index",
    reject_symbol_do="It belongs to nothing; a few before the open are usual.",
    reject_date="The trading date cannot be read",
    reject_date_do="A few before the open are usual; during a session tell SSI.",
    reject_time="The time cannot be read",
    reject_time_do="A few before the open are usual; during a session tell SSI.",
    reject_number="A number is negative, not finite or not whole where it must be",
    reject_number_do=(
        "Exchange or SSI sent a broken number; volume that is lost shows in the symbol's coverage."
    ),
    reject_future_date="The trading date is still to come",
    reject_future_date_do="Check date and time of the worker's machine (NTP) and CALENDAR_FILE.",
    reject_limits="The price is beyond the day's ceiling or floor",
    reject_limits_do="Mostly an unadjusted price on the day of a split; check the symbol's reference.",
    reject_other="Another reason: {reason}",
    reject_other_do="Page and worker are of different versions: run the same one.",
)
