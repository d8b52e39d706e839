"""Pain: zones of one day, levels of an episode, screens for warning signs. Pure, like all rules."""
