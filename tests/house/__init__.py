"""What keeps the code easy to read, asked of its syntax tree: few questions, a second to answer."""
