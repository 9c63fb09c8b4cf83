"""Whatever editors do to the tree, every page answers at its address in every language and no other."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Site

from cooperation.models import AreaPage
from portal import languages
from portal.bilingual import column
from portal.models import BasePage
from tests.conftest import make

WORDS = ["paix", "œuvre", "l’État", "peace", "a b", "été"]
LEVELS = 3


@dataclass
class Node:
    """The plain model of a page: where it hangs, what it is called, whether it is public."""

    parent: int | None
    slugs: dict
    is_live: bool = True
    children: list = field(default_factory=list)


class Portal:
    """A portal under test beside its plain model."""

    def __init__(self, overview):
        self.top = overview.pk
        self.nodes = {overview.pk: Node(None, {})}
        self.seen = {}  # address → page that answered there last

    def page(self, pk):
        return BasePage.objects.get(pk=pk).specific

    def depth(self, pk):
        parent = self.nodes[pk].parent
        return 0 if parent is None else 1 + self.depth(parent)

    def height(self, pk):
        return 1 + max((self.height(child) for child in self.nodes[pk].children), default=0)

    def below(self, pk):
        return [pk, *(each for child in self.nodes[pk].children for each in self.below(child))]

    def add(self, page, parent):
        """Take a new page, and those below it, into the model as the database has them."""
        page = self.page(page.pk)
        slugs = {code: page.in_language("slug", code) for code in languages.codes()}
        self.nodes[page.pk] = Node(parent, slugs, page.live)
        self.nodes[parent].children.append(page.pk)
        for child in page.get_children():
            self.add(child, page.pk)

    def address(self, pk, code):
        node = self.nodes[pk]
        if node.parent is None:
            return f"/{code}/"
        return f"{self.address(node.parent, code)}{node.slugs[code]}/"

    def addresses(self):
        return {(self.address(pk, code), code): pk for pk in self.nodes for code in languages.codes()}

    # operations; `pick` are numbers that choose among what there is

    def create(self, pick, word):
        parents = [pk for pk in self.nodes if self.depth(pk) < LEVELS]
        parent = parents[pick[0] % len(parents)]
        title = {column("title", code): f"{word} {code}" for code in languages.codes()[pick[1] % 2 :]}
        self.add(make(AreaPage, self.page(parent), **title), parent)

    def rename(self, pick, word):
        if pk := self._any(pick[0]):
            code = languages.codes()[pick[1] % len(languages.codes())]
            page = self.page(pk)
            if page.alias_of_id:
                return
            siblings = self.nodes[self.nodes[pk].parent].children
            slug = languages.slug_of(word, code) + str(pick[1])
            if any(self.nodes[each].slugs[code] == slug for each in siblings if each != pk):
                return
            setattr(page, column("slug", code), slug)
            page.save_revision().publish()
            self.nodes[pk].is_live = True
            self.nodes[pk].slugs[code] = slug
            for alias in BasePage.objects.filter(alias_of=pk):
                self.nodes[alias.pk].is_live = True

    def move(self, pick, _word):
        if pk := self._any(pick[0]):
            inside = self.below(pk)
            targets = [
                each
                for each in self.nodes
                if each not in inside and self.depth(each) + self.height(pk) <= LEVELS
            ]
            target = targets[pick[1] % len(targets)]
            others = [each for each in self.nodes[target].children if each != pk]
            mine = self.nodes[pk].slugs
            if any(self.nodes[each].slugs[code] == mine[code] for each in others for code in mine):
                assert not BasePage._slug_is_available(self.page(pk).slug, self.page(target), self.page(pk))
                return
            MovePageAction(self.page(pk), self.page(target), pos="last-child").execute()
            self.nodes[self.nodes[pk].parent].children.remove(pk)
            self.nodes[target].children.append(pk)
            self.nodes[pk].parent = target

    def reorder(self, pick, _word):
        if pk := self._any(pick[0]):
            siblings = self.nodes[self.nodes[pk].parent].children
            self.page(pk).move(self.page(siblings[pick[1] % len(siblings)]), pos="left")

    def copy(self, pick, word):
        if target := self._target(pick):
            pk, parent = target
            slug = f"{languages.slug_of(word, 'x')}-copie-{len(self.nodes)}"
            copied = CopyPageAction(
                self.page(pk),
                to=self.page(parent),
                recursive=True,
                update_attrs={"title": word, "slug": slug},
            ).execute()
            self.add(copied, parent)

    def alias(self, pick, _word):
        if target := self._target(pick):
            pk, parent = target
            page = self.page(pk)
            self.add(CreatePageAliasAction(page, recursive=True, parent=self.page(parent)).execute(), parent)

    def unpublish(self, pick, _word):
        if pk := self._any(pick[0]):
            self.page(pk).unpublish()
            self.nodes[pk].is_live = False
            for alias in BasePage.objects.filter(alias_of=pk):
                self.nodes[alias.pk].is_live = self.page(alias.pk).live

    def delete(self, pick, _word):
        if pk := self._any(pick[0]):
            self.page(pk).delete()
            self.nodes[self.nodes[pk].parent].children.remove(pk)
            for each in self.below(pk):
                del self.nodes[each]

    def _any(self, number):
        below = [pk for pk in self.nodes if pk != self.top]
        return below[number % len(below)] if below else None

    def _target(self, pick):
        """Choose a page and a parent for another of it, so that no branch grows past the levels."""
        if pk := self._any(pick[0]):
            inside = self.below(pk)
            fits = [
                each
                for each in self.nodes
                if each not in inside and self.depth(each) + self.height(pk) <= LEVELS
            ]
            return pk, fits[pick[1] % len(fits)]
        return None

    # what must hold

    def check_tree(self):
        assert not any(BasePage.find_problems())
        for pk, node in self.nodes.items():
            page = self.page(pk)
            assert page.live == node.is_live
            for code in languages.codes():
                assert page.url_in(code) == self.address(pk, code)
            names = {code: [self.nodes[each].slugs[code] for each in node.children] for code in node.slugs}
            assert all(len(set(slugs)) == len(slugs) for slugs in names.values())
        assert BasePage.objects.count() == len(self.nodes) + 1

    def check_addresses(self):
        client = Client()
        current = self.addresses()
        for (address, code), pk in current.items():
            response = client.get(address)
            if self.nodes[pk].is_live:
                assert response.status_code == 200, address
                assert response.context["page"].pk == pk
                self.seen[address, code] = pk
            elif response.status_code != 404:
                # the address was another page's once, and leads there still
                self._leads_to(response, self.seen[address, code], code)
        for (address, code), pk in self.seen.items():
            if (address, code) not in current:
                self._leads_to(client.get(address), pk, code)

    def _leads_to(self, response, pk, code):
        if pk in self.nodes:
            assert response.status_code == 301
            assert urlsplit(response.url).path == self.address(pk, code)
        else:
            assert response.status_code == 404


OPERATIONS = ["create", "rename", "move", "reorder", "copy", "alias", "unpublish", "delete"]


@pytest.mark.usefixtures("overview")
@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["create", "create", *OPERATIONS]),
            st.tuples(st.integers(0, 50), st.integers(0, 50)),
            st.sampled_from(WORDS),
            st.sampled_from(languages.codes()),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_page_answers_at_its_address_and_no_other(edits):
    with transaction.atomic():
        portal = Portal(Site.objects.get(is_default_site=True).root_page)
        for step, (operation, pick, word, code) in enumerate(edits):
            with translation.override(code), TestCase.captureOnCommitCallbacks(execute=True):
                getattr(portal, operation)(pick, word)
            portal.check_tree()
            if step % 5 == 4 or step == len(edits) - 1:
                portal.check_addresses()
        transaction.set_rollback(True)
