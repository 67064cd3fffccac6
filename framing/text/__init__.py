"""What a text is made of: words, sentences, quotation marks, zones."""
