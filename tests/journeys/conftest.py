"""A clone of the repository, served as the README says, and a browser to use it with."""

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.browser import chromium

ROOT = Path(__file__).parents[2]
# what a new machine has, less what this test session set
ENVIRONMENT = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "PIP_INDEX_URL") if key in os.environ}


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def clone(folder):
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)  # noqa: S603, S607
    return folder


def wait_for(url, process, seconds=600):
    for _second in range(seconds):
        assert process.poll() is None, "the server stopped"
        try:
            return urlopen(url, timeout=5)  # noqa: S310 (our own server)
        except (URLError, ConnectionError):
            time.sleep(1)
    raise AssertionError(f"nothing answers at {url}")


class Server:
    """A command that serves the portal on a port of its own, with what it printed."""

    def __init__(self, command, folder):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(  # noqa: S602 (commands of the README)
                command.replace("8000", str(self.port)),
                shell=True,
                cwd=folder,
                env=ENVIRONMENT | {"PORT": str(self.port)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self):
        wait_for(f"{self.url}/fr/", self.process)
        return self

    def __exit__(self, *_error):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(30)


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    folder = clone(tmp_path_factory.mktemp("newcomer") / "portal")
    with Server("make run", folder) as server:
        server.folder = folder
        yield server


@pytest.fixture(scope="package")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser):
    with browser.new_context(viewport={"width": 1440, "height": 1000}) as context:
        yield context.new_page()


@pytest.fixture
def editing(page, portal):
    """The editor, signed in with the account that ``make run`` printed."""
    name, password = re.search(
        r"account to edit with: (\S+), password (\S+)", portal.log.read_text()
    ).groups()
    page.goto(f"{portal.url}/admin/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")
    return page
