"""Milestones and the page that shows them."""

from timeline.models.kind import Kind
from timeline.models.milestone import Milestone
from timeline.models.page import TimelinePage
from timeline.models.references import PageLink, Source

__all__ = ["Kind", "Milestone", "PageLink", "Source", "TimelinePage"]
