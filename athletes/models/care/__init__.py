"""Who cares for an athlete beside their therapist. Below ``athletes``, whose ``visible_to`` asks the covers."""
