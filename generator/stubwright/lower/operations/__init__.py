"""Operations of the document to operations of the IR."""
