"""What keeps the installation alive: probes, logs, bounces, the demo clinic and its mailbox."""
