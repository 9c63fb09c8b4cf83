"""An editor at work: what a browser sends of the editor's forms, through nginx."""

import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests.forms import inputs

MILESTONES = "/admin/snippets/timeline/milestone/"
ACCOUNT = """
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("drill", password="only-for-the-drill")
"""


class Editor:
    """Somebody who is signed in; ``portal`` is the :class:`~tests.caching.nginx.Portal` that is edited."""

    def __init__(self, portal):
        self.portal, self.cookies = portal, SimpleCookie()
        portal.do(ACCOUNT)
        self.open("/admin/login/")
        answer = self.send("/admin/login/", {"username": "drill", "password": "only-for-the-drill"})
        assert answer.status == 302, answer.text

    def open(self, path):
        """Open a page of the editor; the answer."""
        return self._ask(path, "GET")

    def send(self, path, data):
        """Send a form; the answer."""
        sent = data | {"csrfmiddlewaretoken": self.cookies["csrftoken"].value}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(path, "POST", body=urlencode(sent), **form)

    def milestone(self, **changes):
        """Open the form of a milestone; return its address, and what it would send with changes."""
        path = re.search(rf"{MILESTONES}edit/[^\"/]+/", self.open(MILESTONES).text)[0]
        return path, inputs(self.open(path).text) | changes

    def _ask(self, path, method, **sent):
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        answer = self.portal.ask(path, method, Cookie=cookies, **sent)
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer
