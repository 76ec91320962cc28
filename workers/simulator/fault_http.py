"""Faults of requests as HTTP answers, and the control door that starts and ends faults.

Door: `faulty_answer`, `control`, `is_loopback`. Refuses to know which faults are active.
"""

from __future__ import annotations

import asyncio
import ipaddress

import msgspec

from workers.simulator.errors import FaultError
from workers.simulator.fault_desk import FaultDesk
from workers.simulator.faults import (
    ErrorBody,
    HttpFault,
    ServerError,
    Slow,
    TooManyRequests,
    Unauthorized,
    decode_fault,
)
from workers.simulator.http_door import BadRequest, Request, Response

FAULTS_PATH = "/simulator/faults"
_SWALLOWED_BYTES = 64 * 1024
_PAGE = b"<html><head><title>Error</title></head><body><h1>The service is unavailable.</h1></body></html>"


def faulty_response(fault: HttpFault) -> Response | None:
    """The answer a fault puts in place of the right one; None when the right one only comes late."""
    if isinstance(fault, Unauthorized):
        body = _message("Authorization has been denied for this request.", 401)
        return Response(401, body, headers=(("WWW-Authenticate", "Bearer"),))
    if isinstance(fault, ErrorBody):
        return Response(200, _message(fault.message, fault.status))
    if isinstance(fault, TooManyRequests):
        after_s = fault.retry_after_s
        headers = () if after_s is None else (("Retry-After", str(after_s)),)
        return Response(429, _message("Too Many Requests", 429), headers=headers)
    if isinstance(fault, ServerError):
        if fault.html:
            return Response(fault.status, _PAGE, "text/html")
        return Response(fault.status, _message("An error has occurred.", fault.status))
    return None


async def faulty_answer(desk: FaultDesk, target: str | None, reader: asyncio.StreamReader) -> Response | None:
    """What a fault answers a request; None when the right answer is due, after any delay.

    Args:
        target: what is asked for, an `HttpTarget`; None for what has no faults.
    Raises: BadRequest when a black hole has swallowed the connection, once the client has left.
    """
    if target is None:
        return None
    if desk.swallowing:
        while await reader.read(_SWALLOWED_BYTES):
            pass
        raise BadRequest("swallowed by a black hole")
    fault = desk.http_fault(target)
    if isinstance(fault, Slow):
        await asyncio.sleep(fault.delay_s)
    return None if fault is None else faulty_response(fault)


def control(desk: FaultDesk, request: Request, peer: object) -> Response:
    """GET reports, POST starts the fault of the body, DELETE ends all that is active.

    Args:
        peer: the client's address, as the transport gives it; only loopback is served, and no
            request of a web page (those carry an Origin).
    """
    if not is_loopback(peer) or "origin" in request.headers:
        return Response(403, _message("Only from this machine", 403))
    if request.method == "POST":
        try:
            desk.start(decode_fault(request.body))
        except FaultError as error:
            return Response(400, _message(str(error), 400))
    elif request.method == "DELETE":
        desk.clear()
    elif request.method != "GET":
        return Response(405, _message("GET, POST or DELETE", 405))
    return Response(200, msgspec.json.encode(desk.report()))


def is_loopback(peer: object) -> bool:
    """Whether an address as asyncio's transports give it is this machine's own."""
    if not isinstance(peer, tuple) or not peer:
        return False
    try:
        address = ipaddress.ip_address(str(peer[0]).partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _message(text: str, status: int) -> bytes:
    return msgspec.json.encode({"message": text, "status": status})
