"""The catalog's tables. A migration that was once released is never changed; another follows it.

Times are microseconds since 1970 in UTC, so that they sort; a story's zone, by which it has its day, is
kept beside its time, in minutes east of UTC.
"""

from tts.catalog.database import Migration

_EPISODES = (
    """
    CREATE TABLE episode (
        id INTEGER PRIMARY KEY,
        guid TEXT NOT NULL UNIQUE,
        slug TEXT NOT NULL UNIQUE,
        date TEXT NOT NULL,
        kind TEXT NOT NULL,
        series TEXT,
        voice TEXT NOT NULL,
        issued INTEGER NOT NULL,
        written INTEGER NOT NULL,
        title TEXT NOT NULL,
        print TEXT NOT NULL,
        manifest TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX episode_by_time ON episode (issued DESC, slug, kind, series, voice)",
    """
    CREATE TABLE wording (
        episode INTEGER PRIMARY KEY REFERENCES episode (id) ON DELETE CASCADE,
        text TEXT NOT NULL
    ) STRICT
    """,
    # Which trigrams a text has, and no positions: a third of the room; the text itself is asked afterwards.
    """
    CREATE VIRTUAL TABLE trigram USING fts5 (
        text, content = 'wording', content_rowid = 'episode',
        tokenize = 'trigram case_sensitive 1', detail = 'none', columnsize = 0
    )
    """,
    """
    CREATE TRIGGER wording_added AFTER INSERT ON wording BEGIN
        INSERT INTO trigram (rowid, text) VALUES (new.episode, new.text);
    END
    """,
    """
    CREATE TRIGGER wording_removed AFTER DELETE ON wording BEGIN
        INSERT INTO trigram (trigram, rowid, text) VALUES ('delete', old.episode, old.text);
    END
    """,
)

_STORIES = (
    """
    CREATE TABLE listing (
        series TEXT NOT NULL,
        location TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        PRIMARY KEY (series, location)
    ) STRICT
    """,
    """
    CREATE TABLE story (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        published INTEGER,
        published_zone INTEGER,
        section TEXT,
        first_seen INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'pending'
            CHECK (state IN ('pending', 'told', 'failed', 'duplicate', 'skipped')),
        attempts INTEGER NOT NULL DEFAULT 0,
        settled INTEGER,
        guid TEXT NOT NULL DEFAULT '',
        text_print TEXT NOT NULL DEFAULT '',
        simhash INTEGER,
        length INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        etag TEXT,
        last_modified TEXT
    ) STRICT
    """,
    # A story may stand in the listings of several sources; told by one, it is told.
    """
    CREATE TABLE listed (
        series TEXT NOT NULL,
        story INTEGER NOT NULL REFERENCES story (id) ON DELETE CASCADE,
        PRIMARY KEY (series, story)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX listed_by_story ON listed (story)",
    "CREATE INDEX story_open ON story (id) WHERE state IN ('pending', 'failed')",
    "CREATE INDEX story_settled ON story (settled) WHERE simhash IS NOT NULL",
)

_INBOX = (
    # An entry that was removed stays for a while as one that is gone: other devices must learn of it.
    """
    CREATE TABLE inbox (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        list TEXT NOT NULL,
        key TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting'
            CHECK (state IN ('waiting', 'reading', 'speaking', 'ready', 'failed')),
        percent INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        again INTEGER,
        guid TEXT NOT NULL,
        slug TEXT,
        heard INTEGER NOT NULL DEFAULT 0,
        position_ms INTEGER NOT NULL DEFAULT 0,
        archived INTEGER NOT NULL DEFAULT 0,
        added INTEGER NOT NULL,
        removed INTEGER,
        changed INTEGER NOT NULL UNIQUE,
        UNIQUE (list, key)
    ) STRICT
    """,
    "CREATE INDEX inbox_by_state ON inbox (state)",
    "CREATE INDEX inbox_by_guid ON inbox (guid) WHERE removed IS NULL",
    """
    CREATE TABLE sent (
        entry TEXT PRIMARY KEY REFERENCES inbox (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'html')),
        packed BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE token (
        name TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        may TEXT NOT NULL CHECK (may IN ('add', 'read', 'all')),
        list TEXT NOT NULL,
        added INTEGER NOT NULL,
        used INTEGER
    ) STRICT
    """,
)

_ARCHIVES = (
    "CREATE TABLE archive (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
    # A list of an archive that was read to its end; `changed` is what the list above it said of it then.
    """
    CREATE TABLE part (
        archive INTEGER NOT NULL REFERENCES archive (id) ON DELETE CASCADE,
        location TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        changed INTEGER,
        read INTEGER NOT NULL,
        PRIMARY KEY (archive, location)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE further (
        archive INTEGER NOT NULL REFERENCES archive (id) ON DELETE CASCADE,
        location TEXT NOT NULL,
        number INTEGER NOT NULL,
        leads_to TEXT NOT NULL,
        changed INTEGER,
        PRIMARY KEY (archive, location, number)
    ) STRICT, WITHOUT ROWID
    """,
    # What becomes of an address is the matter of its story. `by_page` tells a time that the page itself has.
    """
    CREATE TABLE work (
        id INTEGER PRIMARY KEY,
        archive INTEGER NOT NULL REFERENCES archive (id) ON DELETE CASCADE,
        key TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        published INTEGER,
        published_zone INTEGER,
        day TEXT,
        section TEXT,
        copy TEXT,
        by_page INTEGER NOT NULL DEFAULT 0,
        listed INTEGER NOT NULL,
        UNIQUE (archive, key)
    ) STRICT
    """,
    "CREATE INDEX work_in_order ON work (archive, published, id)",
    "CREATE INDEX work_by_key ON work (key)",
    "CREATE INDEX story_by_guid ON story (guid) WHERE state = 'told'",
    "CREATE INDEX story_by_text ON story (text_print) WHERE state = 'told'",
)

MIGRATIONS: tuple[Migration, ...] = (_EPISODES + _STORIES, _INBOX, _ARCHIVES)

SEEN = ("listing", "story", "listed", "inbox", "sent", "token", "archive", "part", "further", "work")
"""The tables that no manifest can give back, each after those that it refers to."""
