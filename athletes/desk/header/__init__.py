"""What the header of every staff page offers: a search over everything, and word of what just came in. For the site."""
