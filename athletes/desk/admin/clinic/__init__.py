"""Tables of the clinic's own: its texts for messages, and the codes it bills by."""
