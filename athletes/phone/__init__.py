"""What the athlete sees and sends: addresses, views, pages, forms, the API, the calendar feed, the export.

Only ``desk`` and ``clinic`` may import it.
"""
