"""What therapists and clinic admins work with: the caseload, one athlete's pages, and the admin.

The top room: only ``clinic`` imports it.
"""
