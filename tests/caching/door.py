"""The door of a server in front, as far as the portal sees it: it notes what it is asked for."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Door(ThreadingHTTPServer):
    """Listens on a port of its own; ``asked`` are the addresses it was asked for, in order.

    ``status`` is what it answers with, after ``delay`` seconds; ``fails`` is how many times it answers 502
    before that, ``overtaken`` how many times with what has changed since it was made.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked, self.status, self.delay, self.fails, self.overtaken = [], 200, 0, 0, 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):  # noqa: N802 (the name that the base class asks for)
        door = self.server
        door.asked.append(f"http://{self.headers['Host']}{self.path}")
        time.sleep(door.delay)
        status = door.status
        if door.fails:
            door.fails, status = door.fails - 1, 502
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if door.overtaken:
            door.overtaken -= 1
            self.send_header("X-Accel-Expires", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass
