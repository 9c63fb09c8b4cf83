"""Pages: named by their address in the default language, ``/science/``; the front page is ``/``."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import Site

from portal import languages
from portal.bilingual import column
from portal.content.families.base import Family, as_edited, child_relations
from portal.content.families.privacy import Privacy
from portal.content.fields import content_fields
from portal.content.fields.base import Field
from portal.content.problems import Place
from portal.content.three_way import Action
from portal.models import BasePage

FRONT, ROOT = "/", "root"
MADE = {Action.CREATE, Action.CHANGE}


@dataclass(slots=True)
class Standing:
    """Where a page stands: what the tree needs to know of it."""

    pk: int
    path: str
    depth: int
    model: type
    slugs: dict
    live: bool


class ParentField(Field):
    """The page above, by its address; a file that gives another than before moves the page."""

    is_drafted = False

    def __init__(self, pages):
        super().__init__("parent")
        self.pages = pages

    def read(self, value, place, names):
        return value and names.pk(BasePage, value, place)

    def written(self, value, names):
        return value and names.name(BasePage, value)

    def taken(self, obj):
        place = self.pages.places.get(obj.pk)
        is_front = place is None or self.pages.names.get(obj.pk) == FRONT
        return None if is_front else self.pages.above(place).pk

    def put(self, obj, value):
        obj.content_parent = value

    def left_out(self, value):
        return value is None

    def check_default(self, obj, place):
        """Say nothing: the front page has none."""


class Pages(Family):
    identity = ("was",)

    # What is there

    @cached_property
    def places(self):
        """Every page of the site: mapping of primary key to :class:`Standing`, in the order of the tree."""
        columns = [column("slug", code) for code in languages.codes()]
        rows = BasePage.objects.rewrite(False).order_by("path")
        places = {}
        for pk, path, depth, content_type, live, *own in rows.values_list(
            "pk", "path", "depth", "content_type", "live", *columns
        ):
            model = ContentType.objects.get_for_id(content_type).model_class() or BasePage
            slugs = dict(zip(languages.codes(), own, strict=True))
            places[pk] = Standing(pk, path, depth, model, slugs, live)
        return places

    @cached_property
    def pks(self):
        return set(self.places)

    @cached_property
    def _by_path(self):
        return {place.path: place for place in self.places.values()}

    @cached_property
    def site(self):
        return Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)

    @cached_property
    def names(self):
        """The address of each page below the front page; ``root`` is above every site."""
        front = self.places.get(self.site.root_page_id)
        names = {place.pk: ROOT for place in self.places.values() if place.depth == 1}
        if front is None or front.model is BasePage:  # Wagtail's welcome page is no front page
            return names
        for place in self.places.values():
            if place.path.startswith(front.path) and not self._is_carried(place):
                continue
            if place.path == front.path:
                names[place.pk] = FRONT
            elif place.path.startswith(front.path):
                above = names[self.above(place).pk]
                names[place.pk] = f"{above}{place.slugs[languages.default()]}/"
        return names

    def above(self, place):
        return self._by_path.get(place.path[: -BasePage.steplen])

    def normal(self, name):
        return name if name == ROOT else "/" + "".join(f"{part}/" for part in name.split("/") if part)

    def find(self, name, row=None):
        if self.front_is_new and name != ROOT:
            return None
        return super().find(name, row)

    @property
    def front_is_new(self):
        """Whether the files of this run bring the front page."""
        return self.all_names.is_new(self, FRONT)

    def no_such(self, name):
        return _("There is no page at %s.") % name

    def no_name(self, value):
        return _("Write the address of a page, such as /deminage/, not “%s”.") % value

    # What files say

    def name_in(self, fields, place):
        parent, slugs = fields.get("parent"), fields.get("slug")
        slug = slugs.get(languages.default()) if isinstance(slugs, dict) else None
        for name, value in (("parent", parent), ("was", fields.get("was"))):
            if not isinstance(value, str | None) or value == ROOT:
                (place / name).wrong(self.no_name(str(value)[:60]))
                return None
        if not slug or not isinstance(slug, str):
            (place / "slug").wrong(_("Write it in %s at least.") % languages.name_of(languages.default()))
            return None
        return FRONT if parent is None else self.normal(f"{parent}/{slug}")

    def former_name(self, fields):
        return self.normal(fields["was"]) if isinstance(fields.get("was"), str) else None

    def parent_name(self, fields):
        """Return the address of the page above, ``None`` for the front page."""
        return fields.get("parent") and self.normal(fields["parent"])

    def fields(self, model):
        fields = {"parent": ParentField(self), **content_fields(model), "privacy": Privacy("privacy", "page")}
        first = ("parent", "slug", "title")
        return {name: fields[name] for name in (*first, *(name for name in fields if name not in first))}

    def objects(self, pks):
        found = {page.pk: page for page in BasePage.objects.filter(pk__in=pks).specific()}
        by_model = defaultdict(list)
        for page in found.values():
            by_model[type(page)].append(page)
        for model, pages in by_model.items():
            prefetch_related_objects(pages, *child_relations(model))
        return {pk: as_edited(page) for pk, page in found.items()}

    def all(self):
        return [pk for pk in self.places if self.names.get(pk, ROOT) != ROOT]

    def _is_carried(self, place):
        """Tell whether a page and all those above it are public: below a draft it would have no parent."""
        while place.depth > 1 and not self.all_names.drafts:
            if not place.live:
                return False
            place = self.above(place)
        return True

    def identity_of(self, obj):
        known = self.all_names.known(self, obj.pk)
        return {"was": known.name} if known and known.name != self.names[obj.pk] else {}

    # What may be

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
                self._check_slugs(item, Place(item.row, noted) / "fields" / "slug")

    def _check_slugs(self, item, place):
        there = self.places.get(item.pk)
        parent = self.above(there).pk if there and there.depth > 1 else self.parent_of(item)[0]
        if there and "parent" in item.changed:
            parent, model = self.parent_of(item)
            is_below = parent in self.places and self.places[parent].path.startswith(there.path)
            if is_below or item.model not in model.allowed_subpage_models():
                (Place(place.row, place.problems) / "fields" / "parent").wrong(
                    _("Such a page may not stand there.")
                )
        slugs = (there.slugs if there else {}) | _new_slugs(item)
        if item.name == FRONT and len({*slugs.values()} - {None, ""}) > 1:
            place.wrong(_("The slug of the front page is alike in every language."))
        for code, slug in slugs.items():
            if slug and slug in self.slugs[parent, code]:
                taken = _("Another page here has the address “%(slug)s” in this language.")
                (place / code).wrong(taken % {"slug": slug})
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
        """Let pages leave the slugs that others take, so that two may exchange theirs."""
        held = {
            (self.above(place).pk, code, slug): place.pk
            for place in self.places.values()
            if place.depth > 1
            for code, slug in place.slugs.items()
        }
        leaving = {(item.pk, code): item for item in items for code in _new_slugs(item)}
        for item in items:
            parent = (
                self.parent_of(item)[0] if "parent" in item.changed else self.above(self.places[item.pk]).pk
            )
            for code, slug in _new_slugs(item).items():
                holder = held.get((parent, code, slug))
                if (holder, code) in leaving and holder != item.pk or "parent" in item.changed:
                    self._leave(holder if (holder, code) in leaving else item.pk, code)

    def _leave(self, pk, code):
        BasePage.objects.filter(pk=pk).rewrite(False).update(**{column("slug", code): f"leaving-{pk}"})

    def change(self, obj, storing):
        if parent := obj.__dict__.pop("content_parent", None):
            page = BasePage.objects.get(pk=obj.pk)
            page.move(BasePage.objects.get(pk=parent), pos="last-child")


def _new_slugs(item):
    """Return the slugs that a file changes: mapping of language to slug."""
    return {
        change.language: change.new
        for change in item.changes
        if change.path == ("slug",) and change.action in MADE and change.new
    }
