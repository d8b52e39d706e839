"""Reports in plain tables: the clinic for a period, and the monitoring of athletes over thirty days."""
