"""From a document to an episode: what is said, by which voice and engine, and when each sentence sounds."""
