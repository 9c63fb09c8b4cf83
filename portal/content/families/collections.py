"""Collections of pictures and documents: named by their path, ``/Presse/2018/``."""

from functools import cached_property
from urllib.parse import unquote

from django.utils.translation import gettext as _
from wagtail.models import Collection

from portal.content.families.base import Family
from portal.content.families.privacy import Privacy

LONGEST = Collection._meta.get_field("name").max_length


def _quoted(name):
    """Return a name as a part of a path, where ``/`` parts names."""
    return name.replace("%", "%25").replace("/", "%2F")


class Collections(Family):
    identity = ("path",)

    @cached_property
    def names(self):
        """A path for each collection; ``/`` for the one that holds all."""
        names, by_path = {}, {}
        for collection in Collection.objects.order_by("path"):
            above = by_path.get(collection.path[: -collection.steplen])
            by_path[collection.path] = f"{above}{_quoted(collection.name)}/" if above else "/"
            while by_path[collection.path] in names.values():  # two of one name side by side
                by_path[collection.path] = by_path[collection.path][:-1] + "-2/"
            names[collection.pk] = by_path[collection.path]
        return names

    def normal(self, name):
        return "/" + "".join(f"{part}/" for part in name.split("/") if part)

    def name_in(self, fields, place):
        name = super().name_in(fields, place)
        if name and max(map(len, name.split("/"))) > LONGEST:
            (place / "path").wrong(_("A name may have %s characters at most.") % LONGEST)
        return name and self.normal(name)

    def fields(self, model):
        return {"privacy": Privacy("privacy", "collection")}

    def all(self):
        return [pk for pk in super().all() if self.names[pk] != "/"]

    def ask_above(self):
        """Ask for the names of those above the ones that were asked for."""
        asked = [name for pk, name in self.names.items() if (self.kind, pk) in self.all_names.asked]
        for pk, name in self.names.items():
            if any(other.startswith(name) for other in asked):
                self.all_names.asked.add((self.kind, pk))

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
        obj.name = unquote(item.name.split("/")[-2])
        return parent.add_child(instance=obj)
