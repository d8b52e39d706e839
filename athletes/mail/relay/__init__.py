"""What a relay or a provider says to one message, read into one of five outcomes, and when a way rests.

``transport`` hands over; nothing here opens a connection.
"""
