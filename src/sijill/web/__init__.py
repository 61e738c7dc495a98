"""The register in a browser: pages drawn on the server, each with its address as its state, and an API.

routes.py lists what there is, views.py and its neighbours answer, pages.py draws answers as HTML, api.py as JSON
that programs rely on, app.py ties them to requests and keeps the door. Nothing here asks for anything elsewhere.
"""
