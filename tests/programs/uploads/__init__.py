"""Tables from elsewhere, by the rooms that read, check and store them."""
