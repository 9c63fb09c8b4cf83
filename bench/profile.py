"""Where the time of a page that is made anew goes: ``python -m bench.profile ADDRESS HOST``."""

import cProfile
import json
import pstats
import re
import sys

PAGES = 30
MOST = 10
# what only passes on: nearly all of the time goes through it, as through middleware, or it is any template's
# or query's
ALL = 0.9
PASSES_ON = re.compile(r"django/(template|db|utils|core)/|/wagtail/(query|blocks)|modeltranslation/|^~")


def profile(address, host):
    """Return the most expensive functions as rows: milliseconds a page and their share, calls, name."""
    import django

    django.setup()
    from django.test import Client

    reader = Client(headers={"host": host})
    for _warming in range(3):
        found = reader.get(address)
    if found.status_code != 200:
        sys.exit(f"{address} answers {found.status_code}")
    profiler = cProfile.Profile()
    profiler.enable()
    for _page in range(PAGES):
        reader.get(address)
    profiler.disable()
    stats = pstats.Stats(profiler).stats
    total = max(each[3] for each in stats.values())
    found = [
        (each[3], each[1], function)
        for function, each in stats.items()
        if each[3] < ALL * total and not PASSES_ON.search(function[0])
    ]
    return [
        (
            f"{cumulative / PAGES * 1000:.1f}",
            f"{cumulative / total:.0%}",
            round(calls / PAGES),
            _name(*function),
        )
        for cumulative, calls, function in sorted(found, reverse=True)[:MOST]
    ]


def _name(path, line, name):
    path = re.sub(r"^.*/(?:site-packages|lib/python[^/]+)/", "", path)
    path = path.removeprefix(f"{sys.path[0]}/")
    return f"`{name}` ({path}:{line})" if line else f"`{name}`"


if __name__ == "__main__":
    print(json.dumps(profile(*sys.argv[1:])))  # noqa: T201
