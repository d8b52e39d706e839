"""Who may do what, and the door of every page that shows an athlete: roles, requests, the change log.

Above ``models`` only; every other room may import it.
"""
