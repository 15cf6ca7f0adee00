"""Tables of the conversation log, by schema version."""

MIGRATIONS = (
    (
        """
        CREATE TABLE conversation (
          id TEXT PRIMARY KEY, customer_id TEXT, created_at TEXT NOT NULL,
          length INTEGER NOT NULL, turns INTEGER NOT NULL, head TEXT NOT NULL,
          lease_token TEXT, lease_taken_at TEXT, lease_expires_at TEXT, erased_at TEXT)
        """,
        "CREATE INDEX conversation_customer ON conversation (customer_id)",
        """
        CREATE TABLE entry (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          conversation_id TEXT NOT NULL REFERENCES conversation (id),
          position INTEGER NOT NULL, kind TEXT NOT NULL, turn_id TEXT NOT NULL,
          sequence INTEGER NOT NULL, at TEXT NOT NULL, content_hash TEXT NOT NULL,
          link TEXT NOT NULL, salt TEXT, erased_at TEXT, erased_reason TEXT, content TEXT)
        """,
        "CREATE UNIQUE INDEX entry_position ON entry (conversation_id, position)",
        "CREATE UNIQUE INDEX entry_turn ON entry (conversation_id, turn_id, kind)",
        "CREATE INDEX entry_sequence ON entry (conversation_id, kind, sequence)",
        "CREATE INDEX entry_turn_id ON entry (turn_id)",
        """
        CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TRIGGER entry_is_only_erased BEFORE UPDATE ON entry
        WHEN NOT (NEW.salt IS NULL AND NEW.content IS NULL AND NEW.erased_at IS NOT NULL
          AND NEW.erased_reason IS NOT NULL AND OLD.erased_at IS NULL AND NEW.id = OLD.id
          AND NEW.conversation_id = OLD.conversation_id AND NEW.position = OLD.position
          AND NEW.kind = OLD.kind AND NEW.turn_id = OLD.turn_id AND NEW.sequence = OLD.sequence
          AND NEW.at = OLD.at AND NEW.content_hash = OLD.content_hash AND NEW.link = OLD.link)
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END
        """,
        """
        CREATE TABLE outbox (
          id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL,
          turn_id TEXT NOT NULL, effect TEXT, attempts INTEGER NOT NULL DEFAULT 0,
          error TEXT, performed_at TEXT)
        """,
        "CREATE INDEX outbox_waiting ON outbox (attempts, id) WHERE performed_at IS NULL",
        """
        CREATE TABLE kept (
          content_hash TEXT PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL)
        """,
    ),
    (
        """
        CREATE TABLE usage (
          conversation_id TEXT NOT NULL, at TEXT NOT NULL, tokens INTEGER NOT NULL,
          nano_usd INTEGER NOT NULL)
        """,
        "CREATE INDEX usage_conversation ON usage (conversation_id)",
        "CREATE INDEX usage_at ON usage (at)",
    ),
)
