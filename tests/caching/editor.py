"""Does what it is told, a piece of code a line, each in a transaction: an editor in another process."""

import json
import sys
import traceback

import django
from django.db import transaction


def main():
    for line in sys.stdin:
        try:
            with transaction.atomic():
                exec(json.loads(line), {})  # noqa: S102 (what a test says)
        except Exception:
            traceback.print_exc()
            print("failed", flush=True)  # noqa: T201 (its answer)
        else:
            print("done", flush=True)  # noqa: T201 (its answer)


if __name__ == "__main__":
    django.setup()
    main()
