"""What the forms of all that is drafted share, of pages and of snippets."""

from portal.forms.children import DistinctChildren
from portal.forms.gate import AsksGate
from portal.forms.translators import KeepsToLanguages


class DraftForm(KeepsToLanguages, AsksGate, DistinctChildren):
    """Keeps to a translator's languages, asks the gate before it publishes, refuses repeated children."""

    def get_field_updates_for_resave(self):
        """Tell the open form which revision autosave has made.

        A button says no more than the revision that the form began with: its own draft would seem to be
        somebody else's.
        """
        updates = super().get_field_updates_for_resave()
        if revision := self.instance.latest_revision:
            updates += [
                ("loaded_revision_id", str(revision.pk)),
                ("loaded_revision_created_at", revision.created_at.isoformat()),
            ]
        return updates
