"""What goes over the wire: text is compressed, and what has a fingerprint is kept by browsers.

Door: `register_packing`. The packed form of a file stays in memory, since every browser takes the
same; an answer of the moment is packed for its request. Refuses to know what is in either.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from typing import Final

from flask import Flask, Response, request

FROM_BYTES: Final = 1_024
KEPT: Final = 64
"""Files kept packed, the least used dropped: a page takes about forty."""
FILE_LEVEL: Final = 6
ANSWER_LEVEL: Final = 1
"""For answers of the moment: a third of the time of level 6 for a tenth more bytes."""
FOR_EVER: Final = "public, max-age=31536000, immutable"
FILES: Final = ("/assets/", "/_dash-component-suites/")
TEXTS: Final = (
    "text/",
    "application/javascript",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
)


class PackedFiles:
    """Packed forms by content, the least used dropped. Safe from all threads."""

    def __init__(self, kept: int = KEPT) -> None:
        """kept: how many at most."""
        self._kept = kept
        self._packed: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def packed(self, body: bytes) -> bytes:
        """The packed form of a file's bytes, made when it is not there yet."""
        # By content, not by address: anybody may invent addresses of one file.
        key = hashlib.blake2b(body, digest_size=16).digest()
        with self._lock:
            found = self._packed.get(key)
            if found is not None:
                self._packed.move_to_end(key)
                return found
        # Outside the lock: another file need not wait, and the same work twice does no harm.
        made = gzip.compress(body, FILE_LEVEL, mtime=0)
        with self._lock:
            self._packed[key] = made
            while len(self._packed) > self._kept:
                self._packed.popitem(last=False)
        return made


def register_packing(server: Flask) -> None:
    """Packs answers of the application for browsers that take gzip, and lets them keep its files."""
    files = PackedFiles()

    @server.after_request
    def pack(response: Response) -> Response:
        is_file = request.path.startswith(FILES)
        if is_file and response.status_code == 200 and "m" in request.args:
            response.headers["Cache-Control"] = FOR_EVER  # another content has another address
        if not _packable(response):
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") <= 0:
            return response
        response.direct_passthrough = False
        body = response.get_data()
        if len(body) >= FROM_BYTES:
            # A file's ETag stays as it is: Dash compares it letter by letter with what comes back.
            response.set_data(files.packed(body) if is_file else gzip.compress(body, ANSWER_LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response


def _packable(response: Response) -> bool:
    return (
        response.status_code == 200
        and "Content-Encoding" not in response.headers
        and response.headers.get("Content-Type", "").startswith(TEXTS)
    )
