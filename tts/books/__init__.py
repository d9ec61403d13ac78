"""An episode as a book: an EPUB whose text follows the voice, or an M4B with chapters."""
