"""The portal in a browser: as it is shipped and deployed, but served from the tests' own transaction."""

from threading import Lock, Thread

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.test import override_settings

from portal import languages
from portal.settings import STORAGES
from tests.browser import chromium
from tests.browsing import rarities
from tests.browsing.crawl import Crawl

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class Handler(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class Server(ThreadedWSGIServer):
    """Answers from the connection of the tests, so that it sees what they never commit."""

    def __init__(self):
        shared = {"default": connections["default"]}
        super().__init__(("127.0.0.1", 0), Handler, connections_override=shared)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def _close_connections(self):
        pass


def one_at_a_time(application):
    """Keep requests from using one connection at the same moment."""
    lock = Lock()

    def answer(environ, start_response):
        with lock:
            return application(environ, start_response)

    return answer


@pytest.fixture(scope="package")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def server(browser, django_db_setup, tmp_path_factory):
    """The portal at ``server.url``, with its static files collected, compressed and named by content."""
    connection = connections["default"]
    as_deployed = override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=STORAGES,
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    )
    with as_deployed, pytest.MonkeyPatch.context() as patch:
        call_command("collectstatic", interactive=False, verbosity=0)
        # each request would close a connection that is within a transaction
        patch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
        connection.inc_thread_sharing()
        with Server() as server:
            server.set_app(one_at_a_time(get_wsgi_application()))
            Thread(target=server.serve_forever, daemon=True).start()
            yield server
            server.shutdown()
        connection.dec_thread_sharing()


@pytest.fixture(scope="package")
def shipped(server, django_db_blocker):
    """The portal as it is shipped, loaded once for all that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", "newsroom", "belarus", "milestones", verbosity=0)
        call_command("renditions", verbosity=0)  # a load makes them once it is committed
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def crawl(shipped):
    """What a visitor of the shipped portal reaches from its front page in each language."""
    return Crawl([f"/{code}/" for code in languages.codes()])


@pytest.fixture(scope="module")
def rare(crawl):
    """The addresses of what the shipped content shows nowhere, for as long as the tests of a module last."""
    with transaction.atomic():
        yield rarities.make()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def addresses(crawl, rare):
    """The address of each page in each language."""
    return [*crawl.pages, *rare]


@pytest.fixture(scope="module")
def samples(crawl, rare):
    """The address of one page of each sort in each language, for what takes long or needs no more."""
    return [*crawl.samples, *rare]


@pytest.fixture
def open_tab(browser):
    """Open a tab: ``open_tab(PHONE, color_scheme="dark")``, with options of Playwright's ``new_context``."""
    contexts = []

    def open_tab(size=DESK, **options):
        contexts.append(browser.new_context(viewport=size, **options))
        return contexts[-1].new_page()

    yield open_tab
    for context in contexts:
        context.close()


@pytest.fixture
def findings(server):
    """Look at each address in a tab; return what was found, by address: ``{}`` where all is well."""

    def findings(tab, addresses, look):
        found = {}
        for address in addresses:
            tab.goto(server.url + address)
            if seen := look(tab):
                found[address] = seen
        return found

    return findings
