"""How many licences what runs asks for, at a moment and over a window. Pure."""
