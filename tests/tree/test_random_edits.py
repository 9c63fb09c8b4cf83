"""Whatever editors do to the tree, every page answers at its address in every language and no other."""

from contextlib import contextmanager
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
from portal.models import BasePage
from portal.texts import column
from tests.conftest import make

WORDS = ["paix", "œuvre", "l’État", "peace", "a b", "été"]
LEVELS = 3


@dataclass
class Node:
    """The plain model of a page: where it hangs, what it is called, whether it is or was public."""

    parent: int | None
    slugs: dict
    is_live: bool = True
    was_public: bool = True
    children: list = field(default_factory=list)


class Portal:
    """A portal under test beside its plain model."""

    def __init__(self, overview):
        self.top = overview.pk
        self.nodes = {overview.pk: Node(None, {})}
        self.redirects = {}  # (address, language) → the page to which it leads

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
        self.nodes[page.pk] = Node(parent, slugs, page.live, page.first_published_at is not None)
        self.nodes[parent].children.append(page.pk)
        for child in page.get_children():
            self.add(child, page.pk)

    def address(self, pk, code):
        node = self.nodes[pk]
        if node.parent is None:
            return f"/{code}/"
        return f"{self.address(node.parent, code)}{node.slugs[code]}/"

    def addresses(self, pks):
        return {(pk, code): self.address(pk, code) for pk in pks for code in languages.codes()}

    @contextmanager
    def changing_addresses(self, pk):
        """Note the redirects that a change to a page leaves: for all that visitors ever saw, from it down."""
        before = self.addresses(self.below(pk))
        yield
        after = self.addresses(self.below(pk))
        for (each, code), old in before.items():
            if self.nodes[each].was_public and old != after[each, code]:
                self.redirects[old, code] = each
        for (each, code), new in after.items():
            if self.redirects.get((new, code)) == each:
                del self.redirects[new, code]

    def with_aliases(self, pks):
        """Return pages with their aliases, which follow what becomes of them."""
        aliases = BasePage.objects.filter(alias_of__in=pks).exclude(pk__in=pks)
        more = list(aliases.values_list("pk", flat=True))
        return self.with_aliases([*pks, *more]) if more else pks

    # operations; `pick` are numbers that choose among what there is

    def create(self, pick, word):
        parents = [pk for pk in self.nodes if self.depth(pk) < LEVELS]
        parent = parents[pick[0] % len(parents)]
        left_out = languages.codes()[: pick[1] % 2]
        fields = {
            column("title", code): f"{word} {code}" for code in languages.codes() if code not in left_out
        }
        fields |= {column("published_in", code): False for code in left_out}
        self.add(make(AreaPage, self.page(parent), **fields), parent)

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
            with self.changing_addresses(pk):
                self.nodes[pk].slugs[code] = slug
            for each in self.with_aliases([pk]):
                self.nodes[each].is_live = self.nodes[each].was_public = True

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
            with self.changing_addresses(pk):
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
            if self.nodes[pk].is_live:
                self._hide(self.with_aliases([pk]))
            self.page(pk).unpublish()

    def delete(self, pick, _word):
        if pk := self._any(pick[0]):
            # a public page is unpublished before it is deleted, and so are its aliases
            self._hide(self.with_aliases([each for each in self.below(pk) if self.nodes[each].is_live]))
            self.page(pk).delete()
            self.nodes[self.nodes[pk].parent].children.remove(pk)
            for each in self.below(pk):
                del self.nodes[each]

    def _hide(self, pks):
        for each in pks:
            self.nodes[each].is_live = False

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
        current = {(new, code): pk for (pk, code), new in self.addresses(self.nodes).items()}
        for (address, code), pk in current.items():
            if self.nodes[pk].is_live:
                response = client.get(address)
                assert response.status_code == 200, address
                assert response.context["page"].pk == pk
            else:
                self._leads_on(client, address, code)
        for address, code in set(self.redirects) - set(current):
            self._leads_on(client, address, code)

    def _leads_on(self, client, address, code):
        response = client.get(address)
        target = self.redirects.get((address, code))
        if target in self.nodes:
            assert response.status_code == 301, address
            assert urlsplit(response.url).path == self.address(target, code)
        else:
            assert response.status_code == 404, address


OPERATIONS = ["create", "rename", "move", "reorder", "copy", "alias", "unpublish", "delete"]


@pytest.mark.usefixtures("overview")
@pytest.mark.long
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
