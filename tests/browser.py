"""Chromium, for the tests that use the portal as people do; and what else a machine must have for them."""

import os
import shutil
from contextlib import contextmanager

import pytest
from django.db import connections

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def without(what):
    """End a test that lacks something of the machine: skip it, but fail where ``CI`` is set.

    :param what: what is lacking, and what to do about it
    """
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def program(name, package):
    """Return the path of a program.

    :param package: what ``apt`` installs it with
    """
    return shutil.which(name) or without(f"{name} is not installed: apt-get install {package}")


@contextmanager
def chromium():
    """Start a browser; while it runs, the database may be asked from this thread as before."""
    from playwright.sync_api import sync_playwright

    path, connection = program("chromium", "chromium"), connections["default"]
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "on")
        connections["default"] = connection
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
