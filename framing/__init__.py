"""Who says what, in whose words: quotation attribution and stance for comparing how outlets frame the same news."""
