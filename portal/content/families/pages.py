"""Pages: named by their address in the default language, ``/science/``; the front page is ``/``."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import Site

from portal import languages
from portal.children import child_relations
from portal.content.families.base import Family, as_edited
from portal.content.families.privacy import Privacy
from portal.content.families.tree_rules import FRONT, TreeRules
from portal.content.fields import content_fields
from portal.content.fields.base import Field
from portal.models import BasePage
from portal.texts import column

ROOT = "root"


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


class Pages(TreeRules, Family):
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

    # Writing

    def change(self, obj, storing):
        if parent := obj.__dict__.pop("content_parent", None):
            page = BasePage.objects.get(pk=obj.pk)
            page.move(BasePage.objects.get(pk=parent), pos="last-child")
