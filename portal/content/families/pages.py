"""Pages: named by their address in the default language, ``/science/``; the front page is ``/``."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.core.validators import validate_slug
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from wagtail.models import Site

from portal import languages
from portal.bilingual import column
from portal.content.families.base import Family, as_edited, child_relations
from portal.content.families.privacy import Privacy
from portal.content.fields import content_fields
from portal.models import BasePage

FRONT, ROOT = "/", "root"


@dataclass(slots=True)
class Place:
    """Where a page stands: what the tree needs to know of it."""

    pk: int
    path: str
    depth: int
    model: type
    slugs: dict
    live: bool


class Siblings:
    """What stands below one page: the slugs taken in each language, and how many there are of each model."""

    def __init__(self):
        self.slugs = defaultdict(set)
        self.models = Counter()

    def add(self, slugs, model):
        for code, slug in slugs.items():
            self.slugs[code].add(slug)
        self.models[model] += 1

    def free_slug(self, wanted, code):
        """Return a slug that nothing here has, numbered if need be, and take it."""
        slug, number = wanted, 1
        while slug in self.slugs[code]:
            number += 1
            slug = f"{wanted}-{number}"
        self.slugs[code].add(slug)
        return slug


class Pages(Family):
    identity = ("parent",)

    # What is there

    @cached_property
    def places(self):
        """Every page of the site: mapping of primary key to :class:`Place`, in the order of the tree."""
        slugs = [column("slug", code) for code in languages.codes()]
        rows = BasePage.objects.rewrite(False).order_by("path")
        places = {}
        for pk, path, depth, content_type, live, *own in rows.values_list(
            "pk", "path", "depth", "content_type", "live", *slugs
        ):
            model = ContentType.objects.get_for_id(content_type).model_class() or BasePage
            places[pk] = Place(pk, path, depth, model, dict(zip(languages.codes(), own, strict=True)), live)
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
        if not isinstance(parent, str | None):
            (place / "parent").wrong(self.no_name(str(parent)[:60]))
            return None
        if not slug or not isinstance(slug, str):
            (place / "slug").wrong(_("Write it in %s at least.") % languages.name_of(languages.default()))
            return None
        return FRONT if parent is None else self.normal(f"{parent}/{slug}")

    def parent_name(self, fields):
        """Return the address of the page above, ``None`` for the front page."""
        return fields.get("parent") and self.normal(fields["parent"])

    def fields(self, model):
        fields = {**content_fields(model), "privacy": Privacy("privacy", "page")}
        first = ("slug", "title")
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
        name = self.names[obj.pk]
        return {} if name == FRONT else {"parent": self.names[self.above(self.places[obj.pk]).pk]}

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
    def siblings(self):
        """What stands below each page: mapping of primary key to :class:`Siblings`."""
        found = defaultdict(Siblings)
        for place in self.places.values():
            if above := self.above(place):
                found[above.pk].add(place.slugs, place.model)
        return found

    @cached_property
    def _new_models(self):
        return {}

    def check_new(self, item, place):
        """Check that a page may stand where a file puts it, at an address of its own in each language."""
        parent, parent_model = self.parent_of(item)
        self._new_models[self.all_names.find(self, item.name)] = item.model
        siblings = self.siblings[parent]
        most = item.model.max_count_per_parent or float("inf")
        is_allowed = item.model.is_creatable and item.model in parent_model.allowed_subpage_models()
        if not is_allowed or siblings.models[item.model] >= most:
            (place / "parent").wrong(_("Such a page may not stand there."))
        given = item.row.fields["slug"].items()
        slugs = {code: slug for code, slug in given if isinstance(slug, str) and slug}
        if item.name == FRONT and len(set(slugs.values())) > 1:
            (place / "slug").wrong(_("The slug of the front page is alike in every language."))
        for code, slug in slugs.items():
            if slug in siblings.slugs[code]:
                (place / "slug" / code).wrong(
                    _("Another page here has the address “%(slug)s” in this language.") % {"slug": slug}
                )
            elif not re.fullmatch(validate_slug.regex, slug):
                (place / "slug" / code).wrong(validate_slug.message)
        siblings.add(slugs, item.model)

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
