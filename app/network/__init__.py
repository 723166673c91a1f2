"""The network: off until the reader switches it on; every connection of the program is opened in `gateway`."""
