"""The files of the media store, wherever it is."""

import shutil
from hashlib import file_digest

from django.core.files import File
from django.core.files.storage import default_storage


def names(folder=""):
    """Yield the names of all files in the store, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(f"{folder}/{name}" if folder else name)


def digest(file):
    return file_digest(file, "sha256").hexdigest()


def digest_of(name):
    with default_storage.open(name) as file:
        return digest(file)


def write(folder):
    """Copy the store into a folder; return the digest of each file by its name."""
    found = {}
    for name in names():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(name) as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target)
        with copy.open("rb") as file:
            found[name] = digest(file)
    return found


def read(folder, wanted):
    """Put the files of a folder into the store under their names; those that are there stay."""
    for name in wanted:
        if default_storage.exists(name):
            continue
        with (folder / name).open("rb") as file:
            default_storage.save(name, File(file))
