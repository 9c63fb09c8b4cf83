"""A portal as it is deployed: gunicorn, and nginx with the configuration that is shipped in front of it."""

import gzip
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.browser import program

ROOT = Path(__file__).parents[2]
HOST = "portal.example.org"
# what Debian has around the file, as somebody who is not root
AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    {temp_paths}
    access_log off;
    include /etc/nginx/mime.types;
    include {folder}/portal.conf;
}}
"""


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_until(condition, seconds=30):
    """Wait until something is so; return what the condition says then."""
    latest = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < latest, f"{condition} is not met"
        time.sleep(0.05)
    return found


def listens(port):
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", port)) == 0


class Answer:
    """What came back: status, headers, and the body unpacked."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()
        packed = self.headers["Content-Encoding"] == "gzip" and self.body
        self.text = (gzip.decompress(self.body) if packed else self.body).decode(errors="replace")
        self.came = self.headers["X-Cache"]


class Portal:
    """nginx and gunicorn on ports of their own, with a database, media and a cache in one folder."""

    def __init__(self, folder, **environment):
        self.folder = folder
        self.port, self.door, self.origin = free_port(), free_port(), free_port()
        self.environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment |= {
            "ENV_FILE": os.devnull,
            "SECRET_KEY": "only-for-the-tests",
            "DJANGO_SETTINGS_MODULE": "tests.settings_deployed",
            "STATIC_ROOT": str(folder / "static"),
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "CLOCK_FILE": str(folder / "clock"),
            "BASE_URL": f"http://{HOST}",
            "CACHE_PAGES": "on",
            "CACHE_URL": "locmemcache://",
            "FRONTEND_CACHE_URL": f"http://127.0.0.1:{self.door}",
            "LOG_LEVEL": "WARNING",
        }
        self.environment |= environment
        self.gunicorn = self.nginx = self.editor = None
        self.others, self.balanced = [], [self.origin]

    def manage(self, *command):
        subprocess.run(  # noqa: S603 (our own interpreter and script)
            [sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True
        )

    def do(self, code):
        """Do something in another process, as a command of a deployer does; return once it is committed."""
        self.begin(code)
        answer = self.editor.stdout.readline()
        assert answer == "done\n", answer

    def begin(self, code):
        """Begin to do something in another process."""
        if self.editor is None:
            command = [sys.executable, "-m", "tests.caching.editor"]
            self.editor = subprocess.Popen(  # noqa: S603 (our own interpreter and script)
                command, cwd=ROOT, env=self.environment, text=True, stdin=-1, stdout=-1
            )
        print(json.dumps(code), file=self.editor.stdin, flush=True)  # noqa: T201 (its input)

    def kill_editor(self, after):
        """Kill the other process some seconds after it began."""
        time.sleep(after)
        self.editor.kill()
        self.forget_editor()

    def forget_editor(self):
        """Have the next thing done by a new process."""
        if self.editor:
            self.editor.communicate()
        self.editor = None

    def serve_also(self, **environment):
        """Start another web process, with some settings of its own; return its port."""
        port = free_port()
        self.others.append(self._start(port, self.environment | environment))
        return port

    def start_gunicorn(self):
        self.gunicorn = self._start(self.origin, self.environment)

    def _start(self, port, environment):
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "8"]
        process = subprocess.Popen(  # noqa: S603
            [*command, "--bind", f"127.0.0.1:{port}", "--no-control-socket"],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        wait_until(lambda: listens(port))
        self.ask("/fr/", port=port)  # the first answer takes longest
        return process

    def signal_gunicorn(self, number):
        os.killpg(self.gunicorn.pid, number)

    def stop_gunicorn(self):
        self.signal_gunicorn(signal.SIGCONT)
        self.signal_gunicorn(signal.SIGTERM)
        self.gunicorn.wait(30)

    def start_nginx(self):
        (self.folder / "portal.conf").write_text(self._configuration())
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temp_paths = " ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        around = AROUND.format(folder=self.folder, temp_paths=temp_paths)
        if os.geteuid() == 0:
            around = f"user root;{around}"  # the folder of a test is nobody else's
        (self.folder / "nginx.conf").write_text(around)
        path = program("nginx", "nginx")
        self.nginx = subprocess.Popen(  # noqa: S603
            [path, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "stderr"]
        )
        wait_until(lambda: listens(self.port) and listens(self.door))

    def _configuration(self):
        """Return the file as a deployer sets it, with values for this portal."""
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        for value, own in {
            "server 127.0.0.1:8000;": " ".join(f"server 127.0.0.1:{port};" for port in self.balanced),
            "127.0.0.1:8081": f"127.0.0.1:{self.door}",
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "default https;": "default http;",
            "/srv/portal/var": str(self.folder),
            "/var/cache/portal": str(self.folder / "copies"),
        }.items():
            assert value in text
            text = text.replace(value, own)
        return text

    def stop(self):
        self.forget_editor()
        if self.nginx:
            self.nginx.terminate()
            self.nginx.wait(30)
        if self.gunicorn:
            self.stop_gunicorn()
        for other in self.others:
            other.terminate()
            other.wait(30)

    def ask(self, path, method="GET", port=None, **headers):
        """Ask nginx, or what listens on another port, for an address, as a browser that reads gzip does."""
        sent = {"Host": HOST, "Accept-Encoding": "gzip"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        connection.request(method, path, headers=sent)
        answer = Answer(connection.getresponse())
        connection.close()
        return answer

    def say(self, request):
        """Send a request as it stands; return the status."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as sock:
            sock.sendall(request)
            return int(sock.makefile("rb").readline().split()[1])

    def is_refreshing(self):
        return (Path(self.environment["CLOCK_FILE"]).parent / "refreshing").exists()


@contextmanager
def portal_behind_nginx(folder, two=False, **environment):
    """Serve the shipped content, with some settings of its own.

    :param two: whether nginx has two web processes to ask, each as if on a machine of its own
    """
    program("nginx", "nginx")
    portal = Portal(folder, **environment)
    try:
        portal.manage("migrate", "--verbosity", "0")
        portal.manage("loaddata", "newsroom", "belarus", "milestones", "--verbosity", "0")
        portal.manage("collectstatic", "--no-input", "--verbosity", "0")
        portal.start_gunicorn()
        if two:
            portal.other = portal.serve_also(CLOCK_FILE=str(folder / "other" / "clock"))
            portal.balanced.append(portal.other)
        portal.start_nginx()
        yield portal
    finally:
        portal.stop()
