"""What the installation writes down of itself: lines for people or machines, and nothing of a patient in them."""
