"""Faults and scripts of faults as texts."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import pytest

from workers.simulator import faults
from workers.simulator.errors import FaultError
from workers.simulator.fault_http import is_loopback
from workers.simulator.fault_script import Step, read_script
from workers.simulator.faults import Close, DropMessages, TooManyRequests, decode_fault, describe


def test_a_script_of_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(
        '# a comment\n{"at": "10:15", "fault": "close"}\n\n'
        '{"after_s": 1.5, "fault": "drop_messages", "share": 0.25, "symbol": "HPG"}\n'
    )
    assert read_script(path) == [
        Step(Close(), at_seconds=10 * 3600 + 15 * 60),
        Step(DropMessages(share=0.25, symbol="HPG"), after_s=1.5),
    ]


def test_a_script_in_toml(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text('[[step]]\nat = "09:00:05"\nfault = "too_many_requests"\non = "connect"\ncount = 2\n')
    assert read_script(path) == [Step(TooManyRequests(on="connect", count=2), at_seconds=9 * 3600 + 5)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"fault": "close"}', "line 1: give either `at`"),
        ('{"at": "9:00", "fault": "close"}', "line 1: `at` must be a local time"),
        ('{"at": "24:00", "fault": "close"}', "line 1: `at` must be a local time"),
        ('{"at": "09:00", "after_s": 1, "fault": "close"}', "line 1: give either `at`"),
        ('{"after_s": -1, "fault": "close"}', "line 1: `after_s` must be"),
        ('{"after_s": 1, "fault": "earthquake"}', "line 1: Invalid value 'earthquake'"),
        ('{"after_s": 1, "fault": "drop_messages", "share": 2}', "line 1: Expected `float` <= 1.0"),
        ('{"after_s": 1, "fault": "slow", "delay": 2}', "line 1: Object"),
        ("close at ten", "line 1: JSON is malformed"),
    ],
)
def test_a_script_that_cannot_be_used_says_where_and_why(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "day.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(FaultError) as refused:
        read_script(path)
    assert str(refused.value).startswith(f"{path}: {says}")


def test_a_missing_file_and_broken_toml_are_errors_too(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="No such file"):
        read_script(tmp_path / "none.jsonl")
    broken = tmp_path / "day.toml"
    for text in ("[[step]\n", 'name = "x"\n', ""):
        broken.write_text(text)
        with pytest.raises(FaultError, match=r"day\.toml"):
            read_script(broken)


def test_a_description_is_read_back() -> None:
    fault = TooManyRequests(on="rest", retry_after_s=30, for_s=2.0)
    assert decode_fault(describe(fault)) == fault


@pytest.mark.parametrize(
    ("peer", "own"),
    [
        (("127.0.0.1", 5), True),
        (("127.9.9.9", 5), True),
        (("::1", 5, 0, 0), True),
        (("::ffff:127.0.0.1", 5, 0, 0), True),
        (("10.0.0.1", 5), False),
        (("::ffff:10.0.0.1", 5, 0, 0), False),
        (("fe80::1%eth0", 5, 0, 0), False),
        (("", 0), False),
        (None, False),
        ("/run/socket", False),
    ],
)
def test_which_addresses_are_this_machine(peer: object, own: bool) -> None:
    assert is_loopback(peer) is own


def test_every_verb_is_shown_on_the_wire_by_some_protocol_test() -> None:
    """By its class, or by its name at the control door."""
    used: set[str] = set()
    for path in sorted((Path(__file__).parents[1] / "protocol").glob("test_simulator*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                used.add(name)
                used.update(
                    str(word.value.value)
                    for word in node.keywords
                    if word.arg == "fault" and isinstance(word.value, ast.Constant)
                )
    verbs = {verb.__name__: verb.__struct_config__.tag for verb in get_args(faults.Fault)}
    assert len(verbs) == 21
    assert [name for name, tag in verbs.items() if name not in used and tag not in used] == []
