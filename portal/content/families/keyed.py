"""Snippets that are named by a key of their own."""

from functools import cached_property

from django.db import models
from wagtail.models import DraftStateMixin

from portal.children import child_relations
from portal.content.families.base import Family, as_edited


class KeyedObjects(Family):
    identity = ("key",)

    @cached_property
    def names(self):
        carried = self.model._default_manager.exclude(key=None)
        if issubclass(self.model, DraftStateMixin) and not self.all_names.drafts:
            carried = carried.filter(live=True)
        return dict(carried.values_list("pk", "key"))

    def name_in(self, fields, place):
        return self.cleaned(super().name_in(fields, place), place)

    def objects(self, pks):
        found = self.model._default_manager.filter(pk__in=pks)
        return {obj.pk: as_edited(obj) for obj in found.prefetch_related(*child_relations(self.model))}

    def make(self, item, obj, storing):
        obj.key = item.name
        return super().make(item, obj, storing)

    @property
    def needs_pages(self):
        return any(isinstance(field, models.ForeignKey) for field in self.model._meta.concrete_fields)
