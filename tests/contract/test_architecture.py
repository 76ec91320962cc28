"""The product keeps to the rules, and each rule can tell when it does not."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract import rules
from tests.contract.rules import Module

Rule = Callable[[Module], list[str]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps(rule: Rule, repo_root: Path) -> None:
    modules = list(rules.product_modules(repo_root))
    assert {module.room for module in modules} == set(rules.ROOMS)
    breaches = [breach for module in modules for breach in rule(module)]
    assert not breaches, "\n" + "\n".join(breaches)


@pytest.mark.parametrize(
    ("rule", "path", "source"),
    [
        (rules.core_imports_little, "core/a.py", "import socket"),
        (rules.core_imports_little, "core/a.py", "import os.path"),
        (rules.core_imports_little, "core/a.py", "from urllib import request"),
        (rules.core_imports_little, "core/a.py", "import redis"),
        (rules.core_imports_little, "core/a.py", "from sqlalchemy import Text"),
        (rules.core_imports_little, "core/a.py", "from workers.settings import load_settings"),
        (rules.core_imports_little, "dashboard/live/framing.py", "import socket"),
        (rules.core_imports_little, "core/a.py", "def f():\n    import random"),
        (rules.core_reads_no_clock_and_opens_nothing, "core/a.py", "def f():\n    return datetime.now()"),
        (rules.core_reads_no_clock_and_opens_nothing, "core/a.py", "f(clock=dt.datetime.utcnow)"),
        (rules.core_reads_no_clock_and_opens_nothing, "core/a.py", "x = dt.date.today()"),
        (rules.core_reads_no_clock_and_opens_nothing, "core/a.py", "def f():\n    open('x')"),
        (rules.workers_and_dashboard_apart, "workers/a.py", "import dashboard.app"),
        (rules.workers_and_dashboard_apart, "dashboard/a.py", "def f():\n    from workers import up"),
        (rules.nothing_happens_at_import, "core/a.py", "for x in range(3): pass"),
        (rules.nothing_happens_at_import, "workers/a.py", "settings = load_settings()"),
        (rules.nothing_happens_at_import, "workers/a.py", "def f(x=connect()): pass"),
        (rules.nothing_happens_at_import, "workers/a.py", "class A:\n    x = connect()"),
        (rules.nothing_happens_at_import, "workers/a.py", "class A:\n    pass\nx = A()"),
        (rules.nothing_happens_at_import, "workers/a.py", "from workers.up import up\nx = up()"),
        (rules.nothing_happens_at_import, "workers/a.py", "x = [connect(i) for i in (1, 2)]"),
        (rules.nothing_happens_at_import, "dashboard/a.py", "@callback(1)\ndef f(): pass"),
        (rules.nothing_happens_at_import, "dashboard/a.py", "@app.callback(1)\ndef f(): pass"),
        (rules.nothing_happens_at_import, "dashboard/a.py", "app.layout = 1\nprint(2)"),
        (rules.nothing_happens_at_import, "dashboard/a.py", "if TYPE_CHECKING:\n    connect()"),
        (
            rules.nothing_happens_at_import,
            "workers/a.py",
            "try:\n    import x\nexcept ImportError:\n    x = 1",
        ),
        (rules.short_enough, "core/a.py", "x = 1\n" * (rules.MAX_LINES + 1)),
        (rules.nothing_left_to_do, "core/a.py", "x = 1  # TO" + "DO: more"),
        (rules.nothing_left_to_do, "core/a.py", "# FIX" + "ME"),
        (rules.says_what_it_knows, "core/a.py", "x = 1"),
    ],
)
def test_a_breach_is_found(rule: Rule, path: str, source: str) -> None:
    assert rule(Module(path, source))


ALLOWED = {
    "core/a.py": """
        import datetime as dt
        import re
        from urllib.parse import urlsplit

        PATTERN = re.compile("x")
        DAYS = build()

        def build(now: dt.datetime) -> dt.date:
            return now.date()
        """,
    "core/history/tables.py": "from sqlalchemy import Text",
    "workers/a.py": """
        from core.market import X

        TABLE = {"a": X(1)}

        @dataclass(frozen=True)
        class Pair:
            first: int = 1

        DEFAULT = Pair()
        logger = logging.getLogger(__name__)

        @main.command()
        @click.option("--x")
        def f(x, now=lambda: clock()):
            connect()
        """,
    "dashboard/a.py": """
        from dashboard.live import framing

        PING = framing.text_frame(b"ping")
        if TYPE_CHECKING:
            from core import x
        """,
    "workers/__main__.py": "main()",
}


@pytest.mark.parametrize("path", ALLOWED)
def test_what_is_allowed_passes(path: str) -> None:
    module = Module(path, '"""A."""\n' + textwrap.dedent(ALLOWED[path]))
    assert [breach for rule in rules.RULES for breach in rule(module)] == []
