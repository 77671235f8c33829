"""What an entry says: front matter, sections, Markdown, the site they make together. Pure: text in, values out."""
