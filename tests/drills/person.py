"""Somebody who uses the editor over HTTP, as a browser does: one session, whichever process answers."""

import re

import requests
from django.urls import reverse

from tests.caching.nginx import HOST
from tests.forms import inputs

ACCOUNT = """
from portal.models import User
from wagtail.users.models import UserProfile
user, _is_new = User.objects.get_or_create(username="{name}", is_superuser=True)
user.set_password("{name}")
user.save()
UserProfile.objects.update_or_create(user=user, defaults={{"preferred_language": "{name}"}})
"""


class Person:
    """An administrator whose editor speaks a language, and who is named by its code."""

    def __init__(self, portal, code, port):
        self.session = requests.Session()
        self.session.headers["Host"] = HOST
        portal.do(ACCOUNT.format(name=code))
        self.get(port, reverse("wagtailadmin_login"))
        name = {"username": code, "password": code}
        answer = self.post(port, reverse("wagtailadmin_login"), name)
        assert answer.status_code == 302, answer.text

    def get(self, port, path):
        return self.session.get(f"http://127.0.0.1:{port}{path}", timeout=60, allow_redirects=False)

    def post(self, port, path, data, files=None, **headers):
        """Send a form, whether or not its page can be opened now."""
        return self.session.post(
            f"http://127.0.0.1:{port}{path}",
            data | {"csrfmiddlewaretoken": self.session.cookies["csrftoken"]},
            files=files,
            headers=headers,
            timeout=60,
            allow_redirects=False,
        )

    def milestone(self, port, **changes):
        """Open the form of a milestone; return its address, and what it would send with changes."""
        listed = self.get(port, "/admin/snippets/timeline/milestone/").text
        path = re.search(r"/admin/snippets/timeline/milestone/edit/[^\"/]+/", listed)[0]
        return path, inputs(self.get(port, path).text) | changes
