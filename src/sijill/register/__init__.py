"""The store: documents as they were read, every reading of them, and search over both.

schema.py has the tables, opening.py the connection, migrations and errors, store.py writes, query.py and
search.py read, sound.py examines.
"""
