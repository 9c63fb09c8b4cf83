"""A portal as a large one is deployed: nginx, two web processes, PostgreSQL, and a Redis that they share."""

import shutil
import signal

import pytest

from tests.caching.nginx import portal_behind_nginx
from tests.drills.person import Person
from tests.drills.servers import Postgres, Redis


@pytest.fixture(scope="package")
def redis(tmp_path_factory):
    redis = Redis(tmp_path_factory.mktemp("redis"))
    yield redis
    redis.kill()


@pytest.fixture(scope="package")
def postgres():
    postgres = Postgres()
    yield postgres
    postgres.kill()
    shutil.rmtree(postgres.folder)


@pytest.fixture(scope="package")
def served(tmp_path_factory, redis, postgres):
    folder = tmp_path_factory.mktemp("drills")
    with portal_behind_nginx(folder, CACHE_URL=redis.url, DATABASE_URL=postgres.url) as portal:
        portal.other = portal.serve_also(CLOCK_FILE=str(folder / "other" / "clock"))
        yield portal


@pytest.fixture(scope="package")
def editor(served):
    return Person(served, "fr", served.port)


@pytest.fixture
def portal(served):
    yield served
    served.signal_gunicorn(signal.SIGCONT)
