"""What was measured, on the screen and in ``RESULTS.md``: a section a measure, written anew each time."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).with_name("RESULTS.md")
TITLE = """# What the portal costs

Written by `make bench`. Each figure is a ratio within one run: of rates or times measured in turns on one
machine, with the same answer, encoding, server, workers and threads on both sides.
"""
PACKAGES = ("Django", "wagtail", "gunicorn")


@dataclass(frozen=True)
class Figure:
    """A ratio, what it comes of, and the limits that it has to keep."""

    name: str
    value: float
    source: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_missed(self):
        above = self.at_most is not None and self.value > self.at_most
        return above or (self.at_least is not None and self.value < self.at_least)

    @property
    def limit(self):
        """What it has to be, in words."""
        if self.at_least is not None:
            return f"at least {self.at_least:g}"
        return f"at most {self.at_most:g}" if self.at_most is not None else ""

    @property
    def row(self):
        told = f"**{self.value:#.3g}: missed**" if self.is_missed else f"{self.value:#.3g}"
        return (self.name, told, self.limit, self.source)


def report(figures, *notes, on=""):
    """Print and keep what a measure has found; end the process with 1 if a limit was missed.

    :param notes: paragraphs of Markdown to go with the figures
    :param on: what tells this section from others of the same measure
    """
    name = f"bench.{Path(sys.argv[0]).stem}"
    command = " ".join([f"python -m {name}", *sys.argv[1:]])
    told = f"`{command}` on {date.today()}; {_machine()}."
    rows = [figure.row for figure in figures]
    text = "\n\n".join([told, table(("figure", "measured", "has to be", "of"), rows), *notes])
    print(text)  # noqa: T201
    _keep(f"{name} {on}".strip(), text)
    if missed := [figure.name for figure in figures if figure.is_missed]:
        sys.exit(f"\n{name}: missed: {'; '.join(missed)}")


def table(head, rows):
    """Return a table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _keep(name, text):
    """Put a section in the place of the one of its name."""
    kept = FILE.read_text() if FILE.exists() else ""
    sections = dict(re.findall(r"^## (.+)\n\n((?:(?!## ).*\n?)*)", kept, re.MULTILINE))
    sections[name] = text
    parts = [f"## {each}\n\n{sections[each].strip()}\n" for each in sorted(sections)]
    FILE.write_text("\n".join([TITLE, *parts]))


def _machine():
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    versions.append(f"SQLite {sqlite3.sqlite_version}")
    if nginx := shutil.which("nginx"):
        told = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=False)  # noqa: S603
        versions.append(told.stderr.strip().rpartition(" ")[2].replace("/", " "))
    return f"{cores} cores, {', '.join(versions)}"
