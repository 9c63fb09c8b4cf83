"""All measures, one after the other: ``python -m bench``; it fails if any limit was missed."""

import subprocess
import sys

MEASURES = ("load", "parity", "search", "serving", "growth", "servers")

done = [subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False) for name in MEASURES]  # noqa: S603
sys.exit(any(each.returncode for each in done))
