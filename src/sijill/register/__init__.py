"""The store: documents as they were read, every reading of them, and search over both.

schema.py has the tables, opening.py the connection (sqlite.py, postgresql.py), store.py writes what prepared.py
made ready, query.py and search.py read, reviews.py keeps what people say, sound.py examines, moving.py copies.
"""
