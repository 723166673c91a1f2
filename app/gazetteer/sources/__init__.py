"""One module for each package that the gazetteer is built from."""
