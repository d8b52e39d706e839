"""How dates and times are written where Django writes them, by language: the lists of the admin, its forms."""
