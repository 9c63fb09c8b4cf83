"""How many requests a second are answered, beside what bare servers do: ``python -m bench.serving``.

A page that is kept, beside a bare Django view with the same bytes, and by nginx beside nginx with a file of
them; a page that is made anew, beside a bare view through the seven middleware of a new project; and whether
what is published is there at the next request.
"""

import argparse
import gzip
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import in_own_process
from bench.results import Figure, report, table
from bench.servers import BARE, PORTAL, rates, serving
from tests.caching.nginx import HOST, portal_behind_nginx

PAGE = "/fr/"
PUBLICATIONS = 20
# an area, and what shows it
PUBLISH = """
from cooperation.models import AreaPage
page = AreaPage.objects.get(slug_en="demilitarisation")
page.title_fr = page.title_en = "{}"
page.save_revision().publish()
"""
SHOWING = ("/fr/demilitarisation/", "/en/demilitarisation/", "/fr/", "/en/")


def targets(portal, stack):
    """Start what is to be measured; return it by name, as :func:`~.servers.rates` takes it."""
    page = portal.ask(PAGE)
    packed, plain = portal.folder / "static" / "bench.html.gz", portal.folder / "static" / "bench.html"
    packed.write_bytes(page.body)
    plain.write_bytes(gzip.decompress(page.body))
    as_packed = {"BENCH_FILE": str(packed), "BENCH_ENCODING": "gzip"}
    as_plain = {"BENCH_FILE": str(plain), "BENCH_MIDDLEWARE": "on"}

    def start(application, **environment):
        return stack.enter_context(serving(application, portal.environment | environment))

    return {
        "kept": (f"http://127.0.0.1:{portal.origin}{PAGE}", True),
        "bare": (start(BARE, **as_packed), True),
        "nginx": (f"http://127.0.0.1:{portal.port}{PAGE}", True),
        "file": (f"http://127.0.0.1:{portal.port}/static/bench.html", True),
        "made": (start(PORTAL, CACHE_PAGES="off"), False),
        "seven": (start(BARE, **as_plain), False),
        # as the first reader after a change has it: nothing is kept, neither the page nor what is in it
        "first": (start(PORTAL, CACHE_URL="dummycache://"), True),
        "seven packed": (start(BARE, **as_packed, BENCH_MIDDLEWARE="on"), True),
    }


def figures(found):
    """Return the figures that rates make, each a ratio of two."""
    pairs = [
        ("kept page by the Python server, beside a bare view", "kept", "bare", 0.6),
        ("kept page by nginx, beside a file by nginx", "nginx", "file", 0.65),
        ("overview made anew, beside a bare view through seven middleware", "made", "seven", 0.04),
        ("the same after a change: nothing kept, and compressed", "first", "seven packed", None),
    ]
    return [
        Figure(name, found[one] / found[other], f"{found[one]:,.0f} and {found[other]:,.0f} a second", least)
        for name, one, other, least in pairs
    ]


def publish(portal):
    """Publish again and again; return how many times the next requests through nginx were answered anew."""
    fresh = 0
    for number in range(PUBLICATIONS):
        for address in SHOWING:
            portal.ask(address)
        title = f"Publication {number}."
        portal.do(PUBLISH.format(title))
        answers = [portal.ask(address).text for address in SHOWING]
        fresh += all(title in answer for answer in answers)
    return fresh


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="of each of the three rounds of a target")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        portal_behind_nginx(Path(folder)) as portal,
        ExitStack() as stack,
    ):
        found = rates(targets(portal, stack), options.seconds, host=HOST)
        fresh = publish(portal)
        without = portal.environment | {"CACHE_PAGES": "off"}
        costly = in_own_process("bench.profile", PAGE, HOST, **without)
    share = Figure(
        "pages that show what is published at the next request through nginx",
        fresh / PUBLICATIONS,
        f"{fresh} of {PUBLICATIONS} publications, four pages each",
        at_least=1,
    )
    told = "What the overview costs when it is made anew, by cProfile, with what each function calls:"
    profile = table(("ms", "share", "calls", "function"), costly)
    report([*figures(found), share], f"{told}\n\n{profile}")


if __name__ == "__main__":
    main()
