"""What the portal costs, each figure a ratio within one run."""

import json
import subprocess
import sys


def in_own_process(module, *arguments):
    """Run a measure in a process of its own; return what it printed last, as JSON."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 (our own file)
    return json.loads(done.stdout.splitlines()[-1])
