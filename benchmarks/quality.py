"""How much of what people found in the gold passages `sijill evaluate` says the reader finds, in both parts.

    .venv/bin/python benchmarks/quality.py [--gold GOLD ...] [--documents DOCS ...]

Unseen passages are those that no rule or weight was fitted to; docs/evaluation.md says what the scores mean.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIJILL = Path(sys.executable).parent / "sijill"
GOLD = ROOT / "tests" / "gold"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, nargs="+", default=[GOLD])
    parser.add_argument("--documents", type=Path, nargs="+", default=[GOLD, ROOT / "examples"])
    options = parser.parse_args()
    named = [("--gold", path) for path in options.gold] + [
        ("--documents", path) for path in options.documents
    ]
    arguments = [str(word) for pair in named for word in pair]
    worst = 0
    for part in ("--unseen", "--fitted"):
        print(f"\n{part[2:]} passages", flush=True)
        worst = max(worst, subprocess.run([SIJILL, "evaluate", part, *arguments], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
