"""What gunicorn and granian do with the same portal: ``python -m bench.servers``, if granian is installed.

Both with one process and eight threads, as all that is measured; here is also how it is.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec

from bench import HOST, in_own_process, own_portal, set_up
from bench.results import Figure, report
from tests.caching.nginx import free_port, listens, wait_until

THREADS = 8
PORTAL = "portal.wsgi"
BARE = "bench.bare"


def gunicorn(application, port):
    options = ["--log-level", "warning", "--no-control-socket"]
    options += ["--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", str(THREADS)]
    return [sys.executable, "-m", "gunicorn", f"{application}:application", *options]


def granian(application, port):
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    options += ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, f"{application}:application"]


@contextmanager
def serving(application, environment, server=gunicorn):
    """Serve an application; yield the address of its front page in French."""
    port = free_port()
    environment = os.environ | environment
    process = subprocess.Popen(server(application, port), env=environment)  # noqa: S603
    try:
        wait_until(lambda: listens(port))
        yield f"http://127.0.0.1:{port}/fr/"
    finally:
        process.terminate()
        process.wait(30)


def rates(targets, seconds, rounds=3, host=HOST):
    """Return how many requests a second each of some targets answers, the median of rounds in turns.

    :param targets: mapping of a name to an address, and whether it is asked for compressed
    """
    found = {name: [] for name in targets}
    for address, is_compressed in targets.values():
        _ask(address, is_compressed, 1, host)
    for _round in range(rounds):
        for name, (address, is_compressed) in targets.items():
            found[name].append(_ask(address, is_compressed, seconds, host))
    return {name: statistics.median(each) for name, each in found.items()}


def _ask(address, is_compressed, seconds, host):
    if not (wrk := shutil.which("wrk")):
        sys.exit("wrk is not installed: apt-get install wrk")
    encoding = "gzip" if is_compressed else "identity"
    headers = ["-H", f"Host: {host}", "-H", f"Accept-Encoding: {encoding}"]
    command = [wrk, "-t1", "-c8", f"-d{seconds}s", "--timeout", "20s", *headers, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if "Non-2xx" in told or "Socket errors" in told:
        sys.exit(f"{address} does not answer as it should:\n{told}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def fill():
    """Fill the portal of this process's environment with what is shipped."""
    set_up("newsroom", "belarus", "milestones")
    from django.core.management import call_command

    call_command("collectstatic", no_input=True, verbosity=0)
    print("null")  # noqa: T201


def main():
    if sys.argv[1:] == ["fill"]:
        return fill()
    if not find_spec("granian"):
        return print("bench.servers: not compared, granian is not installed: pip install granian")  # noqa: T201
    with own_portal() as portal, ExitStack() as stack:
        in_own_process("bench.servers", "fill", **portal)
        targets = {}
        for server in (gunicorn, granian):
            for kind, cache_pages in (("kept", "on"), ("made", "off")):
                environment = portal | {"CACHE_PAGES": cache_pages}
                address = stack.enter_context(serving(PORTAL, environment, server))
                targets[server.__name__, kind] = address, True
        found = rates(targets, seconds=10)
    figures = []
    for kind, name in (("kept", "kept page"), ("made", "page made anew")):
        one, other = found["granian", kind], found["gunicorn", kind]
        told = f"{one:,.0f} and {other:,.0f} a second"
        figures.append(Figure(f"{name} by granian, beside gunicorn", one / other, told))
    return report(figures)


if __name__ == "__main__":
    main()
