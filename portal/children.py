"""Children of a page or snippet; some may stand there once only: a participant in a role, a linked page.

No database constraint: children are written one after the other, so two that change places would break it.
"""

from functools import cache

from django.db.models import OuterRef
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME

from portal.rows import rows_of


@cache
def child_relations(model):
    """Return the relations to children that are content, by the name that leads to them."""
    relations = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
    return {name: relation for name, relation in relations.items() if name != COMMENTS_RELATION_NAME}


class Distinct:
    """A child that says what makes it the same as another.

    ``identity`` is what no other child of the same parent may have, ``None`` where it may be repeated;
    ``repeated_at`` names the field at which a form says so, ``repeated_message`` what it says.
    """

    identity = None


def repeated(children):
    """Yield the children that repeat an earlier one."""
    seen = set()
    for child in children:
        identity = child.identity if isinstance(child, Distinct) else None
        if identity in seen:
            yield child
        elif identity is not None:
            seen.add(identity)


class ReadChildren:
    """Children that a query for their parents reads in itself.

    The parent is to be shown and cannot be saved: saving would delete the children that were not read. It
    stands in the parent's model, named as in the query::

        read_sources = ReadChildren("sources", "url", "label_fr", "label_en")

        Milestone.objects.annotate(read_sources=Milestone.read_sources.rows())

    :param relation: what leads to the children; ``all()`` then asks no more
    :param names: the columns to read (see :mod:`portal.rows`); ``page__live`` is one of a related object
    """

    def __init__(self, relation, *names):
        self.relation, self.names = relation, names

    def __set_name__(self, parent, _name):
        self.parent = parent

    @property
    def model(self):
        return child_relations(self.parent)[self.relation].related_model

    def rows(self, *conditions):
        """Return the expression that reads the children that meet some conditions."""
        parent = child_relations(self.parent)[self.relation].field.name
        children = self.model.objects.filter(*conditions, **{parent: OuterRef("pk")})
        return rows_of(children, "pk", "sort_order", *self.names)

    def __set__(self, obj, rows):
        names = (self.model._meta.pk.attname, "sort_order", *self.names)
        children = [_made(self.model, dict(zip(names, row, strict=True))) for row in sorted(rows)]
        getattr(obj, self.relation).set(children)
        obj.is_for_show = True


def _made(model, values):
    """Return an object as a query would for some of its columns, with related ones."""
    related = {}
    for name in [name for name in values if "__" in name]:
        to, column = name.split("__")
        related.setdefault(to, {})[column] = values.pop(name)
    fields = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    made = model.from_db(None, fields, [values[name] for name in fields])
    for to, columns in related.items():
        other = model._meta.get_field(to).related_model
        setattr(made, to, _made(other, columns) if columns[other._meta.pk.attname] else None)
    return made
