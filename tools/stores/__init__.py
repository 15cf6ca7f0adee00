"""Where things are kept: profiles, applications, documents. A protocol each, SQLite beside it."""
