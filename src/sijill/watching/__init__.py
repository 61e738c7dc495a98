"""Feeds that are looked at again and again, each of whose pages is read into the register once.

feeds.py has the list that the user writes, state.py what was seen, polling.py one look at one feed.
"""
