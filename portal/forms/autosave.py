"""An open form goes on from what autosave has made of it."""


class GoesOnFromAutosave:
    """Tells the open form which revision autosave has made: else its own draft seems to be somebody else's.

    What is saved by a button says no more than the revision that the form began with.
    """

    def get_field_updates_for_resave(self):
        updates = super().get_field_updates_for_resave()
        if revision := self.instance.latest_revision:
            updates += [
                ("loaded_revision_id", str(revision.pk)),
                ("loaded_revision_created_at", revision.created_at.isoformat()),
            ]
        return updates
