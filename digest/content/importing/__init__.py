"""Reading papers out of what others wrote: digest posts, notes, bibliographies."""
