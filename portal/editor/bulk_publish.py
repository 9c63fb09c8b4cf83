"""Publishing many pages at once: those with a text missing stay as they are, and are named."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

from portal.parity.gate import told


class PublishFitPages(PublishBulkAction):
    """Wagtail's own, page by page."""

    def get_execution_context(self):
        return super().get_execution_context() | {"refused": self.refused}

    @cached_property
    def refused(self):
        """What kept pages from being published: pairs of page and error, filled as they are met."""
        return []

    @classmethod
    def execute_action(cls, objects, include_descendants=False, user=None, refused=(), **kwargs):
        counts = [0, 0]
        for page in objects:
            counts[0] += _publish(page, user, refused)
            below = page.get_descendants().not_live().specific() if include_descendants else []
            for draft in below:
                if user is None or draft.permissions_for_user(user).can_publish():
                    counts[1] += _publish(draft, user, refused)
        return counts

    def get_success_message(self, num_parent_objects, num_child_objects):
        for page, error in self.refused:
            messages.error(self.request, told(error, page))
        if num_parent_objects or num_child_objects:
            return super().get_success_message(num_parent_objects, num_child_objects)
        return None


def _publish(page, user, refused):
    """Publish the latest draft of a page; return whether it went."""
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.specific.save_revision(user=user)
            revision.publish(user=user)
    except ValidationError as error:
        refused.append((page, error))
        return False
    return True
