"""Starts the servers and the driver, one measure after the other, and writes what they did."""
