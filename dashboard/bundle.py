"""The product's own scripts and style sheets as one file of each kind.

A page asks for two files instead of a hundred: each request costs the server and the browser more
than what it brings. Door: `register_bundles`, `bundle`, `lasting`. Refuses to know what is in them.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Final

from flask import Flask, Response

SCRIPT: Final = "vnmarket.js"
STYLE: Final = "vnmarket.css"
TYPES: Final = {SCRIPT: "text/javascript", STYLE: "text/css"}
NUMBERED: Final = "[0-9][0-9]-*"
"""What belongs to a bundle: the number is its place in it."""


def bundle(folder: Path, name: str) -> bytes:
    """The files of one kind, in the order of their names.

    Args:
        folder: where they are.
        name: SCRIPT or STYLE.
    """
    parts = sorted(folder.glob(NUMBERED + Path(name).suffix))
    return b"\n".join(part.read_bytes() for part in parts)


def lasting(address: str, body: bytes) -> str:
    """The address of a file that changes with its content, so that browsers keep what they have.

    Args:
        address: without a query.
        body: the content.
    """
    return f"{address}?m={zlib.crc32(body):08x}"


def register_bundles(server: Flask, folder: Path) -> dict[str, str]:
    """Serves them below `/assets/`, so that what a style sheet names by a relative address is found.

    Args:
        server: gets a route for each.
        folder: the assets.

    Returns:
        the address of each, which changes with its content.
    """
    addresses = {}
    for name, kind in TYPES.items():
        body = bundle(folder, name)

        def answer(body: bytes = body, kind: str = kind) -> Response:
            return Response(body, mimetype=kind)

        server.add_url_rule(f"/assets/{name}", f"bundle_{name}", answer)
        addresses[name] = lasting(f"/assets/{name}", body)
    return addresses
