"""Eight editors at work in the editor for a minute: nothing acknowledged is lost, nothing fails."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from cooperation.models import AreaPage
from portal import languages
from portal.models import BasePage
from tests.conftest import in_every_language, make
from tests.editing.test_edit_page import add_url, edit_url, posted
from tests.tree.test_races import addresses_agree

EDITORS = 8
SECONDS = 60


class Editor:
    """Somebody with a page that nobody else writes or deletes; ``said`` is its title as last acknowledged."""

    def __init__(self, number, user, page):
        self.chance = random.Random(number)  # noqa: S311 (no secret)
        self.name, self.page, self.client = f"editor-{number}", page, Client()
        self.client.force_login(user)
        self.said, self.made, self.deleted, self.acknowledged = "", set(), {}, 0

    def work(self, until, kept):
        """Do one thing after another until a moment; delete none of the pages that are kept."""
        try:
            while time.monotonic() < until:
                self.act(kept)
        finally:
            connection.close()

    def act(self, kept):
        pages = list(BasePage.objects.filter(depth__gte=3).values_list("pk", flat=True))
        page, other = self.chance.choice(pages), self.chance.choice(pages)
        things = [self.publish, self.create, self.move, self.reorder, self.copy]
        if len(pages) > EDITORS * 3 and page not in kept:
            things = [self.delete]
        self.chance.choice(things)(page, other)

    def send(self, address, data):
        """Send a form; tell whether it was acknowledged: what comes too late is refused."""
        response = self.client.post(address, data)
        assert response.status_code in {200, 302, 404}
        is_done = response.status_code == 302 and response.url != reverse("wagtailadmin_home")
        self.acknowledged += is_done
        return is_done

    def publish(self, _page, _other):
        title = f"{self.name} {self.acknowledged}"
        page = AreaPage.objects.get(pk=self.page.pk)
        data = posted(page, **in_every_language(title=title), **{"action-publish": "1"})
        if self.send(edit_url(page), data):
            self.said = title

    def create(self, page, _other):
        title = f"new {self.name} {self.acknowledged}"
        parent = BasePage.objects.filter(pk=page).first()
        if parent and self.send(
            add_url(AreaPage, parent), posted(**in_every_language(title=title), **{"action-publish": "1"})
        ):
            self.made.add(f"{title} {languages.default()}")

    def move(self, page, other):
        self.send(reverse("wagtailadmin_pages:move_confirm", args=[page, other]), {})

    def reorder(self, page, _other):
        address = reverse("wagtailadmin_pages:set_page_position", args=[page])
        self.send(f"{address}?position={self.chance.randrange(5)}", {})

    def copy(self, page, other):
        name = f"copy-{self.name}-{self.acknowledged}"
        data = {"new_title": name, "new_slug": name, "new_parent_page": other, "publish_copies": "on"}
        self.send(reverse("wagtailadmin_pages:copy", args=[page]), data)

    def delete(self, page, _other):
        found = BasePage.objects.filter(pk=page, numchild=0).first()
        if found and self.send(reverse("wagtailadmin_pages:delete", args=[page]), {}):
            self.deleted[found.pk] = found.title


@pytest.mark.long
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_editors_at_once_are_told_is_done(overview, editor):
    own = [make(AreaPage, overview) for _editor in range(EDITORS)]
    for area in own:
        make(AreaPage, area)
    editors = [Editor(number, editor, page) for number, page in enumerate(own)]
    until, kept = time.monotonic() + SECONDS, {page.pk for page in own}

    with ThreadPoolExecutor(EDITORS) as threads:
        for done in [threads.submit(each.work, until, kept) for each in editors]:
            done.result()

    assert sum(each.acknowledged for each in editors) > EDITORS * 5
    assert BasePage.find_problems() == ([], [], [], [], [])
    for front in BasePage.objects.get(depth=1).get_children():
        addresses_agree(front, dict.fromkeys(languages.codes(), "/"))
    for each in editors:
        page = AreaPage.objects.get(pk=each.page.pk)
        assert page.live
        if each.said:
            assert {page.in_language("title", code) for code in languages.codes()} == set(
                in_every_language(title=each.said).values()
            )
    there = dict(BasePage.objects.values_list("pk", "title"))
    deleted = {pk: title for each in editors for pk, title in each.deleted.items()}
    assert not deleted.keys() & there.keys()
    assert {title for each in editors for title in each.made} <= {*deleted.values(), *there.values()}
