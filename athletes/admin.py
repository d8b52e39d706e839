"""Where Django looks for the admin: the desk registers its pages."""

from .desk import admin as admin
