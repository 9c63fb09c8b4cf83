"""Pages that are made once and served like files, until something public changes.

:mod:`.public` says which answers are alike for every reader, :mod:`.clock` when what is public last changed,
:mod:`.changes` notices that it does, :mod:`.store` keeps the answers, :mod:`.middleware` serves them,
:mod:`.parts` keeps what many of them share, and :mod:`.refreshing` has the server in front fetch anew the
copies that :mod:`.concerned` and :mod:`.shown` find out of date.
"""
