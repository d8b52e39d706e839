"""What the clinic keeps of its own care: who covers, the log of contacts, texts for messages, the codes it bills by.

Below ``athletes``, whose ``visible_to`` asks the covers.
"""
