"""Milestones and the page that shows them."""

from timeline.models.kind import Kind
from timeline.models.milestone import Milestone, PageLink, Source
from timeline.models.page import TimelinePage

__all__ = ["Kind", "Milestone", "PageLink", "Source", "TimelinePage"]
