"""The project file: the SQLite store of documents, findings, corrections and history."""
