"""Somebody who uses the editor over HTTP, as a browser does: one session, whichever process answers."""

import re

import requests
from django.urls import reverse

from tests.caching.nginx import HOST

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
        name = {"username": code, "password": code}
        answer = self.post(port, reverse("wagtailadmin_login"), name)
        assert answer.status_code == 302, answer.text

    def get(self, port, path):
        return self.session.get(f"http://127.0.0.1:{port}{path}", timeout=60, allow_redirects=False)

    def post(self, port, path, data, files=None, **headers):
        """Send a form, with the token of the page that has it."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(port, path).text)[1]
        return self.session.post(
            f"http://127.0.0.1:{port}{path}",
            data | {"csrfmiddlewaretoken": token},
            files=files,
            headers=headers,
            timeout=60,
            allow_redirects=False,
        )
