"""Collections of pictures and documents: named by their path, ``/Presse/2018/``."""

from functools import cached_property

from wagtail.models import Collection

from portal.content.families.base import Family
from portal.content.families.privacy import Privacy


class Collections(Family):
    identity = ("path",)

    @cached_property
    def names(self):
        """A path for each collection; ``/`` for the one that holds all."""
        names, by_path = {}, {}
        for collection in Collection.objects.order_by("path"):
            above = by_path.get(collection.path[: -collection.steplen])
            by_path[collection.path] = f"{above}{collection.name}/" if above else "/"
            names[collection.pk] = by_path[collection.path]
        return names

    def normal(self, name):
        return "/" + "".join(f"{part}/" for part in name.split("/") if part)

    def name_in(self, fields, place):
        name = super().name_in(fields, place)
        return name and self.normal(name)

    def fields(self, model):
        return {"privacy": Privacy("privacy", "collection")}

    def all(self):
        return [pk for pk in super().all() if self.names[pk] != "/"]

    def check_parent(self, fields, place):
        above = self.above(self.normal(fields["path"]))
        found = self.all_names.find(self, above)
        if found is None:
            (place / "path").wrong(self.no_such(above))
        return found

    def above(self, name):
        return self.normal("/".join(name.split("/")[:-2]))

    def make(self, item, obj, storing):
        parent = Collection.objects.get(pk=self.all_names.find(self, self.above(item.name)))
        obj.name = item.name.split("/")[-2]
        return parent.add_child(instance=obj)
