"""The exercise library as files: import, export, spreadsheets, pictures.

Above ``models``; the admin and the commands import it.
"""
