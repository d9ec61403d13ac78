"""What is written into the MP3 and beside it: tags, chapters, transcripts, the manifest, and their shelf."""
