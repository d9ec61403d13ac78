"""What is written beside and into the MP3: tags, chapters, transcripts."""
