"""The project file: the SQLite store of documents, findings, corrections and history. Nothing else in `app` knows SQL of it."""
