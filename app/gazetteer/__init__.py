"""The embedded gazetteer: how it is built, unpacked, asked by name and by point, and offered to geopy."""
