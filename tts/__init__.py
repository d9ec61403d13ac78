"""聽新聞 gives every Chinese news page a voice: articles in, tagged MP3 episodes with chapters out."""
