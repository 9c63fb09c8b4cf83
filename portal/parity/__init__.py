"""Parity: whether each text is there in every language, and what may be published.

One question, one function: :func:`~.rules.rule_of` (which rule a field is under), :func:`~.passages.passages`
(which texts an object has), :func:`~.states.judge` (how a text stands in each language),
:func:`~.following.learn` (which texts are right together), :func:`~.judging.judge_all` (both for an object),
:func:`~.gate.holes` and :func:`~.gate.check` (what keeps an object from going live), :func:`~.survey.survey`
(how everything stands). Forms, models, commands, reports and content files ask these and no other.
"""
