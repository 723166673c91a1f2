"""The domain: finding the places that a text names and deciding which they are. No Qt, no SQL, no network."""
