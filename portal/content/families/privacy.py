"""Who may read a page, or the files of a collection."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from portal.content.fields.base import LaterField, has_row

PUBLIC, SIGNED_IN = "public", "signed-in"


class Privacy(LaterField):
    """``public``, ``signed-in``, or a list of groups.

    A password is a secret, and in no file: what has one is dumped as ``signed-in``, so that it stays closed.
    """

    def __init__(self, name, owner):
        super().__init__(name)
        self.owner = owner

    def read(self, value, place, names):
        if value in (PUBLIC, SIGNED_IN):
            return value
        if not isinstance(value, list):  # an empty one: of a group that was deleted
            place.wrong(_("Write “public”, “signed-in”, or a list of groups."))
            return PUBLIC
        found = [names.pk(Group, name, place / number) for number, name in enumerate(value)]
        return sorted(pk for pk in found if pk is not None)

    def written(self, value, names):
        if isinstance(value, str):
            return value
        return sorted(name for pk in value if (name := names.name(Group, pk)))

    def taken(self, obj):
        restriction = self._restriction(obj) if has_row(obj) else None
        if restriction is None:
            return PUBLIC
        if restriction.restriction_type == "groups":
            return sorted(restriction.groups.values_list("pk", flat=True))
        return SIGNED_IN

    @staticmethod
    def _model(obj):
        return obj._meta.get_field("view_restrictions").related_model

    def _restriction(self, obj):
        return self._model(obj).objects.filter(**{self.owner: obj.pk}).first()

    def usual(self):
        return PUBLIC

    def left_out(self, value):
        return value == PUBLIC

    def save(self, obj, value):
        model = self._model(obj)
        if value == PUBLIC:
            model.objects.filter(**{self.owner: obj.pk}).delete()
            return
        restriction = self._restriction(obj) or model(**{f"{self.owner}_id": obj.pk})
        restriction.restriction_type = "login" if value == SIGNED_IN else "groups"
        restriction.password = ""
        restriction.save()
        restriction.groups.set([] if value == SIGNED_IN else value)
