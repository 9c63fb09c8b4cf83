"""What a drill may kill, stop and start again: a Redis, a PostgreSQL and a media store of its own."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import boto3

from tests.browser import program, without
from tests.caching.nginx import free_port, listens, wait_until


class Redis:
    """A cache that several machines share, which keeps nothing when it dies."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self):
        path = program("redis-server", "redis-server")
        command = [path, "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        wait_until(lambda: listens(self.port))

    def hang(self):
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()


class Postgres:
    """A database server with one database, which keeps what was committed when it dies."""

    def __init__(self):
        # of its own account, which may not look into the folders of tests
        self.folder, self.port = Path(tempfile.mkdtemp(prefix="postgres-")), free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self.url = f"postgres://portal@127.0.0.1:{self.port}/postgres"
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self.bin = found[-1] if found else Path(program("initdb", "postgresql")).parent
        self._run("initdb", "--pgdata", f"{self.folder}/data", "--username", "portal", "--auth", "trust")
        self.start()

    def start(self):
        options, log = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1", f"{self.folder}/log"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", log, "-o", options, "start")

    def kill(self):
        """Kill it as a machine that fails does: without a word to anybody."""
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def do(self, sql):
        """Run a statement, whether or not the database takes others."""
        psql = shutil.which("psql") or self.bin / "psql"
        environment = os.environ | {"PGOPTIONS": "-c default_transaction_read_only=off"}
        command = [psql, self.url, "-c", sql]
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603

    def _run(self, name, *arguments):
        command = [str(self.bin / name), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to be run by root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


class Store:
    """A media store of buckets, which keeps what it has while it is gone; moto stands in for it."""

    def __init__(self, bucket):
        self.port, self.bucket = free_port(), bucket
        self.environment = {
            "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{self.port}",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "portal",
            "AWS_SECRET_ACCESS_KEY": "only-for-the-tests",
            "MEDIA_BUCKET": bucket,
        }
        self.silence = None
        self.start()
        self.add_bucket(bucket)

    def start(self):
        if self.silence:
            self.silence.close()
        try:
            from moto.server import ThreadedMotoServer
        except ImportError:
            without("moto is not installed: pip install -r tests/drills/requirements.txt")
        self.server = ThreadedMotoServer("127.0.0.1", self.port, verbose=False)
        self.server.start()

    def stop(self):
        self.server.stop()

    def hang(self):
        """Take connections from now on, and answer none."""
        self.stop()
        self.silence = socket.create_server(("127.0.0.1", self.port))

    def add_bucket(self, name):
        self._asked().create_bucket(Bucket=name)

    def names(self, bucket):
        pages = self._asked().get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {each["Key"] for page in pages for each in page.get("Contents", [])}

    def _asked(self):
        return boto3.client(
            "s3",
            endpoint_url=self.environment["AWS_ENDPOINT_URL_S3"],
            region_name=self.environment["AWS_DEFAULT_REGION"],
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
        )
