"""How each text of an object stands in each language."""

from dataclasses import dataclass

from portal.parity.memory import stored
from portal.parity.passages import Passage, passages
from portal.parity.rules import published_in
from portal.parity.states import State, fingerprint, judge


@dataclass(frozen=True)
class Judged:
    """A passage and its states, by code of language.

    ``behind`` says, for each language that is out of date, what the others said when it was right: their
    codes and the fingerprints of their texts.
    """

    passage: Passage
    states: dict
    behind: dict

    @property
    def unsettled(self):
        """What is not fine: (code, state) each."""
        return [(code, state) for code, state in self.states.items() if state is not State.FINE]


def judged(found, wanted, memory, public=None):
    """Return passages, each :class:`Judged`.

    What only a draft has changed leaves no other language behind.

    :param found: the passages as they were last saved
    :param wanted: codes of the languages that the object is meant for
    :param memory: the :class:`~.pairs.Memory` of the object
    :param public: what returns the passages that visitors have, where these are others
    """
    behind = [_behind(memory, passage, wanted) for passage in found]
    if public is not None and any(behind):
        shown = {text for passage in public() for text in _texts(passage, _behind(memory, passage, wanted))}
        behind = [
            {code: what for code, what in each.items() if shown.issuperset(_texts(passage, [code]))}
            for passage, each in zip(found, behind, strict=True)
        ]
    return [
        Judged(passage, judge(passage, wanted, memory.copies, each), each)
        for passage, each in zip(found, behind, strict=True)
    ]


def judged_draft(obj, memory):
    """Return the passages of the latest draft of an object, given as an object too, each :class:`Judged`."""

    def public():
        return passages(stored(obj)) if obj.live else []

    return judged(passages(obj), published_in(obj), memory, public)


def newer_languages(obj, code, memory):
    """Return the codes of the languages in which visitors have a newer text of an object than in one."""
    found = judged(passages(obj), published_in(obj), memory)
    newer = {other for each in found for other in each.behind.get(code, ())}
    return sorted(newer, key=published_in(obj).index)


def _behind(memory, passage, wanted):
    """Return what a passage has behind, of the languages that are wanted."""
    found = {}
    for code, others in memory.behind(passage).items():
        if others := {other: text for other, text in others.items() if {code, other} <= {*wanted}}:
            found[code] = others
    return found


def _texts(passage, codes):
    return {(code, fingerprint(passage.values[code])) for code in codes}
