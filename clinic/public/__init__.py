"""What everybody may read: the clinic's case for strength, and the request for a discovery call."""
