"""Search for visitors: each language by itself, with or without accents, plurals or elisions.

Words are folded and stemmed in Python (:mod:`.words`), alike when something is indexed and when it is asked
for; the database (:mod:`.engines`) only matches and ranks. What is found is a
:class:`~portal.models.SearchDocument`, one an object and language.
"""
