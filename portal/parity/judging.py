"""How each text of an object stands in each language."""

from dataclasses import dataclass

from portal.parity.passages import Passage, passages
from portal.parity.rules import published_in
from portal.parity.states import State, judge


@dataclass(frozen=True)
class Judged:
    """A passage and its states, by code of language.

    ``behind`` says, for each language that is out of date, what the others said when it was right: their
    codes and the fingerprints of their texts, ``None`` where that is forgotten.
    """

    passage: Passage
    states: dict
    behind: dict

    @property
    def unsettled(self):
        """What is not fine: (code, state) each."""
        return [(code, state) for code, state in self.states.items() if state is not State.FINE]


def judge_all(obj, memory, draft=None):
    """Return the passages of an object, each :class:`Judged`.

    :param obj: the object as visitors have it, or its latest draft given as an object
    :param memory: the :class:`~.pairs.Memory` of the object
    :param draft: the content of a draft, to judge that
    """
    wanted = published_in(obj, draft)
    is_public = draft is None and obj.live and not obj.has_unpublished_changes
    judged = []
    for passage in passages(obj, draft):
        behind = _among(wanted, memory.left_behind(passage, is_public))
        states = judge(passage, wanted, memory.copies, behind, obj.is_suggestion)
        judged.append(Judged(passage, states, behind))
    return judged


def newer_languages(obj, code, memory):
    """Return the codes of the languages in which visitors have a newer text of an object than in one."""
    wanted = published_in(obj)
    behind = [_among(wanted, memory.left_behind(passage, is_public=True)) for passage in passages(obj)]
    newer = {other for each in behind for other in each.get(code, ())}
    return sorted(newer, key=wanted.index)


def _among(wanted, behind):
    """Return what is behind of the languages that an object is meant for."""
    found = {}
    for code, others in behind.items():
        others = {other: text for other, text in others.items() if {code, other} <= {*wanted}}
        if others:
            found[code] = others
    return found
