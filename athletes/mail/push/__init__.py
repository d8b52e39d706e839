"""Notes to phones by web push: the second way of the ledger's rows. What they say, to which phones, how they arrive.

The ledger, its loop and its conditions are those of mail.
"""
