"""What the clinic keeps of its own care: the log of contacts, texts for messages, and the codes it bills by."""
