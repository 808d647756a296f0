"""One form per step: it checks what was typed and calls one service."""
