"""Why input is rejected: every reason there is, so that whoever counts them knows the bound.

Door: `REASONS`. Refuses to know how a message is read.
"""

from __future__ import annotations

REASONS: dict[str, str] = {
    "frame_json": "the frame is not JSON",
    "frame_shape": "the frame is not a SignalR frame",
    "oversize": "the frame is too large",
    "broadcast_json": "the broadcast is not JSON",
    "broadcast_shape": "the broadcast has no DataType or Content",
    "unknown_type": "a DataType this product does not know",
    "content_json": "the content is not JSON",
    "content_shape": "a field of the content has the wrong type",
    "symbol": "no symbol or index id",
    "date": "no valid TradingDate",
    "time": "no valid Time",
    "number": "a number is not finite, negative or not whole where it must be",
    "future_date": "a TradingDate that is still to come",
    "limits": "the price is beyond the day's ceiling or floor",
}
