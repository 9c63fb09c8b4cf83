"""PostgreSQL: a ``tsvector`` of the terms as they are; no configuration or extension has a say in it.

The date of each document stands beside its terms: a word in most of them is found and put in order by reading
one narrow table.
"""

CREATE = [
    """CREATE TABLE portal_search (
         id bigint PRIMARY KEY REFERENCES portal_searchdocument ON DELETE CASCADE,
         terms tsvector NOT NULL)""",
    "CREATE INDEX portal_search_terms ON portal_search USING gin (terms)",
]
DROP = ["DROP TABLE portal_search"]

KEY = "id"
SOURCE = "portal_search s"
MOST_PLACES = 16_000  # that a tsvector tells apart
_GAP = 2  # so that no phrase goes from the title into the text


def write(cursor, rows):
    """Keep the terms of some documents."""
    cursor.executemany(
        """INSERT INTO portal_search (id, date, terms) VALUES (%s, %s, %s::tsvector)
           ON CONFLICT (id) DO UPDATE SET date = excluded.date, terms = excluded.terms""",
        [(pk, date, _vector(title, text)) for pk, date, title, text in rows],
    )


def matching(question):
    """Return the condition for what answers a question: SQL and its parameters."""
    unwanted = [f"!({_phrase(terms)})" for terms in question.unwanted]
    return "s.terms @@ %s::tsquery", [" & ".join([_all(question.wanted), *unwanted])]


def ranking(question):
    """Return what tells how well something answers a question, more being better: SQL each; parameters.

    Of one term the score alone tells the title, at least 0.6, from all that the text holds, at most 0.25.
    """
    in_title = "s.terms @@ %s::tsquery"
    score = "ts_rank('{0, 0, 0.25, 1}', s.terms, %s::tsquery)"
    if [len(phrase) for phrase in question.wanted] == [1]:
        return [score], [_all(question.wanted)]
    return [in_title, score], [_all(question.wanted, ":A"), _all(question.wanted)]


def _all(phrases, weight=""):
    return " & ".join(_phrase(terms, weight) for terms in phrases)


def _phrase(terms, weight=""):
    return "(" + " <-> ".join(f"'{term}'{weight}" for term in terms) + ")"


def _vector(title, text):
    places = {}
    for number, term in enumerate(title, start=1):
        places.setdefault(term, []).append(f"{number}A")
    for number, term in enumerate(text, start=len(title) + _GAP):
        if number < MOST_PLACES:
            places.setdefault(term, []).append(f"{number}B")
        else:
            places.setdefault(term, [f"{MOST_PLACES}B"])
    return " ".join(f"'{term}':{','.join(found[:255])}" for term, found in places.items())
