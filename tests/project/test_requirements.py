"""What is installed is what was chosen, to the byte."""

import re
from pathlib import Path

CHOSEN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?==(\S+)", re.MULTILINE)


def chosen(file):
    found = CHOSEN.findall(Path(file).read_text())
    return {(name.lower().replace("_", "-"), version) for name, version in found}


def test_the_lock_names_the_same_packages_each_with_its_digests():
    assert chosen("requirements.lock") == chosen("requirements.txt")
    entries = re.split(r"\n(?=[A-Za-z0-9])", Path("requirements.lock").read_text().split("\n", 1)[1])
    assert all("--hash=sha256:" in entry for entry in entries)
