"""Pages of the web, fetched with manners and without harm.

addresses.py says where may be connected to, exchange.py makes one request to one pinned address, cache.py keeps what
came, fetching.py puts them together: redirects, robots.txt, delays and retries.
"""
