"""Where a page of a content file may stand, and at which addresses."""

from collections import Counter, defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from portal.content.problems import Place
from portal.content.three_way import Action
from portal.models import BasePage
from portal.texts import column

FRONT = "/"
MADE = {Action.CREATE, Action.CHANGE}


class TreeRules:
    """What :class:`~portal.content.families.pages.Pages` asks of pages before they are written."""

    def is_of(self, model, pk):
        return self.places[pk].model is model

    def check_parent(self, fields, place):
        name = self.parent_name(fields)
        if name is None:
            if FRONT in self._by_name:
                (place / "slug").wrong(_("There is a front page already."))
                return None
            return self.root.pk
        found = self.all_names.find(self, name)
        if found is None:
            (place / "parent").wrong(self.no_such(name))
        return found

    @cached_property
    def _new_models(self):
        return {}

    @cached_property
    def _numbers(self):
        """How many pages of each model stand below each page: by its primary key, provisional or not."""
        found = defaultdict(Counter)
        for place in self.places.values():
            if above := self.above(place):
                found[above.pk][place.model] += 1
        return found

    def check_new(self, item, pk, place):
        """Check that such a page may stand where a file puts it."""
        parent, parent_model = self.parent_of(item)
        self._new_models[pk] = item.model
        most = item.model.max_count_per_parent or float("inf")
        is_allowed = item.model.is_creatable and item.model in parent_model.allowed_subpage_models()
        if not is_allowed or self._numbers[parent][item.model] >= most:
            (place / "parent").wrong(_("Such a page may not stand there."))
        self._numbers[parent][item.model] += 1

    def parent_of(self, item):
        """Return the primary key and the model of the page above a new one."""
        name = self.parent_name(item.row.fields)
        if name is None:
            return self.root.pk, self.root.model
        pk = self.all_names.find(self, name)
        return pk, self._new_models[pk] if pk < 0 else self.places[pk].model

    @property
    def root(self):
        return next(iter(self.places.values()))

    def check_together(self, items, noted):
        """Check that each page will have an address of its own in each language, once all is loaded.

        Afterwards :attr:`slugs` holds those that are taken.
        """
        self.slugs = defaultdict(set)
        changing = {item.pk: item for item in items if "slug" in item.changed or "parent" in item.changed}
        for place in self.places.values():
            if (above := self.above(place)) and place.pk not in changing:
                self._take(above.pk, place.slugs)
        for item in items:
            if item.action is Action.CREATE or item.pk in changing:
                self._check_slugs(item, Place(item.row, noted) / "fields")

    def _check_slugs(self, item, place):
        there = self.places.get(item.pk)
        parent = self.above(there).pk if there and there.depth > 1 else self.parent_of(item)[0]
        if there and "parent" in item.changed:
            parent, model = self.parent_of(item)
            is_below = parent in self.places and self.places[parent].path.startswith(there.path)
            if is_below or item.model not in model.allowed_subpage_models():
                (place / "parent").wrong(_("Such a page may not stand there."))
        slugs = (there.slugs if there else {}) | _new_slugs(item)
        if item.name == FRONT and len({*slugs.values()} - {None, ""}) > 1:
            (place / "slug").wrong(_("The slug of the front page is alike in every language."))
        for code, slug in slugs.items():
            if slug and slug in self.slugs[parent, code]:
                taken = _("Another page here has the address “%(slug)s” in this language.")
                (place / "slug" / code).wrong(taken % {"slug": slug})
        self._take(parent, slugs)

    def _take(self, parent, slugs):
        for code, slug in slugs.items():
            self.slugs[parent, code].add(slug)

    def free_slug(self, wanted, parent, code):
        """Return a slug that no page below another will have, numbered if need be, and take it."""
        slug, number = wanted, 1
        while slug in self.slugs[parent, code]:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs[parent, code].add(slug)
        return slug

    def prepare(self, items):
        """Let pages leave the slugs that others take, so that two may exchange theirs.

        Only those whose row is about to be written: a draft's new slug is in its revision alone.
        """
        held = {
            (self.above(place).pk, code, slug): place.pk
            for place in self.places.values()
            if place.depth > 1
            for code, slug in place.slugs.items()
        }
        written = [item for item in items if self.places[item.pk].live and "go_live_at" not in item.changed]
        leaving = {(item.pk, code) for item in written for code in _new_slugs(item)}
        for item in written:
            moves = "parent" in item.changed
            parent = self.parent_of(item)[0] if moves else self.above(self.places[item.pk]).pk
            for code, slug in _new_slugs(item).items():
                holder = held.get((parent, code, slug))
                for pk in {holder, item.pk if moves else None}:
                    if (pk, code) in leaving:
                        self._leave(pk, code)

    def _leave(self, pk, code):
        BasePage.objects.filter(pk=pk).rewrite(False).update(**{column("slug", code): f"leaving-{pk}"})


def _new_slugs(item):
    """Return the slugs that a file changes: mapping of language to slug."""
    return {
        change.language: change.new
        for change in item.changes
        if change.path == ("slug",) and change.action in MADE and change.new
    }
