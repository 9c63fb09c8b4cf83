"""Children of a page or snippet; some may stand there once only: a participant in a role, a linked page.

No database constraint: children are written one after the other, so two that change places would break it.
"""

from functools import cache

from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME


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
