"""A portal to take pictures of: the shipped content, in a database that is thrown away."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]


@contextmanager
def served(prepare=lambda: None):
    """Load what ships and serve it while the pictures are taken; yield its address and what was prepared.

    :param prepare: called once the content is there; from then on Django may be used
    """
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        os.environ |= {
            "BASE_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "DEBUG": "on",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "on",  # Playwright runs a loop in this thread
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "EMAIL_URL": "dummymail://",
            "ENV_FILE": os.devnull,
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "of a database that is thrown away",
        }
        sys.path.insert(0, str(ROOT))
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("loaddata", "newsroom", "belarus", "milestones", verbosity=0)
        prepared = prepare()
        command = [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait_for(f"http://127.0.0.1:{port}/admin/login/")
            yield f"http://127.0.0.1:{port}", prepared
        finally:
            server.terminate()
            server.wait()


@contextmanager
def browser():
    """Start the system's Chromium, else the one that Playwright has installed."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield started
        started.close()


def keep(image, file):
    """Write a picture in as few colours as it takes, and say so."""
    import PIL.Image

    file.parent.mkdir(exist_ok=True)
    image.convert("RGB").quantize(128, dither=PIL.Image.Dither.NONE).save(file, optimize=True)
    sys.stdout.write(
        f"{file.relative_to(ROOT)}: {image.width} × {image.height}, {file.stat().st_size // 1024} kB\n"
    )


def _free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def _wait_for(address):
    for _second in range(60):
        try:
            return urlopen(address)  # noqa: S310 (our own server)
        except (URLError, ConnectionError):
            time.sleep(1)
    raise SystemExit(f"Nothing answers at {address}.")
