"""The token of programs: taken from header or address, and out of the address."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.channels.token import AccessToken, offered_token, scrub


@pytest.mark.parametrize(
    ("environ", "token"),
    [
        ({}, None),
        ({"HTTP_AUTHORIZATION": "Bearer abc"}, "abc"),
        ({"HTTP_AUTHORIZATION": "bearer abc"}, "abc"),
        ({"HTTP_AUTHORIZATION": "Basic YWJj"}, None),
        ({"QUERY_STRING": "token=abc"}, "abc"),
        ({"QUERY_STRING": "x=1&token=a%20b&y=2"}, "a b"),
        ({"QUERY_STRING": "%74oken=abc"}, "abc"),
        ({"QUERY_STRING": "token="}, ""),
        ({"QUERY_STRING": "token=query", "HTTP_AUTHORIZATION": "Bearer header"}, "header"),
    ],
)
def test_where_a_token_comes_from(environ: dict[str, Any], token: str | None) -> None:
    environ["RAW_URI"] = f"/ws/market?{environ.get('QUERY_STRING', '')}"
    scrub(environ)
    assert offered_token(environ) == token
    assert "oken" not in environ.get("QUERY_STRING", "") + environ["RAW_URI"]


def test_the_rest_of_an_address_stays() -> None:
    environ = {"QUERY_STRING": "x=1&token=abc&y=", "RAW_URI": "/ws/market?x=1&token=abc&y="}
    scrub(environ)
    assert (environ["QUERY_STRING"], environ["RAW_URI"]) == ("x=1&y=", "/ws/market?x=1&y=")


def test_only_the_right_token_is_admitted() -> None:
    token = AccessToken("geheim")
    assert token.needed
    assert token.admits("geheim")
    assert [token.admits(wrong) for wrong in ("", "geheim ", "Geheim", "geheimx", "\udcff")] == [False] * 5
    assert "geheim" not in repr(vars(token))
    assert AccessToken(None).admits("anything")
    assert not AccessToken(None).needed
