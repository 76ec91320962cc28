"""How often the tick rule agrees with the exchange: `python -m tests.bench.tape_rules [FOLDER]`.

Real futures tapes have the exchange's side and no book, so the quote rule is silent on them and
the tick rule stands alone. Prints a few lines for each tape of the folder (default: the shared data).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.trackers.trade_classifier import Method
from workers.replay import replay_path

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Prints the figures."""
    shared = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "futures-tape"
    for tape in sorted(folder.glob("*.csv.gz")):
        core = replay_path(str(tape)).core
        agreed, spoken = core.classifier.agreement[Method.TICK]
        prefix = f"tape={tape.name.removesuffix('.csv.gz')} "
        print(f"{prefix}messages {core.counters.messages} -")
        print(f"{prefix}trades_judged {spoken} -")
        print(f"{prefix}tick_agreement {100 * agreed / spoken:.2f} %")
        print(f"{prefix}ledger_violations {len(core.ledger_violations())} -")


if __name__ == "__main__":
    main()
