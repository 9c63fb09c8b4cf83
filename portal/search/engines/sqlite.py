"""SQLite: a full-text table (FTS5), of which the row of a document goes with it.

Terms are letters and figures, so nothing that was typed is a sign of its language of queries.
"""

CREATE = [
    "CREATE VIRTUAL TABLE portal_search USING fts5(title, text)",
    """CREATE TRIGGER portal_search_forgets AFTER DELETE ON portal_searchdocument
       BEGIN DELETE FROM portal_search WHERE rowid = old.id; END""",
]
DROP = ["DROP TRIGGER portal_search_forgets", "DROP TABLE portal_search"]

KEY = "rowid"
# what matches first, then its document: the other way round each document would be matched by itself
SOURCE = "portal_search s CROSS JOIN portal_searchdocument d ON d.id = s.rowid"


def write(cursor, rows):
    """Keep the terms of some documents."""
    for pk, _date, title, text in rows:
        cursor.execute("DELETE FROM portal_search WHERE rowid = %s", [pk])
        cursor.execute(
            "INSERT INTO portal_search (rowid, title, text) VALUES (%s, %s, %s)",
            [pk, " ".join(title), " ".join(text)],
        )


def matching(question):
    """Return the condition for what answers a question: SQL and its parameters."""
    wanted = _all(question.wanted)
    if question.unwanted:
        wanted = f"({wanted}) NOT ({' OR '.join(map(_phrase, question.unwanted))})"
    return "portal_search MATCH %s", [wanted]


def ranking(question):
    """Return what tells how well something answers a question, more being better: SQL each; parameters."""
    in_title = "s.rowid IN (SELECT rowid FROM portal_search WHERE portal_search MATCH %s)"
    return [in_title, "-bm25(portal_search, 4, 1)"], [f"title : ({_all(question.wanted)})"]


def _all(phrases):
    return " AND ".join(map(_phrase, phrases))


def _phrase(terms):
    return f'"{" ".join(terms)}"'
